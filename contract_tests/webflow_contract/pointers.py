"""JSON pointers (RFC 6901): a place in a document as text, and back."""

from collections.abc import Iterable


def pointer(place: Iterable[str | int]) -> str:
    """Write a place, the keys and indexes from the root, as a pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)


def parts(text: str) -> tuple[str, ...]:
    """Return the keys and indexes of a pointer, each as text. A first part without its slash is none of them."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:])
