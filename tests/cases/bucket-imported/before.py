"""Nothing is declared yet."""
