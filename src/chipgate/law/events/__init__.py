"""Dated events of the trade conflict: what was restricted, lifted or traded, beside the provisions they stand for."""
