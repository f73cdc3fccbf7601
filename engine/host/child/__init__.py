"""What runs in the program's process: needs `pulumi` and the standard library, and imports nothing else of ours."""
