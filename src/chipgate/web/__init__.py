"""The same answers in a browser: pages and a JSON API over the functions that the command line asks."""
