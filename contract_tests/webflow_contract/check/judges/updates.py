"""Judge that an update does what an update does: what it sent is there, and nothing else has changed."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from webflow_contract.check.findings import Finding, describe
from webflow_contract.check.judges.comparing import (
    MISSING,
    MOVING,
    as_object,
    at,
    changes,
    date_of,
    difference,
    is_metadata,
    leaves,
    relation,
    say,
)
from webflow_contract.check.probes import Exchange, Judge, Past

_CROSSES = "update-crosses-locales"


def echoes(sent: dict[str, Any], before: str, elsewhere: Mapping[str, Any] | None = None) -> Judge:
    """Judge that an update is answered with what it sent, and with everything else as the named exchange had it.

    ``elsewhere`` is what was sent to another locale since: found here, it has crossed.
    """
    told, crossed = dict(leaves(sent)), dict(leaves(elsewhere or {}))

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        page, was = as_object(exchange.body), past.get(before)
        for place, value in told.items():
            came = at(page, place)
            if came != value:
                unchanged = came not in ("", MISSING) and was is not None and came == at(was.body, place)
                kind = "unchanged" if unchanged else relation(value, came)
                yield exchange.finding("update-not-echoed", place, say(value), say(came), kind)
        for place, now, then in changes(exchange, was):
            if place not in told:
                here = place in crossed and crossed[place] == now
                rule, inferred = _CROSSES if here else "update-changes-untouched", not is_metadata(place)
                yield difference(exchange, rule, place, then, now, inferred=inferred)

    return Judge(("update-not-echoed", "update-changes-untouched", *((_CROSSES,) if elsewhere else ())), judge)


def same_as(name: str, rule: str) -> Judge:
    """Judge that the answer says what the named exchange said. A difference breaks the rule given."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        for place, now, then in changes(exchange, past.get(name)):
            yield difference(exchange, rule, place, then, now, inferred=not is_metadata(place))

    return Judge((rule,), judge)


def keeps(last: str) -> Judge:
    """Judge that a read shows what the last update answered, though others were refused since.

    What one that had to be refused has sent, it has done. Anything else, the last update has not.
    """

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        refused = [one.probe for one in past.values() if one.probe.status is not None and one.probe.status >= 400]
        for place, now, then in changes(exchange, past.get(last), moving=_is_last(last, past)):
            sent = (probe.key for probe in refused if now is not MISSING and at(probe.body, place) == now)
            done = next(sent, None)
            if done is None:
                inferred = not is_metadata(place)
                yield difference(exchange, "update-not-persisted", place, then, now, inferred=inferred)
            else:
                yield exchange.finding("refused-update-applied", place, say(then), say(now), f"as {done} has it")

    return Judge(("update-not-persisted", "refused-update-applied"), judge)


def _is_last(update: str, past: Past) -> bool:
    """Return whether no other update was accepted after the named one."""
    accepted = [name for name, one in past.items() if one.probe.method != "GET" and 200 <= one.response.status < 300]
    return accepted[-1:] == [update]


def dates(before: str) -> Judge:
    """Judge that an update that changes something is dated later than what the named read had."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        wanted, came = (_date(one) for one in (past.get(before, exchange), exchange))
        if before in past and wanted is not None and came is not None and came <= wanted:
            kind = "the same" if came == wanted else "earlier"
            documented = f"later than {at(past[before].body, MOVING)}"
            observed = describe(at(exchange.body, MOVING))
            yield exchange.finding("update-not-dated", MOVING, documented, observed, kind, inferred=True)

    return Judge(("update-not-dated",), judge)


def _date(exchange: Exchange) -> datetime | None:
    return date_of(at(exchange.body, MOVING))


def stays_apart(before: str, primary_before: str, primary_now: str) -> Judge:
    """Judge that updates of other locales have left this one alone.

    What it had in common with the primary locale, it may have from there, and then it follows (inferred).
    """

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        for place, now, then in changes(exchange, past.get(before)):
            primary = [at(past[name].body, place) for name in (primary_before, primary_now) if name in past]
            if primary != [then, now]:
                yield difference(exchange, _CROSSES, place, then, now, inferred=not is_metadata(place))

    return Judge((_CROSSES,), judge)
