"""What names a page in files: an id, a path, or both; and what kind of page it is."""

import re
from typing import Final, get_args

from webflow_pages.metadata.entries import Kind
from webflow_pages.metadata.files.spelling import nearest, shown

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")
"""What the client takes for an id. Webflow's have 24 hexadecimal digits (documented)."""

_HEXADECIMAL: Final = re.compile(r"[0-9A-Fa-f]{24}")

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


class IdentityError(ValueError):
    """A text is no id, path or kind. It says what is wrong with it."""


def id_of(text: str) -> str:
    """Return an id as the API spells it.

    Raises:
        IdentityError: It cannot be one.
    """
    if not _ID.fullmatch(text):
        raise IdentityError(f"{shown(text)} is no id: one has 24 hexadecimal digits")
    return text.lower() if _HEXADECIMAL.fullmatch(text) else text


def path_of(text: str) -> str:
    """Return a path without its final slash.

    Raises:
        IdentityError: It is none.
    """
    if not text.startswith("/"):
        raise IdentityError(f"{shown(text)} is no path: one begins with '/', such as /pricing")
    return text.rstrip("/") or "/"


def kind_of(text: str) -> Kind:
    """Return a kind of page.

    Raises:
        IdentityError: There is none of that name.
    """
    if text not in KINDS:
        meant = nearest(text, KINDS)
        advice = f"did you mean {meant}?" if meant else f"there are {', '.join(KINDS)}"
        raise IdentityError(f"{shown(text)} is no kind of page: {advice}")
    return text
