"""Pulling: writing what a site holds into files."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.files.folders import read_folder
from webflow_pages.metadata.files.page_files import PageFile
from webflow_pages.metadata.files.places import Places
from webflow_pages.metadata.files.pruning import Confirm, Pruned, pruned
from webflow_pages.metadata.files.pulled import Pulled
from webflow_pages.metadata.files.replacing import Replacement, replace_all
from webflow_pages.metadata.files.table_writing import order, write_table
from webflow_pages.metadata.files.tables import is_table
from webflow_pages.metadata.files.texts import Texts
from webflow_pages.metadata.mistakes import Mistakes
from webflow_pages.metadata.resolving import Pages
from webflow_pages.metadata.state import SitePage, SiteState


def write_files(state: SiteState, target: Path, *, prune: Confirm | None = None) -> Pulled:
    """Write what a site holds into a folder of YAML files, one for each page, or into one table.

    In files that are there, values that differ are changed, and the rest of their text stays: comments, order, quotes,
    and the locales that were not read. A file that says what the site holds is not touched.

    Args:
        state: The site.
        target: The folder, or a file that ends in ``.csv``.
        prune: Remove the files of pages that the site no longer has. It is called with the id of each page that the
            site did not have when it was read, and returns why the page's file has to stay, or None if the page is
            gone for certain. Without it, all of them stay.

    Raises:
        MetadataError: A file that is there is malformed, or of another site. Nothing was written.
        WriteError: A file cannot be written.
    """
    if is_table(target):
        return write_table(state, target, prune=prune)
    if target.exists() and not target.is_dir():
        raise FileError("it is a file: name a folder, or a file that ends in .csv", Place(str(target)))
    files = read_folder(target) if target.is_dir() else []
    there, gone = _by_page(files, state)
    places, texts = Places(target, files, there, state), Texts(state)
    replacements: list[Replacement] = []
    total = 0
    for page in sorted(state.pages.values(), key=order):
        total += max(len(there[page.id]), 1)
        replacements += _of_page(page, there[page.id], places, texts)
    texts.mistakes.stop()
    out = Pruned() if prune is None else pruned(((one.name, one.page_id) for one in gone), prune)
    removed = tuple(name for name, _ in out.removed)
    replace_all(target, replacements, [Path(name) for name in removed])
    return Pulled(
        pages=len(state.pages),
        written=tuple(str(one.path) for one in replacements if one.move is None),
        unchanged=total - len(replacements),
        moved=tuple((str(one.move.old), str(one.move.new)) for one in replacements if one.move is not None),
        gone=tuple(one.name for one in gone if one.name not in removed),
        removed=removed,
        kept=tuple(out.kept),
        replaced=tuple(texts.replaced),
    )


def _by_page(files: Sequence[PageFile], state: SiteState) -> tuple[Mapping[str, list[PageFile]], list[PageFile]]:
    """Return the files by the id of their page, and those of pages that the site does not have.

    Raises:
        MetadataError: One is of another site, or nobody can say which page it is about.
    """
    mistakes, pages = Mistakes(), Pages(state)
    there, gone = defaultdict[str, list[PageFile]](list), list[PageFile]()
    for one in files:
        ids = [one.page_id] if one.page_id is not None else pages.at(one.path or "")
        if one.site_id not in (None, state.site_id):
            text = f"it is of site {one.site_id}, and this is site {state.site_id}: name another folder"
            mistakes.add(text, one.site_place)
        elif len(ids) > 1:
            mistakes.add(
                f"{len(ids)} pages have the path {one.path}: write 'page:' and one of {', '.join(ids)}", one.place
            )
        elif ids and ids[0] in state.pages:
            there[ids[0]].append(one)
        else:
            gone.append(one)
    mistakes.stop()
    return there, gone


def _of_page(page: SitePage, there: Sequence[PageFile], places: Places, texts: Texts) -> Iterator[Replacement]:
    """Yield what is to become of the files of a page."""
    if not there:
        path = places.of(page)
        yield Replacement(path, texts.new(page, str(path)))
    for one in there:
        move = places.move(one, page)
        path = Path(one.name) if move is None else move.new
        content = texts.changed(page, one, there, str(path))
        if content is not None or move is not None:
            yield Replacement(path, content, move)
