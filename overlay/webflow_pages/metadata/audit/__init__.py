"""The audit: a matrix of pages by locales, and what is the matter in each cell."""
