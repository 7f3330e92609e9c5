"""How quick chipgate is, measured here and now; `make bench` prints it, and no result is kept in the code."""
