"""The `nusa` commands: thin, and the only room that prints."""
