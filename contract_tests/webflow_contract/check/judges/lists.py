"""Judge that lists say what reads say, and that their portions fit together."""

from collections.abc import Iterator
from typing import Any

from webflow_contract.check.findings import Finding, Place, describe
from webflow_contract.check.judges.comparing import (
    MISSING,
    as_object,
    at,
    compare,
    date_of,
    difference,
    id_of,
    say,
)
from webflow_contract.check.judges.identity import identity, primary_ids
from webflow_contract.check.probes import Exchange, Judge, Past
from webflow_contract.check.subject import MARKER, TEXTS


def lists_site(site_id: str) -> Judge:
    """Judge that a list of sites has the site, and says of it what a read says."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        yield from _agrees(exchange, "sites", site_id, past.get("site"))

    return Judge(("response-list-disagrees",), judge)


def lists_page(page_id: str, read: str) -> Judge:
    """Judge that a list of pages says of the page what the named read says, if it has the page or lists them all."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        if not _has_pagination(exchange):
            return
        listed = exchange.body["pages"]
        whole = exchange.body["pagination"]["total"] == len(listed)
        if whole or any(id_of(record) == page_id.lower() for record in listed):
            yield from _agrees(exchange, "pages", page_id, past.get(read))

    return Judge(("response-list-disagrees",), judge)


def lists_locale(locale_id: str | None, site_id: str = "") -> Judge:
    """Judge that every page of a list is in the locale asked for, and of the site. None is the primary locale."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        expected = primary_ids(past) if locale_id is None else {locale_id}
        for index, page in enumerate(_records(exchange)):
            came, site = as_object(page).get("localeId"), as_object(page).get("siteId", site_id)
            if isinstance(came, (dict, list)) or came not in expected:
                wanted = " or ".join(sorted(map(str, expected)))
                yield identity(exchange, ("pages", index, "localeId"), wanted, came)
            if site_id and site != site_id:
                yield identity(exchange, ("pages", index, "siteId"), site_id, site)

    return Judge(("response-identity-changed",), judge)


def lists_once(key: str) -> Judge:
    """Judge that a list has no record twice."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:  # noqa: ARG001  (a Judge has both)
        seen: list[Any] = []
        for index, record in enumerate(_records(exchange, key)):
            came = as_object(record).get("id")
            if came in seen:
                place = (key, index, "id")
                yield _pagination(exchange, place, "each record once", f"{describe(came)} twice", "twice")
            seen.append(came)

    return Judge(("response-pagination-wrong",), judge)


def lists_portion_of(whole: str, offset: int) -> Judge:
    """Judge that a portion begins with the record that the whole list has at its offset, and has the same total."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        if whole not in past or not (_has_pagination(exchange) and _has_pagination(past[whole])):
            return
        yield from _same_total(exchange, past[whole])
        everything, here = _records(past[whole]), _records(exchange)
        if offset < len(everything) and here:
            wanted, came = (as_object(record).get("id") for record in (everything[offset], here[0]))
            if wanted != came:
                place, kind = ("pages", 0, "id"), "another record"
                yield _pagination(exchange, place, describe(wanted), describe(came), kind, inferred=True)

    return Judge(("response-pagination-wrong",), judge)


def same_total(name: str) -> Judge:
    """Judge that a list has the same total as the one named, however large the portion."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        if name in past and _has_pagination(exchange) and _has_pagination(past[name]):
            yield from _same_total(exchange, past[name])

    return Judge(("response-pagination-wrong",), judge)


def lists_as_before(before: str, page_id: str) -> Judge:
    """Judge that updates have left other pages alone: none has a probe's text, and none has lost one.

    Anything else may be somebody's work.
    """

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        was = {id_of(record): record for record in (_records(past[before]) if before in past else ())}
        for index, record in enumerate(_records(exchange)):
            other = id_of(record)
            if other != page_id.lower() and other in was:
                for place, now, then in compare(record, was[other]):
                    if now in ("", None, MISSING) or MARKER in str(now):
                        yield difference(exchange, "update-changes-untouched", ("pages", index, *place), then, now)

    return Judge(("update-changes-untouched",), judge)


