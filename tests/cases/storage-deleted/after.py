"""Nothing is left: the shop has moved."""
