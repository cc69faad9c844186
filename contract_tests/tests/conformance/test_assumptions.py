"""Whatever is assumed, the sandbox keeps to the contract: an answer that does not is a drift, and no assumption."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from webflow_contract import routes
from webflow_contract.check.schema import ClosedContract
from webflow_contract.contract import effective
from webflow_contract.exchange import Request
from webflow_contract.sandbox import Assumptions, Clock, Sandbox, register

VALUES = [(assumption.name, value) for assumption in register() for value in assumption.alternatives]

# The contract has no 409 for an update. Nobody saw one; the documentation's general table of errors has it.
NEWS = {("duplicate_slug", "conflict"): "response-non-success-status-added"}

UNKNOWN = "0123456789abcdef01234567"


def requests(sandbox: Sandbox) -> Iterator[Request]:
    """Yield requests that reach every open question that an operation of the contract has."""
    french, german = sandbox.locale_ids["fr-FR"], sandbox.locale_ids["de-DE"]
    cms, primary = sandbox.cms_locale_ids["fr-FR"], sandbox.locale_ids["en-US"]
    page, pages = f"/v2/pages/{sandbox.page_id}", f"/v2/sites/{sandbox.site_id}/pages"
    folder, foreign = sandbox.page_ids["/company"], sandbox.page_ids_of("somebody-else")["/"]
    locales = ["", "x", UNKNOWN, cms, primary, french, german, sandbox.locale_ids["pt-BR"]]
    bodies: list[Any] = [
        {},
        {"title": ""},
        {"title": "New", "seo": {"title": "New"}},
        {"seo": {"title": "", "description": ""}},
        {"openGraph": {"title": "Own"}},
        {"openGraph": {"title": "Own", "titleCopied": True}},
        {"openGraph": {"titleCopied": False, "description": ""}},
        {"slug": "about"},
        {"slug": "Not a slug"},
        {"title": 1, "slug": None},
        [],
        {"title": "Pricing"},
    ]
    reads = [page, page.upper().replace("/V2/PAGES", "/v2/pages"), f"/v2/pages/{folder}", f"/v2/pages/{foreign}"]
    for path in [*reads, f"/v2/pages/{UNKNOWN}", "/v2/pages/x", pages, "/v2/sites", f"/v2/sites/{sandbox.site_id}"]:
        yield Request("GET", path)
    for path in (page, pages):
        yield from (Request("GET", path, (("localeId", locale),)) for locale in locales)
    for query in ((("localeId", french), ("localeId", german)), (("localeId", french), ("locale", german))):
        yield Request("GET", page, query)
    yield from (Request("GET", pages, ((name, value),)) for name in ("limit", "offset") for value in ("", str(2**60)))
    yield from (Request("PUT", page, (), {}, json.dumps(body).encode()) for body in bodies)
    yield Request("PUT", page, (), {"content-type": "text/plain"}, b"{}")
    yield Request("PUT", page, (), {}, b"")
    for locale in locales:
        yield Request("PUT", page, (("localeId", locale),), {}, b'{"title":"Localized","seo":{"title":"Own"}}')
    yield Request("PUT", f"/v2/pages/{folder}", (), {}, b'{"title":"Folder"}')
    yield Request("PUT", f"/v2/pages/{UNKNOWN}", (), {}, b'{"title":1}')
    yield from (Request("GET", path) for path in (page, f"/v2/sites/{sandbox.site_ids['one-tongue']}", "/v2/sites"))


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_an_alternative_keeps_to_the_contract(name: str, value: str) -> None:
    clock = Clock(datetime(2026, 10, 9, 12, tzinfo=UTC), running=False)
    assumptions = Assumptions().flipped(**{name: value})
    # Just enough that the last few requests are too many.
    sandbox = Sandbox(assumptions=assumptions, clock=clock, rate_limit=sum(1 for _ in requests(Sandbox())) - 2)
    closed, statuses, rules = ClosedContract(effective.load()), set[int](), set[str]()

    for token in (sandbox.token, sandbox.tokens["without-pages-write"], "nobody's"):
        for request in requests(sandbox):
            answer = sandbox(
                Request(
                    request.method,
                    request.path,
                    request.query,
                    {"content-type": "application/json", **request.headers, "authorization": f"Bearer {token}"},
                    request.content,
                )
            )
            operation = routes.operation_of(request)
            assert operation is not None
            statuses.add(answer.status)
            rules.update(finding.rule for finding in closed.judge(operation, answer))

    assert rules == ({NEWS[name, value]} if (name, value) in NEWS else set())
    assert {200, 400, 401, 403, 404, 429} <= statuses
