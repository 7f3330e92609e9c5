"""The gates of the law over two numbers of a chip: which answer holds where, and how far the next one is."""
