"""Nothing gets through to somebody's site that could not be undone."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from webflow_contract.check.journal import Journal, JournalError, Original, read
from webflow_contract.check.sending import NotJudgedError
from webflow_contract.check.subject import MARKER
from webflow_contract.contract import effective
from webflow_contract.exchange import Request, Response
from webflow_contract.suite.guarding import Guard, is_harmless
from webflow_contract.suite.values import Values

PATH = "/v2/pages/5eed0000000000000000d003"
TEXTS = {("title",): "T", ("seo", "title"): "ST", ("openGraph", "title"): "OT"}
VALUES = Values(effective.load(), TEXTS, harmless=True)


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        f'{{"title": "T {MARKER}"}}',
        f'{{"openGraph": {{"title": "OT {MARKER}", "titleCopied": false}}}}',
        '{"title": 1}',
        '{"noSuchField": "x"}',
        '{"title": ',
        "[1]",
        "null",
        "",
    ],
)
def test_what_can_be_undone_passes(body: str) -> None:
    assert is_harmless(body.encode(), TEXTS)


@pytest.mark.parametrize(
    "body",
    [
        '{"title": "T"}',
        '{"title": null}',
        f'{{"slug": "{MARKER}"}}',
        f'{{"seo": {{"description": "{MARKER}"}}}}',
        '{"seo": null}',
        '{"seo": 1}',
        '{"openGraph": {"titleCopied": true}}',
        '{"openGraph": {"titleCopied": 0}}',
        '{"openGraph": {"descriptionCopied": false}}',
        '{"seo": {"noSuchField": 1}}',
        '{"draft": true}',
        '{"id": "0123456789abcdef01234567"}',
    ],
)
def test_what_cannot_be_undone_does_not(body: str) -> None:
    assert not is_harmless(body.encode(), TEXTS)


@given(VALUES.bodies() | VALUES.unknown().map(lambda update: update[0]))
def test_whatever_the_suite_draws_for_somebodys_page_can_be_undone(body: Any) -> None:
    assert is_harmless(body if isinstance(body, bytes) else json.dumps(body).encode(), TEXTS)


@given(VALUES.updates())
def test_a_text_begins_with_what_is_there_and_ends_with_the_marker(body: dict[str, Any]) -> None:
    for holder, prefix in ((body, ()), (body.get("seo", {}), ("seo",)), (body.get("openGraph", {}), ("openGraph",))):
        if "title" in holder:
            assert holder["title"].startswith(TEXTS[*prefix, "title"])
            assert holder["title"].endswith(f" {MARKER}")


@pytest.fixture
def passed() -> list[Request]:
    return []


@pytest.fixture
def guard(passed: list[Request], tmp_path: Path) -> Guard:
    def handler(request: Request) -> Response:
        passed.append(request)
        return Response(200)

    return Guard(handler, 3, PATH, tmp_path / "journal.json")


JOURNAL = Journal("https://service.example/v2", PATH.rsplit("/", 1)[1], (Original(None, TEXTS, {"title": "T"}),))
UPDATE = Request("PUT", PATH, content=f'{{"title": "{MARKER}"}}'.encode())


def test_the_journal_is_there_before_the_first_update(guard: Guard, passed: list[Request], tmp_path: Path) -> None:
    file = tmp_path / "journal.json"
    guard.allow(JOURNAL)
    guard(Request("GET", PATH))
    assert not file.exists()
    guard(UPDATE)
    assert read(file) == JOURNAL
    guard(UPDATE)
    assert len(passed) == 3


def test_without_a_journal_no_update_passes(guard: Guard, passed: list[Request], tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        guard(UPDATE)
    (tmp_path / "journal.json").write_text("somebody else's", encoding="utf-8")
    guard.allow(JOURNAL)
    with pytest.raises(NotJudgedError, match="restore"):
        guard(UPDATE)
    assert passed == []
    with pytest.raises(JournalError):
        read(tmp_path / "journal.json")


@pytest.mark.parametrize(
    "request_",
    [
        Request("PUT", "/v2/pages/0123456789abcdef01234567", content=UPDATE.content),
        Request("PUT", PATH, (("localeId", "5eed0000000000000000b002"),), content=UPDATE.content),
        Request("PUT", PATH, content=b'{"slug": "other"}'),
        Request("PATCH", PATH, content=UPDATE.content),
        Request("DELETE", PATH),
        Request("POST", "/v2/sites/5eed0000000000000000a001/publish"),
    ],
)
def test_nothing_but_updates_of_the_page_passes(guard: Guard, passed: list[Request], request_: Request) -> None:
    guard.allow(JOURNAL)
    with pytest.raises(RuntimeError):
        guard(request_)
    assert passed == []
    assert not guard.is_open


def test_the_budget_holds_for_all_but_putting_back(guard: Guard, passed: list[Request]) -> None:
    for _ in range(3):
        guard(Request("GET", PATH))
    with pytest.raises(NotJudgedError, match="used up"):
        guard(Request("GET", PATH))
    guard.restore()
    guard(Request("PUT", PATH, content=b'{"title": "T"}'))
    assert len(passed) == guard.requests == 4
