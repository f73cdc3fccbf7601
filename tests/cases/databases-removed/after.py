"""Nothing is left: the databases have moved to another stack."""
