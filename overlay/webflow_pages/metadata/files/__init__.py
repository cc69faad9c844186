"""The files that metadata is kept in: a folder of YAML, one file for each page, or one table in CSV."""
