"""Compare what is compared as a whole: conditions, and the discriminator of a choice."""

from collections.abc import Iterator
from typing import Any, Final

from webflow_contract.diff.meaning.canonical import same
from webflow_contract.diff.meaning.meaning import WHOLE, Meaning
from webflow_contract.diff.meaning.shapes import mapping
from webflow_contract.diff.schemas.limits import Aspect

_NAMES: Final = {
    "allOf": "all-of",
    "patternProperties": "pattern-property",
    "propertyNames": "property-names",
    "dependentRequired": "dependent-required",
    "dependentSchemas": "dependent-schema",
    "unevaluatedProperties": "unevaluated-properties",
    "unevaluatedItems": "unevaluated-items",
    "contentSchema": "content-schema",
    "contentMediaType": "content-media-type",
    "contentEncoding": "content-encoding",
}


def compare(old: Meaning, new: Meaning) -> Iterator[Aspect]:
    """Yield each keyword that says something else."""
    for keyword in ("allOf", *WHOLE):
        was, now = old.whole.get(keyword), new.whole.get(keyword)
        if same(was, now):
            continue
        if keyword == "discriminator" and isinstance(was, dict) and isinstance(now, dict):
            yield from _discriminators(was, now)
        else:
            change = "added" if was is None else "removed" if now is None else "changed"
            yield f"{_NAMES.get(keyword, keyword)}-{change}", was, now


def _discriminators(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Aspect]:
    was, now = old.get("propertyName"), new.get("propertyName")
    if was != now:
        yield "discriminator-property-name-changed", was, now
    before, after = mapping(old.get("mapping")), mapping(new.get("mapping"))
    for key in dict.fromkeys([*before, *after]):
        one, other = before.get(key), after.get(key)
        if one != other:
            change = "added" if key not in before else "deleted" if key not in after else "changed"
            yield f"discriminator-mapping-{change}", None if one is None else {key: one}, other and {key: other}
