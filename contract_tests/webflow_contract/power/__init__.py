"""What the check is worth: the ways in which an HTTP API can go wrong, applied one by one, and how many it finds."""
