"""Metadata as code: pages and locales of a site as files, linted, planned, applied, undone and audited."""
