"""What is modelled, partly, and not."""
