"""Chips: what is on the datasheet? Figures with their source and kind, the catalogue, own chips."""
