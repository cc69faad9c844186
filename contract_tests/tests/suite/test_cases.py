"""What a generated request is expected to be answered with."""

from typing import Any

import pytest

from webflow_contract.assumptions import register
from webflow_contract.check.probes import Probe
from webflow_contract.contract import effective
from webflow_contract.suite.cases import OPEN, Cases, Expected

PAGE, SITE = "5eed0000000000000000d003", "5eed0000000000000000a001"
PRIMARY, FRENCH = "5eed0000000000000000b001", "5eed0000000000000000b002"


@pytest.fixture(scope="module")
def cases() -> Cases:
    return Cases(effective.load(), {"page_id": PAGE, "site_id": SITE}, PRIMARY, [FRENCH], None)


def expected(cases: Cases, **request: Any) -> Expected:
    operation = "update-page-metadata" if "body" in request else "list-pages"
    method = "PUT" if "body" in request else "GET"
    return cases.expected(Probe("case", operation, "", None, f"/pages/{PAGE}", method, **request))


def test_every_open_question_is_one_of_the_register() -> None:
    known = {assumption.name for assumption in register()}
    asked = [name for names in OPEN.values() for name in names]
    assert set(asked) <= known
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"query": (("limit", "1"), ("offset", "0"), ("localeId", PRIMARY))},
        {"query": (("limit", "1000000"),)},
        {"body": b'{"title": "T"}', "query": (("localeId", FRENCH),)},
        {"body": b'{"seo": {"title": "T", "unknown": null}}'},
    ],
)
def test_what_the_contract_allows_is_to_be_taken(cases: Cases, request_: dict[str, Any]) -> None:
    assert expected(cases, **request_) == Expected(200)


@pytest.mark.parametrize(
    "request_",
    [
        {"query": (("limit", "0"),)},
        {"query": (("limit", "1.5"),)},
        {"query": (("offset", "-1"),)},
        {"query": (("offset", "false"), ("localeId", "none"))},
        {"body": b'{"title": null}'},
        {"body": b'{"seo": {"title": 1}}'},
        {"body": b'{"openGraph": {"titleCopied": "no"}}'},
        {"body": b"[]"},
        {"body": b"{"},
    ],
)
def test_what_it_forbids_is_to_be_refused(cases: Cases, request_: dict[str, Any]) -> None:
    assert expected(cases, **request_) == Expected(400)


@pytest.mark.parametrize(
    ("request_", "question"),
    [
        ({"body": b""}, "no body"),
        ({"body": b"{}"}, "an empty update"),
        ({"body": b'{"title": ""}'}, "an empty title"),
        ({"body": b'{"openGraph": {"description": ""}}'}, "an empty text"),
        ({"body": b'{"slug": "anything"}'}, "a slug"),
        ({"body": b'{"title": "T"}', "query": (("localeId", PRIMARY),)}, "an update that names the primary locale"),
        ({"query": (("localeId", "none"),)}, "a locale that is none of the site's"),
        ({"query": (("limit", "1"), ("limit", "1"))}, "a parameter given twice"),
        ({"query": (("offset", ""),)}, "an empty number"),
        ({"query": (("offset", "9007199254740992"),)}, "a number that JavaScript does not keep"),
    ],
)
def test_what_nobody_knows_may_be_either(cases: Cases, request_: dict[str, Any], question: str) -> None:
    found = expected(cases, **request_)
    assert found.status == 200
    assert question in found.questions
    assert 400 in found.lawful
