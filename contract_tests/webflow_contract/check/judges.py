"""What no schema can say: that an answer is about what was asked, and that an update does what an update does.

Facts: an update changes what it names and leaves the rest (inferred from several clients; documented for the bulk
endpoint that takes the same body). What is only inferred, and a list's agreement with a read is, makes a finding that
says so and is no more than a warning. What the contract does not know is left to the schema.
"""

import html
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from unicodedata import normalize

from webflow_contract.check.findings import Finding, Place, describe, type_name
from webflow_contract.check.probes import Exchange, Judge, Past
from webflow_contract.check.subject import MARKER, TEXTS

_MOVING = ("lastUpdated",)
_TEXTS = {place[:1] for place in TEXTS}
_MISSING = object()
_CROSSES = "update-crosses-locales"
_OF_EVERY_LOCALE = ("parentId", "collectionId", "createdOn", "isBranch", "branchId")
"""Properties of a page that are no texts: where it is and where it comes from (inferred)."""

_CODES = {400: {"validation_error", "bad_request"}, 401: {"not_authorized"}, 403: {"missing_scopes"}}
_CODES |= {404: {"resource_not_found"}}
"""The code of each refusal that a probe provokes (recorded for 400 and 404, documented and reported for the others)."""


def is_page(page_id: str, locale_id: str | None) -> Judge:
    """Judge that the answer is the page asked for, in the locale asked for. None stands for the primary locale."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        page = _dict(exchange.body)
        if str(page.get("id")).lower() != page_id.lower():
            yield _identity(exchange, ("id",), page_id, page.get("id"))
        came = page.get("localeId")
        expected = _primary_ids(past) if locale_id is None else {locale_id}
        if isinstance(came, (dict, list)) or came not in expected:
            yield _identity(exchange, ("localeId",), " or ".join(sorted(map(str, expected))), came)

    return Judge(("response-identity-changed",), judge)


def is_same_page(site_id: str, read: str = "") -> Judge:
    """Judge that a page is one of the site, and in each locale the one that the named read has."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        page = _dict(exchange.body)
        if "siteId" in page and page["siteId"] != site_id:
            yield _identity(exchange, ("siteId",), site_id, page["siteId"])
        if read in past:
            for name in _OF_EVERY_LOCALE:
                wanted = _at(past[read].body, (name,))
                if name in page and wanted is not _MISSING and page[name] != wanted:
                    yield _identity(exchange, (name,), _say(wanted), page[name], inferred=True)

    return Judge(("response-identity-changed",), judge)


def is_site(site_id: str) -> Judge:
    """Judge that the answer is the site asked for."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:  # noqa: ARG001  (a Judge has both)
        came = _dict(exchange.body).get("id")
        if str(came).lower() != site_id.lower():
            yield _identity(exchange, ("id",), site_id, came)

    return Judge(("response-identity-changed",), judge)


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
        if whole or any(_id(record) == page_id.lower() for record in listed):
            yield from _agrees(exchange, "pages", page_id, past.get(read))

    return Judge(("response-list-disagrees",), judge)


def lists_locale(locale_id: str | None, site_id: str = "") -> Judge:
    """Judge that every page of a list is in the locale asked for, and of the site. None is the primary locale."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        expected = _primary_ids(past) if locale_id is None else {locale_id}
        for index, page in enumerate(_records(exchange)):
            came, site = _dict(page).get("localeId"), _dict(page).get("siteId", site_id)
            if isinstance(came, (dict, list)) or came not in expected:
                wanted = " or ".join(sorted(map(str, expected)))
                yield _identity(exchange, ("pages", index, "localeId"), wanted, came)
            if site_id and site != site_id:
                yield _identity(exchange, ("pages", index, "siteId"), site_id, site)

    return Judge(("response-identity-changed",), judge)


def lists_once(key: str) -> Judge:
    """Judge that a list has no record twice."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:  # noqa: ARG001  (a Judge has both)
        seen: list[Any] = []
        for index, record in enumerate(_records(exchange, key)):
            came = _dict(record).get("id")
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
            wanted, came = (_dict(record).get("id") for record in (everything[offset], here[0]))
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
        was = {_id(record): record for record in (_records(past[before]) if before in past else ())}
        for index, record in enumerate(_records(exchange)):
            other = _id(record)
            if other != page_id.lower() and other in was:
                for place, now, then in compare(record, was[other]):
                    if now in ("", None, _MISSING) or MARKER in str(now):
                        yield _difference(exchange, "update-changes-untouched", ("pages", index, *place), then, now)

    return Judge(("update-changes-untouched",), judge)


def lists_texts_of(page_id: str, *reads: str) -> Judge:
    """Judge that a list says of the page what one of the reads says: whose texts a list has, is an open question."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        for index, record in enumerate(_records(exchange)):
            if _id(record) == page_id.lower():
                known = [past[read].body for read in reads if read in past and past[read].response.status == 200]
                for place in TEXTS:
                    came = _at(record, place)
                    wanted = [_at(body, place) for body in known]
                    if wanted and came not in wanted:
                        where = ("pages", index, *place)
                        yield _difference(exchange, "response-list-disagrees", where, wanted[0], came, inferred=True)

    return Judge(("response-list-disagrees",), judge)


