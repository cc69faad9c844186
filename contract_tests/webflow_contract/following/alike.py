"""Whether a change of the contract shows what the vendor's change shows."""

from collections.abc import Callable
from typing import Any, Final

from webflow_contract.diff.change import Change
from webflow_contract.diff.meaning.canonical import canonical
from webflow_contract.diff.meaning.nodes import Source, node
from webflow_contract.diff.meaning.shapes import mapping
from webflow_contract.diff.schemas import walk
from webflow_contract.diff.schemas.drafts import RESPONSE_BODY, Draft
from webflow_contract.following.documented import plain
from webflow_contract.following.in_answers import says


def shows_the_same(mine: Change, vendors: Change) -> bool:
    """Return whether a change of the contract leads to what the vendor's change leads to."""
    rule = plain(vendors.rule)
    if rule == "response-media-type-added" and (vendors.status or "")[:1] in ("4", "5"):
        return _refusals({"content": mine.after}, {"content": vendors.after})
    alike = _ALIKE.get(rule)
    if alike is None or isinstance(vendors.after, bool):
        return canonical(mine.after) == canonical(vendors.after)
    return alike(mine.after, vendors.after)


def _schemas(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    one, other = (node(Source({}, name), schema, ()) for name, schema in (("the contract", mine), ("it", vendors)))
    return not any(_matters(found) for found in walk.compare(RESPONSE_BODY, one, other))


def _matters(found: object) -> bool:
    # A default of null is what clients have without one, and the contract leaves it out.
    return isinstance(found, Draft) and not (found.rule.endswith("-default-value-added") and found.after is None)


def _headers(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    one, other = mapping(mine), mapping(vendors)
    same = one.get("required") is other.get("required")
    return same and _schemas(one.get("schema", {}), other.get("schema", {}))


def _parameters(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    one, other = mapping(mine), mapping(vendors)
    return (one.get("name"), one.get("in")) == (other.get("name"), other.get("in")) and _headers(mine, vendors)


def _media(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    one, other = mapping(mine), mapping(vendors)
    pairs = ((mapping(one.get(name)).get("schema"), mapping(other[name]).get("schema")) for name in other)
    return one.keys() == other.keys() and all(
        was == now if None in (was, now) else _schemas(was, now) for was, now in pairs
    )


def _answers(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    one, other = mapping(mine), mapping(vendors)
    named, wanted = mapping(one.get("headers")), mapping(other.get("headers"))
    return named.keys() == wanted.keys() and all(_headers(named[name], wanted[name]) for name in wanted)


def _successes(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    contents = (mapping(mapping(one).get("content")) for one in (mine, vendors))
    return _answers(mine, vendors) and _media(*contents)


def _refusals(mine: Any, vendors: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    content = mapping(mapping(vendors).get("content"))
    return _answers(mine, vendors) and says({}, mapping(mine), content, refused=True)


_ALIKE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "response-non-success-status-added": _refusals,
    "response-success-status-added": _successes,
    "response-media-type-added": _media,
    "request-body-media-type-added": _media,
    "response-header-added": _headers,
    "new-required-request-parameter": _parameters,
    "new-optional-request-parameter": _parameters,
    "response-required-property-added": _schemas,
    "response-optional-property-added": _schemas,
    "new-required-request-property": _schemas,
    "new-optional-request-property": _schemas,
}
"""How to compare what changes show that is no plain value."""
