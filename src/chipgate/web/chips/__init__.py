"""The chips on a page: the catalogue, a datasheet with its worksheet, and up to four chips side by side."""
