"""What a request must look like before anything is looked up."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final, Literal, NoReturn, cast

from attrs import field, frozen

from webflow_contract.sandbox import errors
from webflow_contract.sandbox.assumptions import Assumptions

Query = tuple[tuple[str, str], ...]

MAX_LIMIT: Final = 100

_ID = re.compile(r"[0-9a-f]{24}")
_JSON_MEDIA_TYPE = re.compile(r"application/(?:[^\s;/]+\+)?json", re.IGNORECASE)

# The largest whole number that JavaScript keeps exactly, and so the largest offset that is echoed (inferred).
_MAX_NUMBER: Final = 2**53 - 1
_MAX_DIGITS: Final = 16

_TYPES: Final = {"string": str, "boolean": bool, "object": dict}


@frozen
class OpenGraphChange:
    """What an update says about one Open Graph text. None means that it says nothing."""

    text: str | None = None
    copied: bool | None = None


@frozen
class Update:
    """The known fields of an update's body. Names are those of ``Layer``; what is missing was not sent."""

    texts: Mapping[str, str] = field(factory=dict[str, str])
    open_graph: Mapping[str, OpenGraphChange] = field(factory=dict[str, OpenGraphChange])


def require_id(value: str) -> None:
    """Refuse what is not an id of 24 lower-case hex digits (recorded)."""
    if not is_id(value):
        raise errors.invalid_id()


def is_id(value: str) -> bool:
    """Tell whether a value looks like an id."""
    return _ID.fullmatch(value) is not None


def parameter(query: Query, name: str, assumptions: Assumptions) -> str | None:
    """Return a query parameter, or None without it."""
    values = [value for key, value in query if key == name]
    if not values:
        return None
    if len(values) > 1 and assumptions.repeated_parameter == "validation_error":
        raise errors.invalid_values([errors.wrong_type(name, "string")])
    return values[-1 if assumptions.repeated_parameter == "last" else 0]


def locale_parameter(query: Query, assumptions: Assumptions) -> str | None:
    """Return the locale's id that a request names, or None for the primary locale.

    The old name ``locale`` still works (documented).
    """
    new = parameter(query, "localeId", assumptions)
    old = parameter(query, "locale", assumptions)
    first, second = (new, old) if assumptions.both_locale_parameters == "locale_id_wins" else (old, new)
    given = second if first is None else first
    if given is None:
        return None
    if given == "":
        if assumptions.empty_locale_id == "primary":
            return None
        raise errors.invalid_id()
    if assumptions.malformed_locale_id == "validation_error":
        require_id(given)
    return given


def pagination(query: Query, assumptions: Assumptions) -> tuple[int, int]:
    """Return limit and offset. A limit above 100 is clamped, and left out it is 100 (reported)."""
    limit = _number(query, "limit", errors.LIMIT_PATTERN, MAX_LIMIT, assumptions)
    offset = _number(query, "offset", errors.OFFSET_PATTERN, 0, assumptions)
    return min(limit, MAX_LIMIT), offset


def _number(query: Query, name: str, pattern: str, default: int, assumptions: Assumptions) -> int:
    value = parameter(query, name, assumptions)
    if value is None or (value == "" and assumptions.empty_pagination_value == "default"):
        return default
    if re.fullmatch(pattern, value, re.ASCII) is None:
        raise errors.invalid_values([errors.pattern_mismatch(name, pattern)])
    digits = value.lstrip("0")
    # Python refuses to convert thousands of digits, so their number is looked at first.
    return _MAX_NUMBER if len(digits) > _MAX_DIGITS else min(int(digits or "0"), _MAX_NUMBER)


def update(content: bytes, content_type: str, assumptions: Assumptions) -> Update:
    """Return what the body of an update says.

    Unknown and read-only fields are ignored. A known field of the wrong type, or null, is refused (reported).
    """
    document = _document(content, content_type, assumptions)
    reader = _Reader()
    texts = _present({name: reader.text(document, name) for name in ("title", "slug")})
    seo = reader.part(document, "seo")
    texts |= _present({f"seo.{name}": reader.text(seo, name, "seo.") for name in ("title", "description")})
    graph = reader.part(document, "openGraph")
    open_graph = {
        name: OpenGraphChange(
            text=reader.text(graph, name, "openGraph."),
            copied=reader.flag(graph, f"{name}Copied", "openGraph."),
        )
        for name in ("title", "description")
    }
    problems = reader.problems or _empty_texts(texts, open_graph, assumptions)
    if problems:
        raise errors.invalid_values(problems if assumptions.several_problems == "all_listed" else problems[:1])
    return Update(texts=texts, open_graph=open_graph)


def _document(content: bytes, content_type: str, assumptions: Assumptions) -> dict[str, Any]:
    if not content:
        if assumptions.missing_body == "bad_request":
            raise errors.malformed_request()
        content = b"{}"
    elif assumptions.content_type_not_json == "bad_request" and not _JSON_MEDIA_TYPE.match(content_type.strip()):
        raise errors.malformed_request()
    document = _parsed(content)
    if not isinstance(document, dict):
        if assumptions.non_object_body == "bad_request":
            raise errors.malformed_request()
        raise errors.invalid_values([errors.wrong_type("body", "object")])
    if not document and assumptions.empty_body == "bad_request":
        raise errors.malformed_request()
    return cast("dict[str, Any]", document)


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content.decode(), parse_constant=_no_constant)
    # A ValueError is bad JSON, bad UTF-8 or a number of thousands of digits; nesting can be too deep.
    except (ValueError, RecursionError):
        raise errors.malformed_request() from None


def _no_constant(constant: str) -> NoReturn:
    """Refuse NaN and the infinities, which Python would read and JSON does not have."""
    raise ValueError(constant)


def _present(texts: Mapping[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text is not None}


def _empty_texts(
    texts: Mapping[str, str], open_graph: Mapping[str, OpenGraphChange], assumptions: Assumptions
) -> list[str]:
    empty: list[str] = []
    if assumptions.empty_title == "validation_error" and texts.get("title") == "":
        empty.append("title")
    if assumptions.empty_string_clears == "validation_error":
        empty += [name for name, text in texts.items() if name.startswith("seo.") and text == ""]
        empty += [f"openGraph.{name}" for name, change in open_graph.items() if change.text == ""]
    return [errors.pattern_mismatch(name, errors.NOT_EMPTY_PATTERN) for name in empty]


class _Reader:
    """Takes known fields out of a body and notes those that have the wrong type."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def text(self, holder: Mapping[str, Any], name: str, prefix: str = "") -> str | None:
        return cast("str | None", self._take(holder, name, "string", prefix))

    def flag(self, holder: Mapping[str, Any], name: str, prefix: str) -> bool | None:
        return cast("bool | None", self._take(holder, name, "boolean", prefix))

    def part(self, holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        return cast("Mapping[str, Any] | None", self._take(holder, name, "object", "")) or {}

    def _take(
        self, holder: Mapping[str, Any], name: str, kind: Literal["string", "boolean", "object"], prefix: str
    ) -> object:
        if name not in holder:
            return None
        value = holder[name]
        if isinstance(value, _TYPES[kind]):
            return value
        self.problems.append(errors.wrong_type(prefix + name, kind))
        return None
