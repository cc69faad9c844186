"""The mistakes of files, told together: whoever corrects one of a hundred files at a time gives up."""

from typing import Final

from webflow_pages.metadata.errors import FileError, MetadataError, Place

_TOLD: Final = 20
"""Mistakes that are told. The rest is counted."""


class Mistakes:
    """The mistakes that were found so far."""

    def __init__(self) -> None:
        self._found: list[tuple[str, Place | None, type[MetadataError]]] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, text: str, place: Place | None, kind: type[MetadataError] = FileError) -> None:
        """Note a mistake."""
        self._found.append((text, place, kind))

    def add_error(self, error: MetadataError) -> None:
        """Note an error that tells one mistake."""
        self._found.append((error.text, error.place, type(error)))

    def stop(self) -> None:
        """Raise one error that tells all of them, the first in its text and the others in its ``listing``.

        Raises:
            MetadataError: There are mistakes. It is of the kind that all of them have, or else just that.
        """
        if not self._found:
            return
        (text, place, _), *others = self._found
        kinds = {kind for _, _, kind in self._found}
        listing = [str(kind(other, where)) for other, where, kind in others[: _TOLD - 1]]
        if len(others) > len(listing):
            listing.append(f"and {len(others) - len(listing)} more")
        counted = f" (and {len(others)} more mistake{'s' if len(others) > 1 else ''})" if others else ""
        raise (kinds.pop() if len(kinds) == 1 else MetadataError)(f"{text}{counted}", place, listing)
