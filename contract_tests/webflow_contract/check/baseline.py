"""The baseline: findings that are accepted, each with a reason, an owner and a last day.

A day is one in UTC, so that an entry expires for everybody at once. Nothing is accepted for more than a year: by then
somebody has to look at it again. The file is YAML, sorted by id, and keeps its comments: they stand above the entry
that they stood in or above.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from attrs import asdict, evolve, field, fields, frozen

from webflow_contract import documents
from webflow_contract.check.findings import Finding
from webflow_contract.check.reported import Reported
from webflow_contract.documents import Document
from webflow_contract.errors import ContractToolError

DEFAULT: Final = Path("webflow-contract.baseline.yaml")
LONGEST: Final = timedelta(days=366)

_VERSION = 1
_HEAD = (
    "# Findings of webflow-contract check that are accepted, each until the day that it expires.",
    "# To add or renew one: webflow-contract baseline add ID --report FILE --reason TEXT --owner TEXT --expires DATE",
)
_DAYS = ("accepted", "expires")
_FINDING = tuple(one.name for one in fields(Reported))
_TEXTS = tuple(name for name in (*_FINDING, "reason", "owner", *_DAYS) if name not in ("status", "pointer"))
_KEYS = (*_FINDING, "reason", "owner", *_DAYS)


class BaselineError(ContractToolError):
    """A baseline cannot be read or written, or is not what it has to be."""


@frozen
class Entry:
    """A finding that is accepted, up to and including the day that it expires on."""

    finding: Reported
    reason: str
    owner: str
    accepted: date
    expires: date

    def __attrs_post_init__(self) -> None:
        if not self.reason.strip():
            raise BaselineError("the reason is empty: say why the finding is accepted")
        if not self.owner.strip():
            raise BaselineError("the owner is empty: say who looks after it")
        if self.expires < self.accepted:
            raise BaselineError(f"it would expire on {self.expires}, before it is accepted on {self.accepted}")
        if self.expires - self.accepted > LONGEST:
            raise BaselineError(
                f"it would expire on {self.expires}, more than {LONGEST.days} days after it is accepted on "
                f"{self.accepted}: take an earlier day and renew it then"
            )

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.finding.id

    def holds_on(self, day: date) -> bool:
        """Return whether the finding is accepted on a day."""
        return day <= self.expires


@frozen
class AcceptedFinding:
    """A finding of this run, and the entry that accepts it."""

    finding: Finding
    entry: Entry


@frozen
class Baseline:
    """Entries by id. ``remarks`` are the comments above each; ``head`` and ``tail`` those at the top and at the end."""

    entries: Mapping[str, Entry] = field(factory=dict)
    remarks: Mapping[str, tuple[str, ...]] = field(factory=dict)
    head: tuple[str, ...] = _HEAD
    tail: tuple[str, ...] = ()

    def with_entry(self, entry: Entry) -> "Baseline":
        """Return the baseline with an entry added, or put in the place of the earlier one about the same finding."""
        return evolve(self, entries={**self.entries, entry.id: entry})


def day(text: str) -> date:
    """Read a day, such as 2027-05-31.

    Raises:
        BaselineError: It is none.
    """
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BaselineError(f"{text!r} is no day such as 2027-05-31")


def read(path: Path) -> Baseline:
    """Read a baseline. One that is lost is an error and no empty one: it would accept what nobody accepted.

    Raises:
        BaselineError: There is none, or it is not what a baseline has to be.
        DocumentError: It is no YAML, or cannot be read.
    """
    _refuse_json(path)
    if not path.exists():
        raise BaselineError(f"{path}: there is no such baseline: bring it back, or name another one")
    return parse(documents.text_of(path), str(path))


def parse(text: str, name: str) -> Baseline:
    """Read a baseline from its text. ``name`` is how errors call it.

    Raises:
        BaselineError: It is not what a baseline has to be.
        DocumentError: It is no YAML.
    """
    content = documents.parse(text, name)
    _refuse_unknown(content, ("baseline", "accepted"), name)
    if content.get("baseline") != _VERSION or isinstance(content["baseline"], bool):
        raise BaselineError(f"{name}: is no baseline that this version reads: it has to say 'baseline: {_VERSION}'")
    listed = content.get("accepted")
    if not isinstance(listed, list):
        raise BaselineError(f"{name}: has no list 'accepted' (an empty one is [])")
    entries: dict[str, Entry] = {}
    for index, value in enumerate(listed):
        place = f"{name}:{documents.line_of(text, ('accepted', index))}"
        entry = _entry(value, place)
        if entry.id in entries:
            raise BaselineError(f"{place}: the id {entry.id} is there twice: keep one of the two")
        entries[entry.id] = entry
    head, *above, tail = documents.comments(text, len(listed))
    remarks = {id_: tuple(lines) for id_, lines in zip(entries, above, strict=True) if lines}
    return Baseline(entries, remarks, tuple(head), tuple(tail))


def _entry(value: Any, place: str) -> Entry:  # noqa: ANN401  (YAML is any value)
    if not isinstance(value, dict):
        raise BaselineError(f"{place}: an entry has to be an object, and is {type(value).__name__}")
    _refuse_unknown(value, _KEYS, place)
    for name in _KEYS:
        _check_value(value, name, place)
    try:
        accepted, expires = (day(value[name]) for name in _DAYS)
        told = Reported(**{name: value[name] for name in _FINDING})
        return Entry(told, value["reason"], value["owner"], accepted, expires)
    except BaselineError as error:
        raise BaselineError(f"{place}: {error}") from error


def _check_value(entry: Document, name: str, place: str) -> None:
    if name not in entry:
        raise BaselineError(f"{place}: the entry has no {name!r}")
    value = entry[name]
    if name == "id" and not (isinstance(value, str) and re.fullmatch("[0-9a-f]{12}", value)):
        raise BaselineError(f"{place}: id has to be a text of 12 hexadecimal digits: quote it")
    if name in _TEXTS and not isinstance(value, str):
        raise BaselineError(f"{place}: {name} has to be a text, and is {type(value).__name__}: quote it")
    if name == "pointer" and not isinstance(value, str | None):
        raise BaselineError(f"{place}: pointer has to be a text or null, and is {type(value).__name__}: quote it")
    if name == "status" and (isinstance(value, bool) or not isinstance(value, int | None)):
        raise BaselineError(f"{place}: status has to be a whole number or null, and is {type(value).__name__}")


def _refuse_unknown(value: Document, known: tuple[str, ...], place: str) -> None:
    for key in value:
        if key not in known:
            raise BaselineError(f"{place}: has the unknown key {key!r}; there are {', '.join(known)}")


def _refuse_json(path: Path) -> None:
    if path.suffix.lower() == ".json":
        raise BaselineError(f"{path}: a baseline is YAML: let its name end with .yaml")


def write(path: Path, baseline: Baseline) -> None:
    """Write a baseline whole or not at all.

    Raises:
        BaselineError: It cannot be written.
    """
    _refuse_json(path)
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(dump(baseline), encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise BaselineError(f"{path}: the baseline cannot be written: {error.strerror}") from error


def dump(baseline: Baseline) -> str:
    """Write a baseline as YAML, sorted by id. The same baseline gives the same text."""
    lines = [*baseline.head, f"baseline: {_VERSION}", "accepted:" if baseline.entries else "accepted: []"]
    for id_, entry in sorted(baseline.entries.items()):
        lines += [f"  {remark}" for remark in baseline.remarks.get(id_, ())]
        lines.append(documents.dump({"accepted": [flat(entry)]}).partition("\n")[2].rstrip("\n"))
    return "\n".join([*lines, *baseline.tail, ""])


def flat(entry: Entry) -> Document:
    """Return an entry as it stands in files."""
    told = asdict(entry.finding) | {"reason": entry.reason, "owner": entry.owner}
    days = {"accepted": entry.accepted.isoformat(), "expires": entry.expires.isoformat()}
    return {name: _writable(value) for name, value in told.items()} | days


def _writable(value: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return a text without halves of characters, which no YAML can hold: they are escaped as JSON does it."""
    return value.encode(errors="backslashreplace").decode() if isinstance(value, str) else value
