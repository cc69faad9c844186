"""The ``webflow-pages`` command: read and update the metadata of pages from a shell.

It is a user of this package like any other: it takes the public names and nothing behind them.
"""
