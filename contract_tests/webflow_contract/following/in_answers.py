"""What a change of an answer is as edits: statuses, media types and headers that come and go."""

import re
from typing import Any, Final

from webflow_contract.diff import bodies
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.diff.meaning.shapes import mapping
from webflow_contract.diff.schemas.drafts import RESPONSE_BODY, Draft
from webflow_contract.documents import Document
from webflow_contract.following.bare import bare
from webflow_contract.following.edits import Edit
from webflow_contract.following.errors import PresentError, by_hand
from webflow_contract.following.places import PlacedChange
from webflow_contract.following.wording import NOT_DESCRIBED

_STATUS: Final = re.compile("[1-5]([0-9][0-9]|XX)|default")
_SAYS_MORE: Final = (
    "-property-added",
    "-enum-value-added",
    "-type-changed",
    "-of-added",
    "-media-type-added",
    "-media-type-removed",
)


def status_added(placed: PlacedChange) -> list[Edit]:
    """Return the edits for one more status."""
    key, given = placed.change.status or "", _object(placed.change.after, "answer")
    if key in placed.node((*placed.location, "responses")):
        raise PresentError((*placed.location, "responses", key))
    if not _STATUS.fullmatch(key):
        raise by_hand(f"{key!r} is no status")
    content = {name: _media(media) for name, media in _object(given.get("content", {}), "body").items()}
    headers = {name: _header(header) for name, header in _object(given.get("headers", {}), "header").items()}
    described: dict[str, Any] = {"description": NOT_DESCRIBED}
    described |= {"headers": headers} if headers else {}
    described |= {"content": _of_others(placed, key, content) or content} if content else {}
    return [Edit("set", (*placed.location, "responses", key), described)]


def _of_others(placed: PlacedChange, status: str, content: Document) -> Document | None:
    """Return the content of an answer that the operation has already, if it says what the vendor's says.

    Refusals share one schema: it is taken where the vendor's has no more than that.
    """
    refused = status[0] in "45"
    for known, one in sorted(placed.operation.responses.items()):
        if "content" in one and (known[0] in "45") == refused and says(placed.contract, one, content, refused=refused):
            return dict(one["content"])
    return None


def says(contract: Document, answer: Document, content: Document, *, refused: bool) -> bool:
    """Return whether the content of an answer in a contract says what the vendor's content does.

    That of a refusal may have more: properties, or values of a list, that the vendor's does not have.
    """
    known, given = Source(contract, "the contract"), Source({}, "the vendor's document")
    differences = bodies.compare(RESPONSE_BODY, (known, answer, ()), (given, {"content": content}, ()))
    rules = [difference.rule for _, difference in differences if isinstance(difference, Draft)]
    return not any(not refused or rule.endswith(_SAYS_MORE) for rule in rules)


def status_removed(placed: PlacedChange) -> list[Edit]:
    """Return the edits for a status that is gone."""
    return [placed.removed((*placed.location, "responses", placed.change.status or ""))]


def media_type_added(placed: PlacedChange) -> list[Edit]:
    """Return the edits for one more media type."""
    given = mapping(placed.change.after)
    if len(given) != 1:
        raise by_hand("the report does not say which media type")
    ((name, media),) = given.items()
    content = (*placed.holder, "content")
    described = _media(media)
    if name in placed.node(placed.holder).get("content", ()):
        raise PresentError((*content, name))
    if "content" not in placed.node(placed.holder):
        return [Edit("set", content, {name: described})]
    return [Edit("set", (*content, name), described)]


def _media(given: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON is any value)
    schema = _object(given, "body").get("schema")
    return {} if schema is None else {"schema": bare(schema)}


def media_type_removed(placed: PlacedChange) -> list[Edit]:
    """Return the edits for a media type that is gone."""
    return [placed.removed((*placed.holder, "content", str(placed.change.before)))]


def header_added(placed: PlacedChange) -> list[Edit]:
    """Return the edits for one more header."""
    name, described = placed.change.name or "", _header(placed.change.after)
    headers = (*placed.answer, "headers")
    known = placed.node(placed.answer).get("headers")
    if known is None:
        return [Edit("set", headers, {name: described})]
    if name.lower() in map(str.lower, known):
        raise PresentError(placed.listed_header)
    return [Edit("set", (*headers, name), described)]


def _header(given: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON is any value)
    known = _object(given, "header")
    described = {"description": NOT_DESCRIBED, "schema": bare(known.get("schema", {}))}
    return described | ({"required": True} if known.get("required") is True else {})


def _object(given: Any, what: str) -> dict[str, Any]:  # noqa: ANN401  (JSON is any value)
    if not isinstance(given, dict):
        raise by_hand(f"the report does not say what the {what} is")
    return given


def header_removed(placed: PlacedChange) -> list[Edit]:
    """Return the edits for a header that is gone."""
    return [placed.removed(placed.listed_header)]
