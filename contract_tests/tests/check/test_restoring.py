"""Whatever happens in the middle of a check, the page is put back, or it is said that it was not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.check import journal as journals
from webflow_contract.check.journal import Journal, JournalError, OpenJournalError, Original
from webflow_contract.check.report import Report
from webflow_contract.check.restoring import restore
from webflow_contract.check.sending import NotJudgedError, Sender
from webflow_contract.check.subject import Credentials, Subject, is_marked
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Sandbox

Check = Callable[..., Report]
State = Callable[[], list[bytes]]

PAGE = "5eed0000000000000000d003"


class Failing:
    """Lets the world answer, but for one request, which fails before or after it was applied."""

    def __init__(self, world: Sandbox, nth_write: int, error: BaseException, *, applied: bool) -> None:
        self._world, self._nth, self._error, self._applied = world, nth_write, error, applied
        self.writes = 0

    def __call__(self, request: Request) -> Response:
        self.writes += request.method == "PUT"
        fails = request.method == "PUT" and self.writes == self._nth
        if fails and not self._applied:
            raise self._error
        response = self._world(request)
        if fails:
            raise self._error
        return response


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.json"


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("nth", [1, 2, 4, 9, 13])
def test_no_answer_in_the_middle(
    check: Check, world: Sandbox, state: State, path: Path, nth: int, applied: bool
) -> None:
    before = state()
    report = check(Failing(world, nth, NotJudgedError("gone"), applied=applied), journal=path)
    assert (report.verdict, report.not_judged, report.restored) == ("inconclusive", "gone", True)
    assert state() == before
    assert not path.exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(9), RuntimeError("a bug")], ids=repr)
@pytest.mark.parametrize("nth", [1, 3, 9])
def test_an_exception_in_the_middle_goes_on_once_the_page_is_back(
    check: Check, world: Sandbox, state: State, path: Path, nth: int, error: BaseException
) -> None:
    before = state()
    with pytest.raises(type(error)):
        check(Failing(world, nth, error, applied=True), journal=path)
    assert state() == before
    assert not path.exists()


@pytest.mark.parametrize("nth", [14, 15])
def test_an_interruption_while_the_page_is_being_put_back(
    check: Check, world: Sandbox, state: State, path: Path, nth: int
) -> None:
    before = state()
    handler = Failing(world, nth, KeyboardInterrupt(), applied=False)
    with pytest.raises(KeyboardInterrupt):
        check(handler, journal=path)
    assert handler.writes > nth
    assert state() == before
    assert not path.exists()


def test_writes_are_over_after_fifteen(check: Check) -> None:
    assert check().writes == 15  # or else the numbers above are not those of the restoring updates


def refusing(world: Sandbox, status: int) -> Handler:
    """Refuse every update that does not carry a probe's text, and so every one that puts back."""

    def answer(request: Request) -> Response:
        if request.method == "PUT" and b"webflow-contract probe" not in request.content:
            return Response(status, {"content-type": "application/json"}, b'{"message": "no"}')
        return world(request)

    return answer


@pytest.mark.parametrize("status", [200, 403, 500])
def test_a_service_that_does_not_put_back_and_a_later_one_that_does(
    check: Check, world: Sandbox, state: State, path: Path, status: int
) -> None:
    before = state()

    report = check(refusing(world, status), journal=path)

    assert (report.restored, report.verdict, report.exit_code) == (False, "not-restored", 4)
    assert state() != before
    assert restored(world, path) == []
    assert state() == before


def restored(handler: Handler, path: Path) -> list[str]:
    journal = journals.read(path)
    subject = Subject(journal.base_url, "", journal.page_id)
    token = Credentials("sandbox-token-full")
    return restore(Sender(handler, subject, token, sleep=lambda seconds: None, progress=lambda line: None), journal)