def lists_texts_of(page_id: str, *reads: str) -> Judge:
    """Judge that a list says of the page what one of the reads says: whose texts a list has, is an open question."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        for index, record in enumerate(_records(exchange)):
            if id_of(record) == page_id.lower():
                known = [past[read].body for read in reads if read in past and past[read].response.status == 200]
                for place in TEXTS:
                    came = at(record, place)
                    wanted = [at(body, place) for body in known]
                    if wanted and came not in wanted:
                        where = ("pages", index, *place)
                        yield difference(exchange, "response-list-disagrees", where, wanted[0], came, inferred=True)

    return Judge(("response-list-disagrees",), judge)


def paginates(limit: int, offset: int) -> Judge:
    """Judge that a list keeps to its limit and offset, and has as many records as its total allows."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:  # noqa: ARG001  (a Judge has both)
        if not _has_pagination(exchange):
            return
        pagination, records = exchange.body["pagination"], len(exchange.body["pages"])
        for name, wanted in (("limit", limit), ("offset", offset)):
            came = pagination.get(name)
            if came != wanted:  # that a limit which is lowered is told as that is inferred
                inferred = dict(exchange.probe.query).get(name) not in (None, str(wanted))
                place = ("pagination", name)
                yield _pagination(exchange, place, str(wanted), describe(came), name, inferred=inferred)
        for name, value in pagination.items():
            if isinstance(value, float):  # 60.0 is an integer to JSON Schema, and none to Python
                rule, place = "response-property-type-changed", ("pagination", name)
                yield exchange.finding(rule, place, "integer", describe(value), "number with a fraction")
        wanted = max(0, min(limit, pagination["total"] - offset))
        if records != wanted:
            kind = "no records" if not records else "fewer records" if records < wanted else "more records"
            yield _pagination(exchange, ("pages",), f"{wanted} records", f"{records} records", kind)

    return Judge(("response-pagination-wrong",), judge)


def _same_total(exchange: Exchange, other: Exchange) -> Iterator[Finding]:
    wanted, came = (one.body["pagination"]["total"] for one in (other, exchange))
    if wanted != came:
        yield _pagination(exchange, ("pagination", "total"), str(wanted), describe(came), "total", inferred=True)


def _agrees(exchange: Exchange, key: str, wanted: str, read: Exchange | None) -> Iterator[Finding]:
    records = as_object(exchange.body).get(key)
    if read is None or read.response.status != 200:
        return
    if not isinstance(records, list):  # the contract requires no list, so that its schema lets an empty object pass
        came = say(as_object(exchange.body).get(key, MISSING))
        yield exchange.finding("response-list-disagrees", (key,), "a list", came, "no list")
        return
    found = [record for record in records if id_of(record) == wanted.lower()]
    if not found:
        yield exchange.finding("response-list-disagrees", (key,), f"a record {wanted}", "no such record", "absent")
        return
    for place, listed, alone in compare(found[0], read.body):
        if not _is_later(place, listed, alone):
            where = (key, records.index(found[0]), *place)
            yield difference(exchange, "response-list-disagrees", where, alone, listed, inferred=True)


def _is_later(place: Place, listed: Any, alone: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    """Return whether a list, which was read later, has a later date: a publish in between moves it."""
    one, other = date_of(listed), date_of(alone)
    moving = str(place[-1]).startswith(("last", "full")) if place else False
    return moving and one is not None and other is not None and one >= other


def _pagination(
    exchange: Exchange, place: Place, wanted: str, came: str, kind: str, *, inferred: bool = False
) -> Finding:
    return exchange.finding("response-pagination-wrong", place, wanted, came, kind, inferred=inferred)


def _has_pagination(exchange: Exchange) -> bool:
    body = as_object(exchange.body)
    total = as_object(body.get("pagination")).get("total")
    return isinstance(body.get("pages"), list) and isinstance(total, (int, float))


def _records(exchange: Exchange, key: str = "pages") -> list[Any]:
    records = as_object(exchange.body).get(key)
    return records if isinstance(records, list) else []
