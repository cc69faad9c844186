"""Two checks of one page do not get in each other's way: the later one writes nothing."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.check.alone import BusyError, alone
from webflow_contract.check.report import Report
from webflow_contract.commands.app import run as command
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox

Check = Callable[..., Report]
HERE = f"http://127.0.0.1:{os.getpid()}/v2"
"""An address of this process alone: tests run beside each other."""
ONE, TWO = f"https://one-{os.getpid()}.example/v2", f"https://two-{os.getpid()}.example/v2"
LOCKED: dict[str, Any] = {"locked": True, "base_url": HERE}


def test_a_page_that_is_being_checked_is_left_alone(
    check: Check, recorder: Any, world: Sandbox, tmp_path: Path
) -> None:
    with alone(HERE, world.page_id):
        report = check(recorder, journal=tmp_path / "journal.json", **LOCKED)
    assert (report.verdict, report.requests, recorder.passed) == ("inconclusive", 0, [])
    assert report.not_judged == "Another check of this page runs on this machine: wait for it."
    assert check(journal=tmp_path / "journal.json", **LOCKED).verdict == "clean"


def test_a_check_in_the_middle_of_another_one_stops_before_it_sends_anything(
    check: Check, world: Sandbox, tmp_path: Path
) -> None:
    others: list[Report] = []

    def meanwhile(request: Request) -> Response:
        if request.method == "PUT" and not others:
            others.append(check(journal=tmp_path / "other.json", **LOCKED))
        return world(request)

    assert check(meanwhile, journal=tmp_path / "journal.json", **LOCKED).verdict == "clean"
    assert [(other.verdict, other.writes) for other in others] == [("inconclusive", 0)]


def test_other_pages_and_other_services_are_free() -> None:
    with alone(ONE, "1"):
        with alone(ONE, "2"), alone(TWO, "1"):
            pass
        with pytest.raises(BusyError), alone(f"{ONE.upper()}/", "1"):
            pass


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://127.0.0.1:8080/v2", "http://localhost:8080/v2/"),
        ("http://[::1]:8080/v2", "http://LOCALHOST:8080/v2"),
        ("https://one.example/v2", "https://one.example:443/v2"),
    ],
)
def test_an_address_is_the_same_in_any_spelling(one: str, other: str) -> None:
    page = f"page{os.getpid()}"
    with alone(one, page), pytest.raises(BusyError), alone(other, page.upper()):
        pass


def test_the_lock_ends_with_whoever_holds_it() -> None:
    def hold() -> None:
        with pytest.raises(RuntimeError), alone(ONE, "3"):
            raise RuntimeError("it breaks")

    thread = threading.Thread(target=hold)
    thread.start()
    thread.join()
    with alone(ONE, "3"):
        pass


def test_where_no_lock_can_be_the_check_runs_all_the_same(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "file"))
    assert check(journal=tmp_path / "journal.json", **LOCKED).verdict == "clean"


def test_a_page_is_not_put_back_while_it_is_checked(
    check: Check,
    world: Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    journal, codes = tmp_path / "journal.json", list[int]()
    monkeypatch.setenv("WEBFLOW_TOKEN", world.token)

    def meanwhile(request: Request) -> Response:
        if request.method == "PUT" and not codes:
            codes.append(command(["restore", str(journal)]))
        return world(request)

    assert check(meanwhile, journal=journal, **LOCKED).verdict == "clean"
    assert codes == [4]
    assert "Another check of this page runs" in capsys.readouterr().err


@pytest.mark.parametrize("tag", [None, "fr-FR", "de-DE"])
def test_a_check_on_another_machine_is_told_by_its_texts_up_to_the_last_read(
    check: Check, world: Sandbox, write: Callable[..., None], tag: str | None
) -> None:
    """The other one begins after the page was read, and before the first write."""
    begun: list[Request] = []

    def other(request: Request) -> Response:
        if request.path == "/v2/sites" and not begun:
            begun.append(request)
            write(world.page_id, {"title": "Pricing (webflow-contract probe)"}, tag)
        return world(request)

    report = check(other)
    assert report.writes == 0
    assert f"or of one that runs now, in {tag or 'the primary locale'}" in (report.not_judged or "")


def test_what_somebody_wrote_while_the_check_was_reading_is_what_gets_put_back(
    check: Check, world: Sandbox, write: Callable[..., None], read: Callable[..., Any]
) -> None:
    def editor(request: Request) -> Response:
        if request.path.endswith("/no-such-page"):
            raise AssertionError
        if request.path == "/v2/sites" and "authorization" in request.headers:
            write(world.page_id, {"title": "New prices"})
        return world(request)

    report = check(editor, budget=40)
    assert report.restored is True
    assert read(world.page_id)["title"] == "New prices"
