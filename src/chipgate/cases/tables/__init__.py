"""Tables of shipments: the same answers as for one, for millions of rows."""
