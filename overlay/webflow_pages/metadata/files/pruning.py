"""Which files of pages that are gone are removed: those of pages that are gone for certain.

That a listing does not have a page proves nothing: where a page is deleted between two portions of a listing, another
one is passed over. So each page is asked for before its file is removed.
"""

from collections.abc import Callable, Iterable

from attrs import field, frozen

Confirm = Callable[[str], str | None]
"""Says by a page's id why its file has to stay; None if the page is gone for certain."""

_NO_ID = "it names its page by a path alone, and so nobody can ask for the page: remove it yourself"


@frozen
class Pruned:
    """What becomes of the files, or rows of a table, of pages that were not there when the site was read.

    Args:
        removed: Those that are to be removed, and the ids of their pages.
        kept: Those that are not, and why.
    """

    removed: list[tuple[str, str | None]] = field(factory=list)
    kept: list[tuple[str, str]] = field(factory=list)


def pruned(gone: Iterable[tuple[str, str | None]], confirm: Confirm) -> Pruned:
    """Return what becomes of files, or rows of a table. Each page is asked for once.

    Args:
        gone: What they are called, and the id of their page; None where they do not say.
        confirm: Whether a page is gone.
    """
    found, known = Pruned(), dict[str, str | None]()
    for name, page_id in gone:
        if page_id is not None and page_id not in known:
            known[page_id] = confirm(page_id)
        why = _NO_ID if page_id is None else known[page_id]
        if why is None:
            found.removed.append((name, page_id))
        else:
            found.kept.append((name, why))
    return found