def test_what_could_not_be_put_back_is_named(check: Check, world: Sandbox, path: Path) -> None:
    check(refusing(world, 403), journal=path)
    primary, french, *others = restored(refusing(world, 403), path)
    places = "/openGraph/description, /openGraph/title, /seo/description, /seo/title, /title"
    assert primary == f"the primary locale: not as before: {places}"
    assert french.startswith(f"{world.locale_ids['fr-FR']}: not as before: ")
    # What they have in common with the primary locale is as that is.
    assert [line.partition(":")[0] for line in others] == [world.locale_ids["pt-BR"]]


def test_a_locale_is_put_back_though_the_primary_one_is_not(
    check: Check, world: Sandbox, path: Path, read: Callable[..., Any]
) -> None:
    check(refusing(world, 403), journal=path)
    assert is_marked(read(world.page_id, "fr-FR"))

    def primary_unreachable(request: Request) -> Response:
        if not request.query:
            raise NotJudgedError("no answer")
        return world(request)

    assert restored(primary_unreachable, path)[0] == "the primary locale: no answer"
    assert not is_marked(read(world.page_id, "fr-FR"))
    assert restored(world, path) == []


def french_overrides(world: Sandbox) -> set[str]:
    """Return which texts the French page has for itself: those that a write to the primary locale does not reach."""
    headers = {"authorization": f"Bearer {world.token}"}
    body = json.dumps({"seo": {"title": "new", "description": "new"}}).encode()
    world(Request("PUT", f"/v2/pages/{world.page_ids['/about']}", (), headers, body))
    query = (("localeId", world.locale_ids["fr-FR"]),)
    seo = world(Request("GET", f"/v2/pages/{world.page_ids['/about']}", query, headers)).json()["seo"]
    return {name for name, text in seo.items() if text != "new"}


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_a_read_that_fails_while_a_locale_is_put_back_makes_no_overrides(
    check: Check, world: Sandbox, status: int
) -> None:
    expected = french_overrides(Sandbox())
    updates: list[Request] = []

    def failing(request: Request) -> Response:
        if request.method == "PUT":
            updates.append(request)
        back = bool(updates) and b"webflow-contract probe" not in updates[-1].content
        if back and request.method == "GET" and request.query and b"title" in updates[-1].content:
            return Response(status, {"content-type": "application/json"}, b"{}")
        return world(request)

    report = check(failing, page=world.page_ids["/about"])

    assert report.restored is False
    assert french_overrides(world) == expected


def test_what_is_not_written_is_proven_to_be_as_it_was_too(check: Check, world: Sandbox, path: Path) -> None:
    moved: list[str] = []

    def moving(request: Request) -> Response:
        response = world(request)
        if request.method == "PUT":
            moved.append("moved")
        if moved and response.status == 200 and "/pages/" in request.path:
            body = {**response.json(), "slug": "moved"}
            return Response(200, response.headers, json.dumps(body).encode())
        return response

    report = check(moving, journal=path)

    assert (report.restored, report.exit_code) == (False, 4)
    assert path.exists()


def test_what_somebody_wrote_meanwhile_is_left_alone_unless_forced(
    check: Check, world: Sandbox, path: Path, read: Callable[..., Any]
) -> None:
    check(refusing(world, 403), journal=path)
    headers = {"authorization": f"Bearer {world.token}"}
    world(Request("PUT", f"/v2/pages/{world.page_id}", (), headers, b'{"title": "New prices"}'))
    journal = journals.read(path)
    subject, token = Subject(journal.base_url, "", journal.page_id), Credentials(world.token)
    sender = Sender(world, subject, token, sleep=lambda seconds: None, progress=lambda line: None)

    problems = restore(sender, journal, over_edits=False)

    assert problems[0] == "the primary locale: not as before: /title"
    assert read(world.page_id)["title"] == "New prices"
    assert read(world.page_id)["seo"]["title"] == "Pricing | Lantern & Loom"

    assert restore(sender, journal) == []
    assert read(world.page_id)["title"] == "Pricing"


