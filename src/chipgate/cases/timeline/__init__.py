"""One line of time: events, and what changes in the rules; what is restricted on a day, and what lapses when."""
