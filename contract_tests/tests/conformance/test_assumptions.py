"""Whatever is assumed, the sandbox keeps to the contract: an answer that does not is a drift, and no assumption."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from attrs import evolve

from webflow_contract import routes
from webflow_contract.check.schema import closed
from webflow_contract.contract import effective
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Assumptions, Clock, Sandbox, register
from webflow_contract.sandbox.seed import default

VALUES = [(assumption.name, value) for assumption in register() for value in assumption.alternatives]

# The contract has no 409 for an update. Nobody saw one; the documentation's general table of errors has it.
NEWS = {("duplicate_slug", "conflict"): "response-non-success-status-added"}

# Questions that no operation of the contract has: they show in no answer that it could judge.
OUTSIDE = {
    "unknown_route": "a path that the contract does not have",
    "other_method": "a method that the contract does not have",
    "authorized_by_nobody": "GET /token/authorized_by is not in the contract",
    "bulk_refusal": "the beta's bulk update is not in the contract",
    "bulk_with_a_refused_entry": "the beta's bulk update is not in the contract",
    "bulk_of_several_sites": "the beta's bulk update is not in the contract",
}

UNKNOWN = "0123456789abcdef01234567"


def requests(sandbox: Sandbox) -> Iterator[Request]:
    """Yield requests that reach every open question that an operation of the contract has."""
    french, german = sandbox.locale_ids["fr-FR"], sandbox.locale_ids["de-DE"]
    cms, primary = sandbox.cms_locale_ids["fr-FR"], sandbox.locale_ids["en-US"]
    page, pages = f"/v2/pages/{sandbox.page_id}", f"/v2/sites/{sandbox.site_id}/pages"
    mirrored = f"/v2/pages/{sandbox.page_ids['/contact']}"
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
    # What a locale has of its own, and what still follows the primary one.
    yield Request("PUT", mirrored, (("localeId", sandbox.locale_ids["pt-BR"]),), {}, b'{"title":"Contact"}')
    yield Request("PUT", mirrored, (), {}, b'{"title":"Letters","seo":{"description":"New"}}')
    yield from (Request("GET", path, (("localeId", one),)) for path in (page, mirrored) for one in locales)
    yield Request("PUT", mirrored, (), {}, b'{"openGraph":{"title":"Own"}}')
    yield Request("PUT", page, (), {}, b'{"slug":"prices"}')
    yield Request("PUT", f"/v2/pages/{folder}", (), {}, b'{"title":"Folder"}')
    yield Request("PUT", f"/v2/pages/{UNKNOWN}", (), {}, b'{"title":1}')
    yield from (Request("GET", path) for path in (page, f"/v2/sites/{sandbox.site_ids['one-tongue']}", "/v2/sites"))


Answers = list[tuple[str, Response]]


def ask_everything(assumptions: Assumptions) -> Answers:
    """Return what a new sandbox answers to all requests, once for each kind of token, and to which operation."""
    # Neither a full minute nor the end of one while the requests last.
    clock = Clock(datetime(2026, 10, 9, 12, 0, 17, tzinfo=UTC), running=False)
    # Just enough that the last few requests are too many.
    sandbox = Sandbox(assumptions=assumptions, clock=clock, rate_limit=sum(1 for _ in requests(Sandbox())) - 2)
    answers = Answers()
    for token in (sandbox.token, sandbox.tokens["without-pages-write"], "nobody's"):
        for request in requests(sandbox):
            headers = {"content-type": "application/json", **request.headers, "authorization": f"Bearer {token}"}
            operation = routes.operation_of(request)
            assert operation is not None
            answers.append((operation, sandbox(evolve(request, headers=headers))))
            clock.advance(0.01)
    return answers


def ask_by_plan(assumptions: Assumptions) -> Answers:
    """Return what two tokens are answered that the plans limit: one reaches a site of each plan, one only a site."""
    first, *others = default().sites
    token, other, *_ = default().tokens
    seed = evolve(
        default(),
        sites=(evolve(first, plan="enterprise"), *others),
        tokens=(token, evolve(other, site_ids=frozenset([first.id]))),
    )
    sandbox = Sandbox(seed, assumptions=assumptions, clock=Clock(running=False))
    headers = ({"authorization": f"Bearer {one.value}"} for one in seed.tokens)
    return [("list-sites", sandbox(Request("GET", "/v2/sites", (), one))) for one in headers]


def answers_under(assumptions: Assumptions) -> Answers:
    return ask_everything(assumptions) + ask_by_plan(assumptions)


@cache
def default_answers() -> Answers:
    return answers_under(Assumptions())


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_an_alternative_keeps_to_the_contract(name: str, value: str) -> None:
    contract, answers = closed(effective.load()), answers_under(Assumptions().flipped(**{name: value}))

    rules = {finding.rule for operation, answer in answers for finding in contract.judge(operation, answer)}

    assert rules == ({NEWS[name, value]} if (name, value) in NEWS else set())
    assert {200, 400, 401, 403, 404, 429} <= {answer.status for _, answer in answers}
    # The requests reach the question: where an alternative's answers were the default's, nothing above could fail.
    reached = name not in OUTSIDE and value != getattr(Assumptions(), name)
    assert (answers != default_answers()) is reached


def test_what_is_said_to_be_outside_of_the_contract_is_in_the_register() -> None:
    assert set(OUTSIDE) <= {assumption.name for assumption in register()}
