"""Tables of millions of shipments: chipgate's engines beside hand-written rivals; `make bench-big` prints it."""
