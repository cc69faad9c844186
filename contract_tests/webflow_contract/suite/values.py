"""What is sent: any update that the contract allows, and any that it does not.

To somebody's site goes less: texts that begin with those that are there and end with the marker, and nothing that could
not be put back if a service took what it has to refuse. How long a text may be, and whether a service keeps blanks at
its ends and characters that nobody sees, no document says.
"""

import json
import re
import string
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from webflow_contract.check.findings import Place, type_name
from webflow_contract.check.subject import MARKER, update_of, writable_texts
from webflow_contract.contract.operations import resolve
from webflow_contract.documents import Document
from webflow_contract.suite.guarding import NO_SUCH

Json = Any
Strategy = st.SearchStrategy

_ID = re.compile("[0-9a-f]{24}", re.IGNORECASE)
_LONG = 1000

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
_NO_TEXT: Strategy[Json] = st.integers() | st.booleans() | st.lists(st.integers(), max_size=2) | st.just({})


class Values:
    """What may be sent to a page.

    Args:
        contract: Which fields an update has, and of which types.
        texts: The texts that may be written, and what they are.
        harmless: Whether the page is somebody's.
    """

    def __init__(self, contract: Document, texts: Mapping[Place, str], *, harmless: bool) -> None:
        update = contract["components"]["schemas"]["PageUpdate"]
        self._types = dict(_types(contract, update, ()))
        self._texts = texts
        self._harmless = harmless

    def updates(self) -> Strategy[dict[str, Json]]:
        """Return updates of one or more texts."""
        drawn = {place: self._text(text) for place, text in self._texts.items()}
        return st.fixed_dictionaries({}, optional=drawn).filter(bool).map(update_of)

    def _text(self, original: str) -> Strategy[str]:
        if self._harmless:
            words = st.text(st.characters(exclude_categories=("C", "Z")), max_size=12)
            return words.map(lambda word: " ".join(part for part in (original, word, MARKER) if part))
        short, repeated = st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=5)
        long = st.builds(lambda text, times: text * times, repeated, st.integers(1, _LONG))
        return (short | long).filter(lambda text: bool(writable_texts({"title": text})))

    def mistyped(self) -> Strategy[dict[str, Json]]:
        """Return updates with a value of a wrong type at a known place, beside texts that are right."""
        if self._harmless:
            return st.sampled_from(sorted(self._texts)).flatmap(
                lambda place: _NO_TEXT.map(lambda value: update_of({place: value}))
            )
        wrong = st.sampled_from(sorted(self._types)).flatmap(self._wrong)
        return st.builds(lambda right, wrong: {**right, **wrong}, st.just({}) | self.updates(), wrong)

    def _wrong(self, place: Place) -> Strategy[dict[str, Json]]:
        values = _JSON.filter(lambda value: type_name(value) != self._types[place])
        return values.map(lambda value: _nested(place, value))

    def unknown(self) -> Strategy[tuple[dict[str, Json], dict[str, Json]]]:
        """Return updates with fields that the contract does not have, each with the part that it does have."""
        if self._harmless:
            names = st.text(string.ascii_letters, max_size=8).map(lambda name: NO_SUCH + name)
            values: Strategy[Json] = st.integers() | st.text(string.ascii_letters)
        else:
            known = {str(place[0]) for place in self._types}
            names = (st.text() | st.sampled_from(["id", "createdOn", "draft"])).filter(lambda name: name not in known)
            values = _JSON
        unknown = st.dictionaries(names, values, min_size=1, max_size=3)
        # Without one that it has, it may come to an update of nothing, of which nobody knows whether it is taken.
        return st.builds(lambda right, fields: ({**right, **fields}, right), self.updates(), unknown)

    def unreadable(self) -> Strategy[bytes]:
        """Return bodies that are no JSON, or no object."""
        text = st.text(min_size=1, max_size=40).filter(_is_no_json)
        cut = self.updates().map(lambda update: _dumped(update)[:-1])
        scalars = st.integers() | st.booleans() | st.none() | st.lists(st.integers(), max_size=3)
        return st.one_of(text.map(str.encode), cut, scalars.map(_dumped))

    def bodies(self) -> Strategy[Json]:
        """Return any body of an update, right or wrong."""
        return self.updates() | self.mistyped() | self.unreadable()

    def malformed_ids(self) -> Strategy[str]:
        """Return what is no id, and can stand in a path as one. Whether capitals make another id, nobody knows."""
        plain = string.ascii_letters + string.digits + "-_"
        drawn = st.text(plain, min_size=1, max_size=40) if self._harmless else st.text(min_size=1, max_size=40)
        return drawn.filter(lambda text: "/" not in text and text not in (".", "..") and not _ID.fullmatch(text))


def unknown_ids() -> Strategy[str]:
    """Return ids that nothing has: nobody draws one of the few that are taken."""
    return st.binary(min_size=12, max_size=12).map(bytes.hex)


def _types(contract: Document, schema: Document, place: Place) -> Iterator[tuple[Place, str]]:
    """Yield each place of an update with the type that belongs there."""
    for name, node in schema["properties"].items():
        inner = resolve(contract, node)
        yield (*place, name), inner["type"]
        if "properties" in inner:
            yield from _types(contract, inner, (*place, name))


def _nested(place: Place, value: Json) -> dict[str, Json]:
    for name in reversed(place):
        value = {name: value}
    return dict(value)


def _is_no_json(text: str) -> bool:
    """Return whether a text is no JSON to anybody: blanks may count as no body, and some skip a byte order mark."""
    if not text.lstrip("\ufeff").strip():
        return False
    try:
        json.loads(text.lstrip("\ufeff"))
    except ValueError:
        return True
    return False


def _dumped(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
