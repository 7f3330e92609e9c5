"""What follows from the rules for those who plan: designs, build-outs, scenarios."""
