"""The law read backwards: the best value that a text still allows, where two texts differ, and what can be proved."""
