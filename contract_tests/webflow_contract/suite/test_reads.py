"""Reads: each locale says what it is, and every portion of the list is a portion of the whole list."""

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from webflow_contract.check.findings import Finding, describe
from webflow_contract.check.judges import lists_locale, lists_page, paginates
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.suite.asking import Look
from webflow_contract.suite.costs import requests
from webflow_contract.suite.properties import ForAll
from webflow_contract.suite.service import Service, in_locale

_LARGEST = 100
_MOVING = "lastUpdated"


@requests(each=1)
def test_each_locale_reads_as_itself(service: Service, for_all: ForAll) -> None:
    """The primary one may be named or left out."""

    @for_all(st.sampled_from([None, *_primary(service), *service.locales.values()]))
    def holds(locale_id: str | None) -> None:
        service.read(locale_id=locale_id)


@requests(each=1, once=4)
def test_every_portion_agrees_with_the_whole_list(service: Service, for_all: ForAll) -> None:
    """A limit above a hundred is lowered, and an offset past the end is answered with nothing."""
    locales = [None, *service.locales.values()]
    whole = {locale_id: _whole(service, locale_id) for locale_id in (locales[:2] if service.is_live else locales)}
    most = max(map(len, whole.values())) + 3
    limits, offsets = st.integers(1, most) | st.integers(1, 2 * _LARGEST), st.integers(0, most) | st.integers(0, 10**6)

    @for_all(st.sampled_from(list(whole)), limits, offsets)
    def holds(locale_id: str | None, limit: int, offset: int) -> None:
        part = _is_part(whole[locale_id], offset)
        service.ask(_portion(service, locale_id, limit, offset), *_looks(locale_id, limit, offset), part)


def _primary(service: Service) -> list[str]:
    return [] if service.primary_id is None else [service.primary_id]


def _whole(service: Service, locale_id: str | None) -> list[Any]:
    """Return the list as far as one request tells, which says of the page what a read says."""
    probe = _portion(service, locale_id, _LARGEST, 0)
    same = lists_page(service.subject.page_id, "page")
    exchange = service.ask(probe, *_looks(locale_id, _LARGEST, 0), same, past={"page": service.page(locale_id)})
    pages: list[Any] = exchange.body["pages"]
    return pages


def _portion(service: Service, locale_id: str | None, limit: int, offset: int) -> Probe:
    query = (("limit", str(limit)), ("offset", str(offset)), *in_locale(locale_id))
    path = f"/sites/{service.subject.site_id}/pages"
    return Probe("portion", "list-pages", "limit and offset are heeded", 200, path, query=query)


def _looks(locale_id: str | None, limit: int, offset: int) -> list[Look]:
    portion = paginates(min(limit, _LARGEST), offset)
    return [portion] if locale_id is None else [portion, lists_locale(locale_id)]


def _is_part(whole: list[Any], offset: int) -> Look:
    """Judge that a portion has the records that stand there in the whole list, as far as that is known."""

    def look(exchange: Exchange, past: Mapping[str, Exchange]) -> Iterator[Finding]:  # noqa: ARG001  (as judges have both)
        pages = exchange.body.get("pages")
        for index, page in enumerate(pages if isinstance(pages, list) else []):
            if offset + index < len(whole) and _still(page) != _still(whole[offset + index]):
                wanted, came = describe(whole[offset + index]), describe(page)
                yield exchange.finding("response-list-disagrees", ("pages", index), wanted, came, "another record")

    return look


def _still(page: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return a record without what moves by itself."""
    return {**page, _MOVING: None} if isinstance(page, dict) else page
