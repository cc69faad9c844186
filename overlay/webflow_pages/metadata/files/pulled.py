"""What became of the files when a site was pulled."""

from collections.abc import Iterator

from attrs import frozen

from webflow_pages.metadata.fields import FIELDS, Field, Value, Values


@frozen
class Replaced:
    """A text of a file that is no longer in it, as the site holds another one, or none.

    Somebody may have edited the file, or the site: nobody can tell which.

    Args:
        file: The file.
        page: What messages call the page: its path, or its id.
        locale: The locale's tag, as the site spells it.
        field: The field.
        before: What the file asked for.
        after: What the site holds, and the file now; None for nothing.
    """

    file: str
    page: str
    locale: str
    field: Field
    before: Value
    after: Value | None


@frozen(kw_only=True)
class Pulled:
    """What became of the files.

    Args:
        pages: How many pages the files hold.
        written: The files that are new, or that hold something else now.
        unchanged: How many files were not touched, as they say what the site holds.
        moved: The files of pages whose path has changed: where they were, and where they are.
        gone: The files, or rows of a table, of pages that were not there when the site was read. They are still there.
        removed: The files, or rows, of such pages that were removed.
        kept: Those that were to be removed and were not, and why.
        replaced: The texts that are no longer in the files.
    """

    pages: int
    written: tuple[str, ...] = ()
    unchanged: int = 0
    moved: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    replaced: tuple[Replaced, ...] = ()


def replaced_texts(file: str, page: str, locale: str, before: Values, after: Values) -> Iterator[Replaced]:
    """Yield what a page in a locale is no longer to hold.

    Args:
        file: The file.
        page: What messages call the page.
        locale: The locale's tag.
        before: What the file asked for.
        after: What the site holds.
    """
    for field in FIELDS:
        if field in before and before[field] != after.get(field):
            yield Replaced(file, page, locale, field, before[field], after.get(field))
