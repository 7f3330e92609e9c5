"""A table of cases: the same verdicts as ``verdict``, for millions of rows at once."""
