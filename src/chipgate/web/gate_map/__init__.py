"""The gates of the law over the numbers of a chip: regions of the day, real chips, a draft, and its nearest exits."""
