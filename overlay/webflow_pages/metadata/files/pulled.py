"""What became of the files when a site was pulled."""

from attrs import frozen


@frozen(kw_only=True)
class Pulled:
    """What became of the files.

    Args:
        pages: How many pages the files hold.
        written: The files that are new, or that hold something else now.
        unchanged: How many files were not touched, as they say what the site holds.
        moved: The files of pages whose path has changed: where they were, and where they are.
        gone: The files of pages that the site no longer has. They are still there.
        removed: The files, or rows of a table, of such pages that were removed.
    """

    pages: int
    written: tuple[str, ...] = ()
    unchanged: int = 0
    moved: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