def test_the_journal_is_there_before_the_first_write_and_has_no_token(check: Check, world: Sandbox, path: Path) -> None:
    seen: list[str] = []

    def watching(request: Request) -> Response:
        if request.method == "PUT":
            seen.append(path.read_text(encoding="utf-8"))
        return world(request)

    check(watching, journal=path)

    assert len(set(seen)) == 1
    assert "sandbox-token" not in seen[0]
    assert "Bearer" not in seen[0]
    content = json.loads(seen[0])
    assert content["page_id"] == world.page_id
    locales = [world.locale_ids[tag] for tag in ("fr-FR", "de-DE", "pt-BR")]
    assert [original["localeId"] for original in content["originals"]] == [None, *locales]
    assert [bool(original["written"]) for original in content["originals"]] == [True, True, False, False]
    assert [["seo", "title"], "Pricing | Lantern & Loom"] in content["originals"][0]["texts"]


def test_a_journal_that_somebody_removed_meanwhile_does_no_harm(check: Check, world: Sandbox, path: Path) -> None:
    def removing(request: Request) -> Response:
        if request.method == "PUT":
            path.unlink(missing_ok=True)
        return world(request)

    assert check(removing, journal=path).verdict == "clean"


def test_a_journal_that_cannot_be_written_stops_before_the_first_write(
    check: Check, recorder: Any, tmp_path: Path
) -> None:
    with pytest.raises(JournalError, match="cannot be written: No such file or directory"):
        check(recorder, journal=tmp_path / "no" / "journal.json")
    assert recorder.writes == []


JOURNAL = Journal(
    "https://api.webflow.com/v2",
    PAGE,
    (
        Original(None, {("title",): "Café 漢字 🌍", ("seo", "title"): "a"}, {"title": "Café 漢字 🌍", "slug": None}),
        Original("5eed0000000000000000b002", {("openGraph", "description"): "\n\t'\""}, {}),
    ),
)


def test_a_journal_is_read_as_it_was_written(path: Path) -> None:
    JOURNAL.open(path)
    assert journals.read(path) == JOURNAL


def test_a_journal_is_never_written_over(path: Path) -> None:
    JOURNAL.open(path)
    before = path.read_bytes()
    with pytest.raises(OpenJournalError):
        Journal("https://other.example/v2", PAGE, ()).open(path)
    assert path.read_bytes() == before


def test_a_journal_that_is_only_half_written_leaves_no_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(JournalError, match="No space left on device"):
        JOURNAL.open(path)
    assert not path.exists()


def _journal(**changes: Any) -> str:
    original = {"localeId": None, "texts": [[["title"], "Pricing"]], "metadata": {}, **changes.pop("original", {})}
    content = {"schema": 1, "base_url": "https://x.example/v2", "page_id": PAGE, "originals": [original], **changes}
    return json.dumps(content)


def test_a_journal_of_a_version_that_did_not_say_what_is_written_is_read(path: Path) -> None:
    path.write_text(_journal(), encoding="utf-8")
    assert journals.read(path).originals == (Original(None, {("title",): "Pricing"}, {}),)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "null",
        "[]",
        "[" * 100_000,
        '"text"',
        _journal(originals=None),
        _journal(originals="ab"),
        _journal(page_id="../sites"),
        _journal(page_id=None),
        _journal(schema="1"),
        _journal(original={"localeId": "a/b"}),
        _journal(original={"texts": [[[], "x"]]}),
        _journal(original={"metadata": None}),
        _journal(original={"texts": [[["slug"], "x"]]}),
        _journal(original={"texts": [[["title"], None]]}),
        _journal(original={"texts": [["title", "x"]]}),
        _journal(original={"texts": [[[{}], "x"]]}),
        _journal(original={"written": [["seo", "title"]]}),
        _journal(original={"written": "title"}),
        _journal(original={"written": None}),
    ],
)
def test_a_broken_journal_is_refused(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    with pytest.raises(JournalError, match=r"journal\.json: "):
        journals.read(path)


def test_a_journal_of_a_later_version_is_refused(path: Path) -> None:
    path.write_text(_journal(schema=2), encoding="utf-8")
    with pytest.raises(JournalError, match="has schema 2, and this version reads 1"):
        journals.read(path)


def test_a_journal_that_is_no_text_is_refused(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(JournalError, match="no journal of a check"):
        journals.read(path)
