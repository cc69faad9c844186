"""Compare two schemas of the same value."""
