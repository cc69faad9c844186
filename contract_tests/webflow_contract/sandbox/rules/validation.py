"""What a request must look like before anything is looked up."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NoReturn, cast

from attrs import field, frozen

from webflow_contract.assumptions import Assumptions
from webflow_contract.sandbox.rules import errors

Query = tuple[tuple[str, str], ...]

MAX_LIMIT: Final = 100

_ID = re.compile(r"[0-9a-f]{24}")
_JSON_MEDIA_TYPE = re.compile(r"application/(?:[^\s;/]+\+)?json\s*(?:;|$)", re.IGNORECASE)

# The largest whole number that JavaScript keeps exactly.
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
    """The known fields of an update's body. Names are those of ``Layer``; what is missing was not sent.

    ``parts`` says which of ``seo`` and ``openGraph`` were sent at all.
    """

    texts: Mapping[str, str] = field(factory=dict[str, str])
    open_graph: Mapping[str, OpenGraphChange] = field(factory=dict[str, OpenGraphChange])
    parts: frozenset[str] = frozenset()


def spelled(given: str, assumptions: Assumptions) -> str:
    """Return an id in the spelling that ids have: in lower case, if the other one means the same."""
    return given.lower() if assumptions.upper_case_id == "accepted" else given


def require_id(value: str) -> None:
    """Refuse what is no id of 24 lower-case hex digits, which are all that is known as one (recorded).

    Raises:
        RefusedError: It is none.
    """
    if _ID.fullmatch(value) is None:
        raise errors.invalid_id()


def checked_locale_id(given: str | None, assumptions: Assumptions) -> str | None:
    """Return a locale's id that a request gives, None for the primary locale.

    Raises:
        RefusedError: It is none.
    """
    if given is None:
        return None
    if given == "":
        if assumptions.empty_locale_id == "primary":
            return None
        raise errors.invalid_id()
    locale_id = spelled(given, assumptions)
    if assumptions.malformed_locale_id == "validation_error":
        require_id(locale_id)
    return locale_id


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
    return checked_locale_id(second if first is None else first, assumptions)


def pagination(query: Query, assumptions: Assumptions) -> tuple[int, int]:
    """Return limit and offset. A limit above 100 is clamped, and left out it is 100 (reported)."""
    limit = _number(query, "limit", errors.LIMIT_PATTERN, MAX_LIMIT, assumptions)
    offset = _number(query, "offset", errors.OFFSET_PATTERN, 0, assumptions)
    if offset > _MAX_NUMBER and assumptions.offset_beyond_exact_numbers == "validation_error":
        raise errors.invalid_values([errors.pattern_mismatch("offset", errors.OFFSET_PATTERN)])
    return min(limit, MAX_LIMIT), min(offset, _MAX_NUMBER)


def _number(query: Query, name: str, pattern: str, default: int, assumptions: Assumptions) -> int:
    value = parameter(query, name, assumptions)
    if value is None or (value == "" and assumptions.empty_pagination_value == "default"):
        return default
    if re.fullmatch(pattern, value, re.ASCII) is None:
        raise errors.invalid_values([errors.pattern_mismatch(name, pattern)])
    digits = value.lstrip("0")
    # Python refuses to convert thousands of digits, so their number is looked at first.
    return _MAX_NUMBER + 1 if len(digits) > _MAX_DIGITS else int(digits or "0")


def update(content: bytes, content_type: str, assumptions: Assumptions) -> Update:
    """Return what the body of an update says.

    Unknown and read-only fields are ignored. A known field of the wrong type, or null, is refused (reported).
    """
    reader = Reader(assumptions)
    found = reader.update(document(content, content_type, assumptions))
    reader.refuse_problems()
    return found


def document(content: bytes, content_type: str, assumptions: Assumptions) -> dict[str, Any]:
    """Return the object that a body is.

    Raises:
        RefusedError: It is no JSON, or no object.
    """
    if not content:
        if assumptions.missing_body == "bad_request":
            raise errors.malformed_request()
        content = b"{}"
    elif assumptions.content_type_not_json == "bad_request" and not _JSON_MEDIA_TYPE.match(content_type.strip()):
        raise errors.malformed_request()
    found = _parsed(content)
    if not isinstance(found, dict):
        if assumptions.non_object_body == "bad_request":
            raise errors.malformed_request()
        raise errors.invalid_values([errors.wrong_type("body", "object")])
    if not found and assumptions.empty_body == "bad_request":
        raise errors.malformed_request()
    return cast("dict[str, Any]", found)


def _parsed(content: bytes) -> object:
    try:
        # A float for every number: no field takes one, and Python refuses to read thousands of digits as an int.
        return json.loads(content.decode(), parse_constant=_no_constant, parse_int=float)
    # A ValueError is bad JSON or bad UTF-8; nesting can be too deep.
    except (ValueError, RecursionError):
        raise errors.malformed_request() from None


def _no_constant(constant: str) -> NoReturn:
    """Refuse NaN and the infinities, which Python would read and JSON does not have."""
    raise ValueError(constant)


def _present(texts: Mapping[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text is not None}


class Reader:
    """Takes known fields out of a body and notes the problems with them."""

    def __init__(self, assumptions: Assumptions) -> None:
        self.problems: list[str] = []
        self._assumptions = assumptions

    def refuse_problems(self) -> None:
        """Refuse the request if there was a problem."""
        if self.problems:
            all_listed = self._assumptions.several_problems == "all_listed"
            raise errors.invalid_values(self.problems if all_listed else self.problems[:1])

    def update(self, holder: Mapping[str, Any], prefix: str = "") -> Update:
        """Return what an update says."""
        already = len(self.problems)
        texts = _present({name: self.text(holder, name, prefix) for name in ("title", "slug")})
        seo = self._part(holder, "seo", prefix)
        texts |= _present(
            {f"seo.{name}": self.text(seo or {}, name, f"{prefix}seo.") for name in ("title", "description")}
        )
        graph = self._part(holder, "openGraph", prefix)
        open_graph = {
            name: OpenGraphChange(
                text=self.text(graph or {}, name, f"{prefix}openGraph."),
                copied=self._flag(graph or {}, f"{name}Copied", f"{prefix}openGraph."),
            )
            for name in ("title", "description")
        }
        found = Update(texts=texts, open_graph=open_graph, parts=frozenset(_present_parts(seo=seo, openGraph=graph)))
        if len(self.problems) == already:
            self.problems += self._empty(found, prefix)
        return found

    def text(self, holder: Mapping[str, Any], name: str, prefix: str = "") -> str | None:
        """Return a text, or None where it was not sent."""
        return cast("str | None", self._take(holder, name, "string", prefix))

    def _flag(self, holder: Mapping[str, Any], name: str, prefix: str) -> bool | None:
        return cast("bool | None", self._take(holder, name, "boolean", prefix))

    def _part(self, holder: Mapping[str, Any], name: str, prefix: str) -> Mapping[str, Any] | None:
        return cast("Mapping[str, Any] | None", self._take(holder, name, "object", prefix))

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

    def _empty(self, update: Update, prefix: str) -> list[str]:
        empty: list[str] = []
        if self._assumptions.empty_title == "validation_error" and update.texts.get("title") == "":
            empty.append("title")
        if self._assumptions.empty_string_clears == "validation_error":
            empty += [name for name, text in update.texts.items() if name.startswith("seo.") and text == ""]
            empty += [f"openGraph.{name}" for name, change in update.open_graph.items() if change.text == ""]
        return [
            errors.guessed(errors.pattern_mismatch(prefix + name, errors.NOT_EMPTY_PATTERN), self._assumptions)
            for name in empty
        ]


def _present_parts(**parts: Mapping[str, Any] | None) -> Iterator[str]:
    return (name for name, part in parts.items() if part is not None)
