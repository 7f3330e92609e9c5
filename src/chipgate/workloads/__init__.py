"""What does the chip deliver? Work of a model, a roofline with fitted constants, and measured rows beside it."""
