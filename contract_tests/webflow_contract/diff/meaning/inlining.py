"""Write a schema out: without references, and without prose, which says nothing of values."""

from typing import Any, Final

from webflow_contract.diff.meaning.meaning import PROSE
from webflow_contract.diff.meaning.nodes import Location, Node, Source

_DEEPEST: Final = 8
_LARGEST: Final = 2000
_NAMED: Final = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "definitions"})
_LITERAL: Final = frozenset({"enum", "const", "default", "required", "type", "x-extensible-enum", "dependentRequired"})


def inlined(of: Node) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return a node as one schema. What contains itself, or goes on for long, is cut off there."""
    writer = _Writer(of.source)
    schemas = [writer.schema(part.schema, part.location, ()) for part in of.parts]
    schemas = [schema for schema in schemas if schema != {}]
    return schemas[0] if len(schemas) == 1 else {"allOf": schemas} if schemas else {}


def inlined_value(source: Source, keyword: str, value: Any, location: Location) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return the value of a keyword of a schema in the same way."""
    return _Writer(source).keyword(keyword, value, location, ())


class _Writer:
    """One writing. Past so many schemas, references stay what they are."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._left = _LARGEST

    def schema(self, value: Any, location: Location, via: tuple[str, ...]) -> Any:  # noqa: ANN401  (JSON is any value)
        if isinstance(value, list):
            return [self.schema(inner, (*location, index), via) for index, inner in enumerate(value)]
        if not isinstance(value, dict):
            return value
        self._left -= 1
        own = {
            key: self.keyword(key, inner, (*location, key), via)
            for key, inner in value.items()
            if key not in PROSE and key != "$ref"
        }
        return self._with_target(value.get("$ref"), own, location, via)

    def keyword(self, name: str, value: Any, location: Location, via: tuple[str, ...]) -> Any:  # noqa: ANN401  (JSON is any value)
        if name in _LITERAL or name.startswith("x-"):
            return value
        if name in _NAMED and isinstance(value, dict):
            return {key: self.schema(inner, (*location, key), via) for key, inner in value.items()}
        return self.schema(value, location, via)

    def _with_target(self, reference: Any, own: dict[str, Any], location: Location, via: tuple[str, ...]) -> Any:  # noqa: ANN401  (JSON is any value)
        if not isinstance(reference, str):
            return own
        if reference in via or len(via) == _DEEPEST or self._left < 0:
            return {"$ref": reference, **own}
        target, place = self._source.at(reference, location)
        behind = self.schema(target, place, (*via, reference))
        return behind | own if isinstance(behind, dict) else behind
