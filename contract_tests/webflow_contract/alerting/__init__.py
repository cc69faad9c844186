"""Only new drift is news: what one run's report adds to what earlier runs have told.

What is remembered and what is decided know nothing of files and clocks.
"""