def refuses(exchange: Exchange) -> Iterator[Finding]:
    """Judge that a refusal has the code that goes with its status."""
    status, body = exchange.response.status, _dict(exchange.body)
    wanted, came = _CODES.get(status), body.get("code")
    if wanted and isinstance(came, str) and came not in wanted:
        yield exchange.finding("error-code-changed", ("code",), " or ".join(sorted(wanted)), describe(came), came)


def paginates(limit: int, offset: int) -> Judge:
    """Judge that a list keeps to its limit and offset, and has as many records as its total allows."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:  # noqa: ARG001  (a Judge has both)
        if not _has_pagination(exchange):
            return
        pagination, records = exchange.body["pagination"], len(exchange.body["pages"])
        for name, wanted in (("limit", limit), ("offset", offset)):
            if pagination.get(name) != wanted:
                yield _pagination(exchange, ("pagination", name), str(wanted), describe(pagination.get(name)), name)
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


def echoes(sent: dict[str, Any], before: str, elsewhere: Mapping[str, Any] | None = None) -> Judge:
    """Judge that an update is answered with what it sent, and with everything else as the named exchange had it.

    ``elsewhere`` is what was sent to another locale since: found here, it has crossed.
    """
    told, crossed = dict(_leaves(sent)), dict(_leaves(elsewhere or {}))

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        page, was = _dict(exchange.body), past.get(before)
        for place, value in told.items():
            came = _at(page, place)
            if came != value:
                unchanged = came not in ("", _MISSING) and was is not None and came == _at(was.body, place)
                kind = "unchanged" if unchanged else _relation(value, came)
                yield exchange.finding("update-not-echoed", place, _say(value), _say(came), kind)
        for place, now, then in _changes(exchange, was):
            if place not in told:
                here = place in crossed and crossed[place] == now
                yield _difference(exchange, _CROSSES if here else "update-changes-untouched", place, then, now)

    return Judge(("update-not-echoed", "update-changes-untouched", *((_CROSSES,) if elsewhere else ())), judge)


def same_as(name: str, rule: str) -> Judge:
    """Judge that the answer says what the named exchange said. A difference breaks the rule given."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        for place, now, then in _changes(exchange, past.get(name)):
            yield _difference(exchange, rule, place, then, now)

    return Judge((rule,), judge)


def keeps(last: str) -> Judge:
    """Judge that a read shows what the last update answered, though others were refused since.

    What one that had to be refused has sent, it has done. Anything else, the last update has not.
    """

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        refused = [one.probe for one in past.values() if one.probe.status is not None and one.probe.status >= 400]
        for place, now, then in _changes(exchange, past.get(last), moving=_is_last(last, past)):
            sent = (probe.key for probe in refused if now is not _MISSING and _at(probe.body, place) == now)
            done = next(sent, None)
            if done is None:
                inferred = place == _MOVING
                yield _difference(exchange, "update-not-persisted", place, then, now, inferred=inferred)
            else:
                yield exchange.finding("refused-update-applied", place, _say(then), _say(now), f"as {done} has it")

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
            documented = f"later than {_at(past[before].body, _MOVING)}"
            observed = describe(_at(exchange.body, _MOVING))
            yield exchange.finding("update-not-dated", _MOVING, documented, observed, kind, inferred=True)

    return Judge(("update-not-dated",), judge)


def _date(exchange: Exchange) -> datetime | None:
    return date_of(_at(exchange.body, _MOVING))


def date_of(value: Any) -> datetime | None:  # noqa: ANN401  (JSON is any value)
    """Return the date that a value is, in UTC where it names no zone; None where it is none."""
    try:
        date = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def stays_apart(before: str, primary_before: str, primary_now: str) -> Judge:
    """Judge that updates of other locales have left this one alone.

    What it had in common with the primary locale, it may have from there, and then it follows (inferred).
    """

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        for place, now, then in _changes(exchange, past.get(before)):
            primary = [_at(past[name].body, place) for name in (primary_before, primary_now) if name in past]
            if primary != [then, now]:
                yield _difference(exchange, _CROSSES, place, then, now)

    return Judge((_CROSSES,), judge)


def _agrees(exchange: Exchange, key: str, wanted: str, read: Exchange | None) -> Iterator[Finding]:
    records = _dict(exchange.body).get(key)
    if read is None or read.response.status != 200:
        return
    if not isinstance(records, list):  # the contract requires no list, so that its schema lets an empty object pass
        came = _say(_dict(exchange.body).get(key, _MISSING))
        yield exchange.finding("response-list-disagrees", (key,), "a list", came, "no list")
        return
    found = [record for record in records if _id(record) == wanted.lower()]
    if not found:
        yield exchange.finding("response-list-disagrees", (key,), f"a record {wanted}", "no such record", "absent")
        return
    for place, listed, alone in compare(found[0], read.body):
        if not _is_later(place, listed, alone):
            where = (key, records.index(found[0]), *place)
            yield _difference(exchange, "response-list-disagrees", where, alone, listed, inferred=True)


