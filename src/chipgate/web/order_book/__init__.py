"""The screen of an order book: upload, columns, first rows, all rows, what needs a person, downloads, a second law."""
