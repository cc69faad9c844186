"""What no schema can say: that an answer is about what was asked, and that an update does what an update does.

Facts: an update changes what it names and leaves the rest (inferred from several clients; documented for the bulk
endpoint that takes the same body). A list says of a page what a read says (inferred). ``lastUpdated`` moves with every
update.
"""

from collections.abc import Iterator
from typing import Any

from webflow_contract.check.findings import Finding, Place, describe, type_name
from webflow_contract.check.probes import Exchange, Judge, Past

_MOVING = ("lastUpdated",)
_MISSING = object()


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

    return judge


def is_site(site_id: str) -> Judge:
    """Judge that the answer is the site asked for."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:  # noqa: ARG001  (a Judge has both)
        came = _dict(exchange.body).get("id")
        if str(came).lower() != site_id.lower():
            yield _identity(exchange, ("id",), site_id, came)

    return judge


def lists_site(site_id: str) -> Judge:
    """Judge that a list of sites has the site, and says of it what a read says."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        yield from _agrees(exchange, "sites", site_id, past.get("site"))

    return judge


def lists_page(page_id: str, read: str) -> Judge:
    """Judge that a list of pages says of the page what the named read says, if it lists them all."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        if _has_pagination(exchange) and exchange.body["pagination"]["total"] == len(exchange.body["pages"]):
            yield from _agrees(exchange, "pages", page_id, past.get(read))

    return judge


def lists_locale(locale_id: str) -> Judge:
    """Judge that every page of a list is in the locale asked for."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:  # noqa: ARG001  (a Judge has both)
        pages = _dict(exchange.body).get("pages")
        for index, page in enumerate(pages if isinstance(pages, list) else []):
            came = _dict(page).get("localeId")
            if came != locale_id:
                yield _identity(exchange, ("pages", index, "localeId"), locale_id, came)

    return judge


def paginates(limit: int, offset: int) -> Judge:
    """Judge that a list keeps to its limit and offset, and has as many records as its total allows."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:  # noqa: ARG001  (a Judge has both)
        if not _has_pagination(exchange):
            return
        pagination, records = exchange.body["pagination"], len(exchange.body["pages"])
        for name, wanted in (("limit", limit), ("offset", offset)):
            if pagination.get(name) != wanted:
                yield _pagination(exchange, ("pagination", name), str(wanted), describe(pagination.get(name)), name)
        wanted = max(0, min(limit, pagination["total"] - offset))
        if records != wanted:
            yield _pagination(exchange, ("pages",), f"{wanted} records", f"{records} records", "records")

    return judge


def echoes(sent: dict[str, Any], before: str) -> Judge:
    """Judge that an update is answered with what it sent, and with everything else as the named read had it."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        page, was = _dict(exchange.body), past.get(before)
        for place, value in _leaves(sent):
            came = _at(page, place)
            if came != value:
                kind = _relation(value, came)
                if kind == "altered" and was is not None and came == _at(was.body, place):
                    kind = "unchanged"
                yield exchange.finding("update-not-echoed", place, _say(value), _say(came), kind)
        yield from _changes(
            exchange, past.get(before), "update-changes-untouched", {place for place, _ in _leaves(sent)}
        )

    return judge


def same_as(name: str, rule: str) -> Judge:
    """Judge that the answer says what the named exchange said. A difference breaks the rule given."""

    def judge(exchange: Exchange, past: Past) -> Iterator[Finding]:
        yield from _changes(exchange, past.get(name), rule, set())

    return judge


def _agrees(exchange: Exchange, key: str, wanted: str, read: Exchange | None) -> Iterator[Finding]:
    records = _dict(exchange.body).get(key)
    if read is None or read.response.status != 200:
        return
    if not isinstance(records, list):  # the contract requires no list, so that its schema lets an empty object pass
        came = _say(_dict(exchange.body).get(key, _MISSING))
        yield exchange.finding("response-list-disagrees", (key,), "a list", came, "no list")
        return
    found = [record for record in records if str(_dict(record).get("id")).lower() == wanted.lower()]
    if not found:
        yield exchange.finding("response-list-disagrees", (key,), f"a record {wanted}", "no such record", "absent")
        return
    for place, listed, alone in compare(found[0], read.body):
        index = records.index(found[0])
        yield _difference(exchange, "response-list-disagrees", (key, index, *place), alone, listed)


def _changes(exchange: Exchange, before: Exchange | None, rule: str, except_for: set[Place]) -> Iterator[Finding]:
    if before is None or before.response.status not in (200, 201):
        return
    for place, now, then in compare(exchange.body, before.body):
        if place not in except_for and place[:1] != _MOVING:
            yield _difference(exchange, rule, place, then, now)


def compare(one: Any, other: Any) -> Iterator[tuple[Place, Any, Any]]:  # noqa: ANN401  (JSON is any value)
    """Yield every place where two values differ, with both values; ``_MISSING`` stands for an absent one."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        if one != other:
            yield (), one, other
        return
    for key in sorted(one.keys() | other.keys()):
        for place, mine, yours in compare(one.get(key, _MISSING), other.get(key, _MISSING)):
            yield (key, *place), mine, yours


def _leaves(value: dict[str, Any]) -> Iterator[tuple[Place, Any]]:
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


def _difference(exchange: Exchange, rule: str, place: Place, wanted: object, came: object) -> Finding:
    return exchange.finding(rule, place, _say(wanted), _say(came), _relation(wanted, came))


def _relation(wanted: object, came: object) -> str:
    """Return how a value differs from the one wanted, apart from what the two say."""
    if came is _MISSING:
        return "absent"
    if wanted is _MISSING:
        return f"added {type_name(came)}"
    if type_name(came) != type_name(wanted):
        return type_name(came)
    return "empty" if came == "" else "altered"


def _identity(exchange: Exchange, place: Place, wanted: str, came: object) -> Finding:
    return exchange.finding("response-identity-changed", place, wanted, describe(came), type_name(came))


def _pagination(exchange: Exchange, place: Place, wanted: str, came: str, kind: str) -> Finding:
    return exchange.finding("response-pagination-wrong", place, wanted, came, kind)


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
    return isinstance(body.get("pages"), list) and isinstance(total, int)


def _dict(value: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON is any value)
    return value if isinstance(value, dict) else {}
