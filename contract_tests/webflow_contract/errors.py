"""The errors of the contract tools. Each one's text is a line for people: what happened, where, and what to do."""

from collections.abc import Iterable
from difflib import get_close_matches


class ContractToolError(Exception):
    """The root. A command prints it as one line on stderr and exits with 2."""


class DocumentError(ContractToolError):
    """A file of the contract cannot be read, or is not what it has to be."""


class OverlayError(ContractToolError):
    """An action of the OpenAPI Overlay cannot be applied, or does not do what an action has to do."""


class GenerationError(ContractToolError):
    """The client cannot be generated."""


class StaleError(ContractToolError):
    """The generated tree is not what its inputs generate."""


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return the words for a name that is not known: what was meant, or else all that there is."""
    names = list(known)
    listed = f". There are: {', '.join(names)}"
    return f"there is no {what} {name!r}{meant(name, names) or listed}"


def meant(name: str, known: Iterable[str]) -> str:
    """Return the question whether the nearest known name was meant; nothing where none is near."""
    nearest = get_close_matches(name, list(known), n=1)
    return f": did you mean {nearest[0]!r}?" if nearest else ""
