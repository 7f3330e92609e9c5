"""The best part that a text still allows, cut from a die that exists."""
