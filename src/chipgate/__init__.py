"""chipgate makes the trade rules around AI chips computable."""