def _is_later(place: Place, listed: Any, alone: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    """Return whether a list, which was read later, has a later date: a publish in between moves it."""
    one, other = date_of(listed), date_of(alone)
    moving = str(place[-1]).startswith(("last", "full")) if place else False
    return moving and one is not None and other is not None and one >= other


def _changes(exchange: Exchange, before: Exchange | None, *, moving: bool = False) -> Iterator[tuple[Place, Any, Any]]:
    """Yield every place where an answer differs from an earlier one, but for what moves with an update.

    A property that the contract does not know is the schema's to tell, whether it comes or goes.
    """
    if before is None or before.response.status not in (200, 201):
        return
    for place, now, then in compare(exchange.body, before.body):
        gone = now is _MISSING and place[:1] not in _TEXTS
        if (moving or place[:1] != _MOVING) and then is not _MISSING and not gone:
            yield place, now, then


def compare(one: Any, other: Any) -> Iterator[tuple[Place, Any, Any]]:  # noqa: ANN401  (JSON is any value)
    """Yield every place where two values differ, with both values; ``_MISSING`` stands for an absent one."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        if one != other:
            yield (), one, other
        return
    for key in sorted(one.keys() | other.keys()):
        for place, mine, yours in compare(one.get(key, _MISSING), other.get(key, _MISSING)):
            yield (key, *place), mine, yours


def _leaves(value: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            for place, leaf in _leaves(inner):
                yield (key, *place), leaf
        else:
            yield (key,), inner


def _at(value: Any, place: Place) -> Any:  # noqa: ANN401  (JSON is any value)
    for part in place:
        if not isinstance(value, dict) or part not in value:
            return _MISSING
        value = value[part]
    return value


def _difference(
    exchange: Exchange, rule: str, place: Place, wanted: object, came: object, *, inferred: bool = False
) -> Finding:
    return exchange.finding(rule, place, _say(wanted), _say(came), _relation(wanted, came), inferred=inferred)


def _relation(wanted: object, came: object) -> str:
    """Return how a value differs from the one wanted, apart from what the two say."""
    if came is _MISSING:
        return "absent"
    if wanted is _MISSING:
        return f"added {type_name(came)}"
    if type_name(came) != type_name(wanted):
        return type_name(came)
    if isinstance(wanted, str) and isinstance(came, str) and came:
        return _alteration(wanted, came)
    return "empty" if came == "" else "altered"


def _alteration(wanted: str, came: str) -> str:
    """Return what has become of a text."""
    if wanted.startswith(came):
        return "cut"
    if wanted in (html.unescape(came), html.escape(came)):
        return "escaped"
    if normalize("NFKC", wanted) == normalize("NFKC", came):
        return "normalised"
    if _ascii(wanted) == _ascii(came):
        return "other characters"
    return "altered" if came.split(" ")[0] == wanted.split(" ")[0] else "another text"


def _ascii(text: str) -> str:
    return "".join(character for character in text if character.isascii() and character not in "?")


def _identity(exchange: Exchange, place: Place, wanted: str, came: object, *, inferred: bool = False) -> Finding:
    rule = "response-identity-changed"
    return exchange.finding(rule, place, wanted, describe(came), type_name(came), inferred=inferred)


def _pagination(
    exchange: Exchange, place: Place, wanted: str, came: str, kind: str, *, inferred: bool = False
) -> Finding:
    return exchange.finding("response-pagination-wrong", place, wanted, came, kind, inferred=inferred)


def _say(value: object) -> str:
    return "absent" if value is _MISSING else describe(value)


def _primary_ids(past: Past) -> set[str | None]:
    """Return what ``localeId`` may be for the primary locale: null on a site without localization (reported)."""
    site = past.get("site")
    primary = _at(site.body, ("locales", "primary", "id")) if site is not None else _MISSING
    return {None, primary} if isinstance(primary, str) else {None}


def _has_pagination(exchange: Exchange) -> bool:
    body = _dict(exchange.body)
    total = _dict(body.get("pagination")).get("total")
    return isinstance(body.get("pages"), list) and isinstance(total, (int, float))


def _id(record: Any) -> str:  # noqa: ANN401  (JSON is any value)
    """Return a record's id, however it is written: how it has to be, the schema says."""
    return str(_dict(record).get("id")).lower()


def _records(exchange: Exchange, key: str = "pages") -> list[Any]:
    records = _dict(exchange.body).get(key)
    return records if isinstance(records, list) else []


def _dict(value: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON is any value)
    return value if isinstance(value, dict) else {}
