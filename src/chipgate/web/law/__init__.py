"""The law on a page: every provision as of a day, one of them with its history, and a reform of its limits."""
