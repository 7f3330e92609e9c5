"""Whether the engines for tables answer as `Checker` does, on any number of made-up shipments."""
