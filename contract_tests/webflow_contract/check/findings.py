"""A finding: one way in which what came is not what the contract says."""

import hashlib
import json
import re
from typing import Any

from attrs import Factory, field, frozen

from webflow_contract.check.callers import Callers
from webflow_contract.pointers import pointer
from webflow_contract.rules import READ_OFF_SCHEMA, RULES, Level

_CLASSES = {
    "digits": "[0-9]*",
    "lower-case hex": "[0-9a-f]*",
    "upper-case hex": "[0-9A-F]*",
    "mixed-case hex": "[0-9a-fA-F]*",
    "letters and digits": "[0-9A-Za-z]*",
    "letters, digits and hyphens": "[0-9A-Za-z-]*",
}

_SHAPE = 30
"""Characters of what a text looks like, letters and digits apart, that tell how it is spelled."""

Place = tuple[str | int, ...]
"""Where in a body: the keys and indexes from its root."""


def _identify(finding: "Finding") -> str:
    place = None if finding.place is None else ["*" if isinstance(part, int) else part for part in finding.place]
    seed = json.dumps(["response", finding.operation, finding.status, place, finding.rule, finding.kind])
    return hashlib.sha256(seed.encode()).hexdigest()[:12]


@frozen
class Finding:
    """What was documented, what was seen, and where.

    ``kind`` is the class of what was seen, such as ``number``: with operation, status, place and rule it makes the id,
    so that the same drift keeps its id and another one gets another. ``callers`` is what this package's clients made of
    the answer. ``intermittent`` is whether the same request, sent again, was answered without it; None where it was
    seen once and there was no request left to send it again. ``inferred`` says that what was expected is our reading of
    what is known, and that nobody has shown it.
    """

    rule: str
    operation: str
    status: int | None
    place: Place | None
    documented: str
    observed: str
    kind: str
    reproduce: str = ""
    callers: Callers | None = None
    intermittent: bool | None = None
    inferred: bool = False
    id: str = field(init=False, default=Factory(_identify, takes_self=True))

    @property
    def level(self) -> Level:
        """What the finding means for callers.

        They get the right error whatever an error's body looks like. A success is tried out on them: where the overlay
        stumbles it breaks them, and where it reads the answer all the same, it does not. What nobody has shown to be
        otherwise breaks nobody: it is a warning at the most.
        """
        level = RULES[self.rule].level
        if self.inferred and level == "breaking":
            return "warning"
        if self.place is None or self.status is None:
            return level
        if self.status >= 400:
            return "warning" if level == "breaking" else level
        if self.callers is None or self.rule not in READ_OFF_SCHEMA:
            return level
        if self.callers.pointer == self.pointer:
            return "breaking"
        return "warning" if level == "breaking" and self.callers.overlay_reads else level

    @property
    def pointer(self) -> str | None:
        """The place as an RFC 6901 pointer into the body; None for a status or a header."""
        return None if self.place is None else pointer(self.place)


def type_name(value: Any) -> str:  # noqa: ANN401  (JSON is any value)
    """Return the JSON type of a value."""
    names = {str: "string", bool: "boolean", int: "number", float: "number", dict: "object", list: "array"}
    return names.get(type(value), "null")


def describe(value: Any) -> str:  # noqa: ANN401  (JSON is any value)
    """Say what a value is, in a few words."""
    if value is None:
        return "null"
    text = json.dumps(value, ensure_ascii=False)
    return f"{type_name(value)} {text if len(text) <= 80 else text[:80] + '…'}"


def spelling(value: str) -> str:
    """Return how a text is written, apart from what it says: the same for every date or id written that way."""
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        shortened = re.sub(r"\.[0-9]{4,}", ".9+", re.sub(r"\.[0-9]{1,3}(?![0-9])", ".9", value))
        return re.sub(r"[0-9]", "9", shortened)
    for name, pattern in _CLASSES.items():
        if re.fullmatch(pattern, value):
            return f"{len(value)} {name}"
    shape = re.sub(r"[0-9]+", "9", re.sub(r"[^\W\d_]+", "a", value))
    return shape if len(shape) <= _SHAPE else f"{len(value)} characters"


def pattern_of(value: str) -> str | None:
    """Return a regular expression of every text that is spelled like this one; None where only its length is known."""
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return f"^{''.join(map(_expression, re.findall(r'[.]?[0-9]+|[^0-9]', value)))}$"
    for pattern in _CLASSES.values():
        if re.fullmatch(pattern, value):
            return f"^{pattern.removesuffix('*')}{{{len(value)}}}$"
    return None


def _expression(part: str) -> str:
    """Return a regular expression of a date's part: a fraction, digits, or another character."""
    if part[-1] not in "0123456789":
        return f"\\{part}" if part in r".+*?^$(){}[]|\/" else part
    if part[0] == ".":
        return r"\.[0-9]{4,}" if len(part) > 4 else r"\.[0-9]{1,3}"
    return f"[0-9]{{{len(part)}}}"
