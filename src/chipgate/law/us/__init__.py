"""The export rules of the United States on advanced-computing chips, as data beside their citations."""
