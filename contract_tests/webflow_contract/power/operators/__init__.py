"""Operators: each makes mutants of a service, out of what the unchanged one answers."""
