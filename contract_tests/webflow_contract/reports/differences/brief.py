"""What a change shows, in a few words: a value as JSON, a schema by its type."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from webflow_contract.diff.change import Change
from webflow_contract.diff.meaning.shapes import listing, mapping, texts

_LONGEST: Final = 160
_LITERAL: Final = ("-default-value-", "-const-", "-enum-value-", "-became-enum", "-enum-removed", "-enum-became-")
_FLAGS: Final = {"readOnly": "read-only", "writeOnly": "only sent", "deprecated": "deprecated"}


def sides(change: Change) -> str:
    """Say what was and what is; nothing where the rule says it already."""
    both = change.before, change.after
    if "-default-value-" not in change.rule and all(isinstance(one, bool) for one in both):
        return ""
    return f"{_side(change, change.before)} → {_side(change, change.after)}"


def _side(change: Change, given: Any) -> str:  # noqa: ANN401  (JSON is any value)
    if given is None:
        return "nothing"
    is_literal = isinstance(given, list | str) or any(word in change.rule for word in _LITERAL)
    return _cut(_value(given) if is_literal or not isinstance(given, dict) else _described(given))


def _value(given: Any) -> str:  # noqa: ANN401  (JSON is any value)
    if isinstance(given, list) and given and all(isinstance(one, str) for one in given):
        return ", ".join(given)
    return given if isinstance(given, str) and given else json.dumps(given, ensure_ascii=False)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _described(given: Mapping[str, Any]) -> str:
    """Describe a parameter, a header, an answer, a media type or a schema."""
    if isinstance(given.get("required"), bool):
        return f"{'required' if given['required'] else 'optional'}, {_schema(given.get('schema'))}"
    content = mapping(given.get("content")) if "content" in given else given
    bodies = [f"{name}: {_schema(mapping(media).get('schema'))}" for name, media in content.items() if "/" in name]
    if "content" in given:
        return ", ".join([*bodies, *(f"header {name}" for name in mapping(given.get("headers")))]) or "no body"
    return ", ".join(bodies) if bodies else _schema(given)


def _schema(schema: Any) -> str:  # noqa: ANN401  (JSON is any value)
    if not isinstance(schema, dict):
        return "anything"
    return ", ".join(_words(schema)) or "anything"


def _words(schema: dict[str, Any]) -> Iterator[str]:
    types = _types(schema)
    names = " or ".join(types)
    if names or "format" in schema:
        yield f"{names or 'anything'} ({schema['format']})" if isinstance(schema.get("format"), str) else names
    for keyword, word in (("enum", "one of"), ("x-extensible-enum", "such as")):
        if listing(schema.get(keyword)):
            yield f"{word} {_value(schema[keyword])}"
    if "const" in schema:
        yield f"only {_value(schema['const'])}"
    if mapping(schema.get("properties")):
        yield f"with {', '.join(schema['properties'])}"
    if "items" in schema and not isinstance(schema["items"], list):
        yield f"of {_schema(schema['items'])}"
    for keyword in ("anyOf", "oneOf", "allOf"):
        if listing(schema.get(keyword)):
            yield (" and " if keyword == "allOf" else " or ").join(map(_schema, schema[keyword]))
    yield from (word for flag, word in _FLAGS.items() if schema.get(flag) is True)


def _types(schema: dict[str, Any]) -> list[str]:
    given = schema.get("type")
    types = [given] if isinstance(given, str) else texts(given)
    if not types and "properties" in schema:
        types = ["object"]
    return [*types, *(["null"] if schema.get("nullable") is True and "null" not in types else [])]
