"""Compare how callers have to say who they are.

OAuth 2, OpenID Connect and HTTP bearer are one way here: callers send the same header for each of them.
"""

from collections.abc import Iterator
from typing import Any, Final

from webflow_contract.diff.meaning.nodes import Location
from webflow_contract.diff.meaning.shapes import listing, mapping, texts
from webflow_contract.diff.schemas.drafts import Draft
from webflow_contract.diff.selecting import Found

BEARER: Final = "bearer token"

_SPELLINGS: Final = {"page:read": "pages:read", "page:write": "pages:write"}
"""How Webflow's file spells scopes. Its texts, and the service's own messages, say pages."""

_Alternatives = dict[frozenset[str], dict[str, frozenset[str]]]
"""The ways to authenticate that there is a choice of, each with the scopes it needs."""


def compare(old: Found, new: Found) -> Iterator[Draft]:
    """Yield what is different about authentication."""
    (before, place), (after, other) = _alternatives(old), _alternatives(new)
    if before and after:
        yield from _changed(before, after, place, other)
    elif after:
        for way in after:
            yield Draft(rule="api-security-added", old=place, new=other, after=_called(way))
    elif before:
        for way in before:
            yield Draft(rule="api-security-removed", old=place, new=other, before=_called(way))


def _changed(before: _Alternatives, after: _Alternatives, place: Location, other: Location) -> Iterator[Draft]:
    for way in (one for one in before if one not in after):
        yield Draft(rule="api-security-alternative-removed", old=place, new=other, before=_called(way))
    for way in (one for one in after if one not in before):
        yield Draft(rule="api-security-alternative-added", old=place, new=other, after=_called(way))
    for way in sorted(before.keys() & after.keys(), key=_called):
        for kind in sorted(way):
            was, now = before[way][kind], after[way][kind]
            for scope in sorted(now - was):
                yield Draft(rule="api-security-scope-added", old=place, new=other, after=scope)
            for scope in sorted(was - now):
                yield Draft(rule="api-security-scope-removed", old=place, new=other, before=scope)


def _called(way: frozenset[str]) -> str:
    return " and ".join(sorted(way)) or "nothing"


def _alternatives(of: Found) -> tuple[_Alternatives, Location]:
    document = of.source.document
    given, place = of.value.get("security"), (*of.location, "security")
    if given is None:
        given, place = document.get("security"), ("security",)
    found: _Alternatives = {}
    for requirement in listing(given):
        if isinstance(requirement, dict):
            needs: dict[str, frozenset[str]] = {}
            for name, scopes in requirement.items():
                kind = _kind(document, name)
                named = frozenset(_SPELLINGS.get(scope, scope) for scope in texts(scopes))
                needs[kind] = needs.get(kind, frozenset()) | named
            way = frozenset(needs)
            known = found.get(way, {})
            found[way] = {kind: needs[kind] | known.get(kind, frozenset()) for kind in needs}
    return found, place


def _kind(document: dict[str, Any], name: str) -> str:
    scheme = mapping(mapping(document.get("components")).get("securitySchemes")).get(name)
    if not isinstance(scheme, dict):  # a slice of a document may leave them out
        return BEARER if any(word in name.lower() for word in ("oauth", "bearer")) else name
    kind = scheme.get("type")
    if kind in ("oauth2", "openIdConnect") or (kind == "http" and str(scheme.get("scheme")).lower() == "bearer"):
        return BEARER
    return " ".join(str(scheme[key]) for key in ("type", "scheme", "in", "name") if key in scheme)
