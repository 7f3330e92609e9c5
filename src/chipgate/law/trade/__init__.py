"""Both sides of the trade conflict in one corpus, with base rates of schedules and dated events beside it."""
