"""The errors of metadata as code: what is wrong, in which file and where in it, and what to do about it."""

from collections.abc import Sequence

from attrs import frozen

from webflow_pages.errors import WebflowError


@frozen
class Place:
    """Where something stands: in a file, at a line and a column that both count from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class MetadataError(WebflowError):
    """Files, a plan, a journal or a setting cannot be used. Nothing was sent.

    Attributes:
        text: What is wrong, without its place.
        place: Where the mistake stands; None where it is none of a file.
        listing: The other mistakes that were found along with it, a line for each.
    """

    def __init__(self, text: str, place: Place | None = None, listing: Sequence[str] = ()) -> None:
        self.text = text
        self.place = place
        self.listing: tuple[str, ...] = tuple(listing)
        super().__init__(f"{place}: {text}" if place is not None else text)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.text, self.place, self.listing)


class UnknownPageError(MetadataError):
    """No page of the site, or more than one, is what a file names."""


class FileError(MetadataError):
    """A file is malformed, or cannot be read or written."""


class WriteError(FileError):
    """A file cannot be written: the disk is full, say, or the folder is not there. What was in it is still there."""


class GuardError(MetadataError):
    """A plan would change a larger part of the site than its guard allows."""


class StaleError(MetadataError):
    """What a page shows is no longer what a plan was made from."""
