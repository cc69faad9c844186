"""What is new, what is gone, and what to remember.

A finding is told once. It is told as gone when the runs that look for it have not seen it for more than two days, and
its return after that is new. Whatever goes and comes back in between is one and the same: Webflow once replaced,
reverted and replaced a schema within two days. A level that falls and rises again is treated in the same way.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from attrs import evolve

from webflow_contract.alerting.alert import Alert
from webflow_contract.alerting.checked import Checked
from webflow_contract.alerting.state import Known, Seen, State
from webflow_contract.errors import ContractToolError
from webflow_contract.rules import LEVELS

AWAY: Final = timedelta(days=2)
"""What stays away for longer than this is gone."""


def decide(state: State | None, checked: Checked, now: datetime) -> tuple[Alert, State]:
    """Return what a run has to tell, and the state with the run added to it. ``state`` is None at the first run.

    What a baseline accepts is no news, and forgotten: it is new once it counts again. A clock that stands before the
    last run says nothing about how long something has been away: the wait begins again with the next run.

    Raises:
        ContractToolError: The state has findings of another subject.
        ValueError: ``now`` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("the time has no time zone")
    now = now.astimezone(UTC).replace(microsecond=0)
    before = State(checked.subject, now) if state is None else state
    if before.known and before.subject != checked.subject:
        raise ContractToolError(
            f"the report is about {checked.subject!r} and the state about {before.subject!r}: ids of the one say "
            "nothing of the other, so keep a state for each"
        )
    went_back = now < before.updated
    remembered = _waiting_anew(before.known) if went_back else before.known
    new = {id_: seen for id_, seen in checked.findings.items() if _is_new(seen, remembered.get(id_))}
    gone = {id_: known for id_, known in remembered.items() if _is_gone(known, checked, now)}
    kept = {id_: known for id_, known in remembered.items() if id_ not in gone and id_ not in checked.accepted}
    after = {id_: _still(known, checked, now) for id_, known in kept.items()}
    after |= {id_: _told(seen, remembered.get(id_), now) for id_, seen in new.items()}
    here = checked.findings.keys() | checked.unconfirmed
    alert = Alert(
        checked.subject,
        tuple(new.values()),
        tuple(gone.values()),
        known=len((after.keys() & here) - new.keys()),
        away=len(after.keys() - here),
        not_judged=checked.not_judged,
        restored=checked.restored,
    )
    # What such a clock says is the beginning of no wait either: put right, it would end the wait at once.
    return alert, State(checked.subject, now, _waiting_anew(after) if went_back else after)


def _waiting_anew(known: Mapping[str, Known]) -> dict[str, Known]:
    return {id_: evolve(one, missing_since=None, milder_since=None) for id_, one in known.items()}


def _is_new(seen: Seen, known: Known | None) -> bool:
    return known is None or _is_milder(known.seen, seen)


def _is_milder(one: Seen, other: Seen) -> bool:
    return LEVELS.index(one.level) > LEVELS.index(other.level)


def _is_gone(known: Known, checked: Checked, now: datetime) -> bool:
    return _is_missed(known, checked) and known.missing_since is not None and now - known.missing_since > AWAY


def _is_missed(known: Known, checked: Checked) -> bool:
    """Return whether a run has looked for a finding in vain. A server error that was seen once was seen."""
    id_ = known.seen.id
    there = id_ in checked.findings or id_ in checked.unconfirmed or id_ in checked.accepted
    return not there and checked.looked_for(known.seen.finding)


def _still(known: Known, checked: Checked, now: datetime) -> Known:
    """Return what is known of a finding after a run that does not end its story."""
    id_ = known.seen.id
    if _is_missed(known, checked):
        return evolve(known, missing_since=known.missing_since or now)
    if id_ in checked.findings:
        return _seen_again(known, checked.findings[id_], now)
    if id_ in checked.unconfirmed:
        return evolve(known, last_seen=now, missing_since=None)
    return known


def _seen_again(known: Known, seen: Seen, now: datetime) -> Known:
    milder = _is_milder(seen, known.seen)
    since = (known.milder_since or now) if milder else None
    level = known.seen.level
    if since is not None and now - since > AWAY:
        level, since = seen.level, None
    return evolve(known, seen=evolve(seen, level=level), last_seen=now, missing_since=None, milder_since=since)


def _told(seen: Seen, known: Known | None, now: datetime) -> Known:
    return Known(seen, first_seen=now if known is None else known.first_seen, last_seen=now, told=now)
