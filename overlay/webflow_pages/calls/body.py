"""The body of an update, checked before it is sent. Nothing here does I/O.

Webflow refuses null and wrong types and ignores unknown fields without a word (reported 2026-10-06), so that a misspelt
field looks like a success. Here all three are errors.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from webflow_api.models.open_graph import OpenGraph
from webflow_api.models.page_update import PageUpdate
from webflow_api.models.seo import Seo
from webflow_pages.errors import InvalidArgumentError
from webflow_pages.unset import UNSET

_FIELDS = ("title", "slug", "seo", "open_graph")
_TEXTS = {"title": str, "description": str}
_SEO: Mapping[str, type] = _TEXTS
_OPEN_GRAPH: Mapping[str, type] = {**_TEXTS, "title_copied": bool, "description_copied": bool}


def page_update(*, title: object, slug: object, seo: object, open_graph: object) -> PageUpdate:
    """Return the body that changes what is given and leaves alone what is ``UNSET``.

    Raises:
        InvalidArgumentError: A value is None, of the wrong type, or has fields that the contract does not know.
    """
    given = {"title": title, "slug": slug, "seo": seo, "open_graph": open_graph}
    if all(value is UNSET for value in given.values()):
        raise InvalidArgumentError(f"There is nothing to change: give at least one of {', '.join(given)}")
    for (name, value), kind in zip(given.items(), (str, str, Seo, OpenGraph), strict=True):
        _check(name, value, kind)
    if isinstance(seo, Seo):
        _check_fields("seo", seo, _SEO)
    if isinstance(open_graph, OpenGraph):
        _check_fields("open_graph", open_graph, _OPEN_GRAPH)
    arguments: dict[str, Any] = given
    return PageUpdate(**arguments)


def page_updates(changes: Mapping[str, Mapping[str, object]]) -> dict[str, PageUpdate]:
    """Return the bodies that change what is given, by locale.

    Raises:
        InvalidArgumentError: A value cannot be sent, or there is a field that the contract does not know.
    """
    if not isinstance(changes, Mapping):
        raise InvalidArgumentError(f"changes has to map locales to what to change, and is {type(changes).__name__}")
    return {locale: _page_update_of(locale, given) for locale, given in changes.items()}


def _page_update_of(locale: object, given: object) -> PageUpdate:
    if not isinstance(given, Mapping):
        raise InvalidArgumentError(f"changes[{locale!r}] has to map fields to values, and is {type(given).__name__}")
    for unknown in given.keys() - _FIELDS:
        nearest = get_close_matches(str(unknown), _FIELDS, n=1, cutoff=0.4)
        meant = f": did you mean {nearest[0]!r}?" if nearest else f": there are {', '.join(_FIELDS)}"
        raise InvalidArgumentError(f"changes[{locale!r}][{unknown!r}] is no field that can be updated{meant}")
    arguments = {name: given.get(name, UNSET) for name in _FIELDS}
    try:
        return page_update(**arguments)
    except InvalidArgumentError as error:
        raise InvalidArgumentError(f"changes[{locale!r}]: {error}") from None


def _check_fields(name: str, value: Seo | OpenGraph, fields: Mapping[str, type]) -> None:
    for field, kind in fields.items():
        _check(f"{name}.{field}", getattr(value, field), kind)
    for unknown in value.additional_keys:
        nearest = get_close_matches(str(unknown), fields, n=1, cutoff=0.4)
        meant = f": did you mean {name}.{nearest[0]}?" if nearest else f": it has {', '.join(fields)}"
        raise InvalidArgumentError(f"{name}[{unknown!r}] is no field that can be updated{meant}")


def _check(name: str, value: object, kind: type) -> None:
    if value is UNSET:
        return
    if value is None:
        raise InvalidArgumentError(
            f"{name} cannot be None, which Webflow refuses: leave it out to leave it as it is "
            "(nothing is known to clear it)"
        )
    if not isinstance(value, kind):
        raise InvalidArgumentError(f"{name} has to be {kind.__name__}, and is {type(value).__name__}")
    if isinstance(value, str):
        _check_encoding(name, value)


def _check_encoding(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidArgumentError(
            f"{name} has the lone surrogate {text[error.start]!a}, which UTF-8 cannot encode: leave it out"
        ) from error
