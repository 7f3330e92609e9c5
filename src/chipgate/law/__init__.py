"""What the text says: the rule language, provisions with their days, the corpus, reforms."""
