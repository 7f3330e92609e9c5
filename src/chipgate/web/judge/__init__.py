"""One shipment: the case, the verdict, why, and what would settle it."""
