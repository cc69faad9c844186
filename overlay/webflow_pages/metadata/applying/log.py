"""What a journal says: of the run as a whole, and of each page in each locale. Nothing here does I/O."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from attrs import define, field, frozen

from webflow_pages.metadata.applying.outcomes import OUTCOMES, WRITTEN, Outcome
from webflow_pages.metadata.fields import FIELDS, Field, Value, Values
from webflow_pages.metadata.plan.document import value_from_json, values_from_json

Line = Mapping[str, Any]
Key = tuple[str, str]
"""A page's id and a locale's tag."""

SCHEMA: Final = 1
"""The version of journals."""

_AS_PLANNED: Final[frozenset[Outcome]] = frozenset({"changed", "already-so"})


@frozen
class Head:
    """What the first line of a journal says of its run, so that a list of runs needs no plans.

    Args:
        run: The run's id.
        plan: The plan's id.
        site: The site's id.
        origin: What the plan was made from.
        updates: How many pages and locales the plan changes.
        left_out: How many changes the plan refuses, or could not bring back.
        supersedes: The runs that broke off before this one, which it stands in for.
    """

    run: str
    plan: str
    site: str
    origin: str
    updates: int
    left_out: int = 0
    supersedes: tuple[str, ...] = ()


@frozen
class Told:
    """What an answer, or a look at the page, told of one field."""

    outcome: Outcome
    now: Value | None


@define
class Record:
    """What the journal says of one page in one locale.

    Args:
        sent: What was sent, or was about to be.
        before: What its fields held just before: the snapshot.
        told: What is known to have become of it, by field; None where that is not known, or nothing was sent.
        left: What all its fields held after that; None where nobody looked at all of them.
        unknown: Whether something was sent, or was about to be, of which nobody knows what became.
    """

    sent: dict[Field, Value] = field(factory=dict)
    before: dict[Field, Value] = field(factory=dict)
    told: Mapping[Field, Told] | None = None
    left: Values | None = None
    unknown: bool = False

    @property
    def written(self) -> bool:
        """Whether the page is known to have changed, by what was asked for or beyond that."""
        return self.told is not None and any(one.outcome in WRITTEN for one in self.told.values())

    @property
    def as_planned(self) -> bool:
        """Whether all that was asked for is so, and nothing else has changed."""
        return self.told is not None and all(one.outcome in _AS_PLANNED for one in self.told.values())

    @property
    def wrote(self) -> bool:
        """Whether the page was changed, or may have been."""
        return self.unknown or self.written


@define
class Log:
    """What a journal says.

    Args:
        head: What its first line says.
        records: What it says of each page in each locale.
        open: Whether there is something left to do.
        keys: The pages and locales that it can speak of; None where only their number is known.
    """

    head: Head
    records: dict[Key, Record] = field(factory=dict)
    open: bool = True
    keys: Collection[Key] | None = None

    @property
    def written(self) -> int:
        """How many pages in locales are known to have changed."""
        return sum(record.written and not record.unknown for record in self.records.values())

    @property
    def unknown(self) -> int:
        """How many pages in locales may have changed: something was sent, or was about to be."""
        return sum(record.unknown for record in self.records.values())

    @property
    def complete(self) -> bool:
        """Whether all that the plan changes is as the plan has it, and nothing beyond that has changed."""
        return sum(record.as_planned for record in self.records.values()) == self.head.updates

    @property
    def wrote(self) -> bool:
        """Whether anything was changed, or may have been."""
        return any(record.wrote for record in self.records.values())

    def note(self, line: Line) -> None:
        """Take note of a line.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: It is none of this journal.
        """
        what = line["what"]
        if what in ("sending", "answered", "failed"):
            self._note_record(what, line)
        elif what == "ended":
            self.open = bool(line["open"])
        elif what == "resumed":
            self.open = True
        else:
            raise ValueError(what)

    def _note_record(self, what: str, line: Line) -> None:
        record = self._record(line["page"], line["locale"])
        if what == "sending":
            # What is sent again was seen to be as before: the newest snapshot has what was there at first.
            record.sent, record.before = _values(line["send"]), _values(line["before"])
            record.told, record.left, record.unknown = None, None, True
        elif what == "answered":
            left = line.get("left")
            record.told, record.left = _told(line["fields"]), None if left is None else _values(left)
            record.unknown = False
        else:
            record.unknown = bool(line["unknown"])

    def _record(self, page: object, locale: object) -> Record:
        if not isinstance(page, str) or not isinstance(locale, str):
            raise TypeError(page, locale)
        key = (page, locale)
        if key not in self.records:
            if (self.keys is not None and key not in self.keys) or len(self.records) == self.head.updates:
                raise ValueError(key)
            self.records[key] = Record()
        return self.records[key]


def head_of(line: Line) -> Head:
    """Return what the first line of a journal says.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: It is none.
    """
    if line["schema"] != SCHEMA:
        raise ValueError(line["schema"])
    run, plan, site, origin = (line[name] for name in ("run", "plan", "site", "origin"))
    updates, left_out, supersedes = line["updates"], line["leftOut"], line["supersedes"]
    texts = (run, plan, site, origin, *supersedes)
    if not isinstance(supersedes, list) or not all(isinstance(text, str) for text in texts):
        raise TypeError(line)
    if type(updates) is not int or type(left_out) is not int:
        raise TypeError(line)
    return Head(run, plan, site, origin, updates, left_out, tuple(supersedes))


def _told(fields: Mapping[str, Any]) -> dict[Field, Told]:
    found: dict[Field, Told] = {}
    for name, given in fields.items():
        if given["outcome"] not in OUTCOMES or name not in FIELDS:
            raise ValueError(name, given)
        found[name] = Told(given["outcome"], value_from_json(given["now"]))
    return found


def _values(given: Mapping[str, object]) -> dict[Field, Value]:
    values = values_from_json(given)
    if not values.keys() <= frozenset(FIELDS):
        raise ValueError(given)
    return values
