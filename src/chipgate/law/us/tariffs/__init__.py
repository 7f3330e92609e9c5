"""Duties of the United States on what is imported: the schedule, and the actions of chapter 99 that stack on it."""
