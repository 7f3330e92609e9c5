"""May this go there, that day? Transactions, the order of questions, determinations."""
