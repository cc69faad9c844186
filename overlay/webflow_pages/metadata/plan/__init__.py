"""Plans: what would change, why some of it is refused, and what it costs. Nothing is sent."""
