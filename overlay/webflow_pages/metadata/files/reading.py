"""Reading what files ask for, whichever form they have."""

from pathlib import Path

from webflow_pages.metadata.entries import Wanted
from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.files.folders import is_page_file, read_folder, read_single
from webflow_pages.metadata.files.tables import is_table, read_table


def read_wanted(source: Path) -> Wanted:
    """Return what files ask for.

    Args:
        source: A folder of YAML files, one for each page; one of these; or a table that ends in ``.csv``.

    Raises:
        MetadataError: There is nothing, or it has mistakes. All of them are told, and no file is used in part.
    """
    place = Place(str(source))
    if is_table(source) and not source.is_dir():
        if not source.exists():
            raise FileError("there is no such file: make it with 'webflow-pages pull FILE.csv'", place)
        return read_table(source)
    if source.is_dir():
        files = read_folder(source)
        if not files:
            raise FileError("no .yaml file is in it: fill it with 'webflow-pages pull FOLDER'", place)
    elif source.exists() and is_page_file(source):
        files = read_single(source)
    elif source.exists():
        raise FileError("it is neither a folder nor a .csv or .yaml file: name one of these", place)
    else:
        raise FileError("there is no such folder: fill it with 'webflow-pages pull FOLDER'", place)
    site_id = next((one.site_id for one in files if one.site_id is not None), None)
    return Wanted(site_id, tuple(entry for one in files for entry in one.entries))
