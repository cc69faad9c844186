"""Pulling: writing what a site holds into files, and telling what became of each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import define, field, frozen

from webflow_pages.errors import LocaleError
from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.errors import FileError, MetadataError, Place, WriteError
from webflow_pages.metadata.fields import Values
from webflow_pages.metadata.files.folders import read_bytes, read_folder
from webflow_pages.metadata.files.merging import merged
from webflow_pages.metadata.files.mistakes import Mistakes
from webflow_pages.metadata.files.names import key_of, name_of, other_name
from webflow_pages.metadata.files.page_files import PageFile
from webflow_pages.metadata.files.rendering import lines_of, page_tree
from webflow_pages.metadata.files.replacing import Replacement, replace_all
from webflow_pages.metadata.files.tables import is_table, write_table
from webflow_pages.metadata.resolving import Locales
from webflow_pages.metadata.state import SitePage, SiteState


