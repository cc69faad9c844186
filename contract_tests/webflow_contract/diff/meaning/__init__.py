"""What the schemas of a document mean, however they are written."""
