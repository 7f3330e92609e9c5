"""Countries by ISO code and by name, in English and Chinese."""
