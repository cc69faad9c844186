"""Away from this machine, only what can be put back is written."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from webflow_contract.check.report import Report
from webflow_contract.check.subject import MARKER, Subject, is_marked, update_of, writable_texts
from webflow_contract.sandbox import Sandbox

Check = Callable[..., Report]


def sent(recorder: Any) -> list[dict[str, Any]]:
    return [json.loads(request.content) for request in recorder.writes if not request.content.endswith(b": ")]


def test_a_site_elsewhere_is_checked_by_the_same_probes(live: Check, check: Check, recorder: Any) -> None:
    report = live(recorder)
    assert report.verdict == "clean"
    assert (report.requests, report.writes) == (check().requests, check().writes)
    assert len(recorder.writes) == 15


def test_read_only_fields_and_slugs_are_not_sent(live: Check, recorder: Any) -> None:
    live(recorder)
    assert {name for body in sent(recorder) for name in body} == {"title", "seo", "openGraph", "noSuchField"}


def test_read_only_fields_are_sent_to_the_sandbox(check: Check, recorder: Any) -> None:
    check(recorder)
    assert {"id", "createdOn"} <= {name for body in sent(recorder) for name in body}


@pytest.mark.parametrize("page", ["/", "/detail_posts"])
def test_special_pages_are_written_only_when_somebody_says_so(
    live: Check, recorder: Any, world: Sandbox, page: str, state: Callable[[], list[bytes]]
) -> None:
    before = state()
    assert live(recorder, page=world.page_ids[page]).verdict == "inconclusive"
    assert recorder.writes == []

    assert live(recorder, page=world.page_ids[page], special=True, locale=None).verdict == "clean"
    assert recorder.writes
    assert state() == before


def test_mirrored_texts_are_never_written(live: Check, recorder: Any, world: Sandbox) -> None:
    assert live(recorder, page=world.page_ids["/contact"], locale=None).verdict == "clean"
    assert recorder.writes
    assert not [body for body in sent(recorder) if "openGraph" in body]


def test_a_text_that_is_its_own_is_written_beside_one_that_is_mirrored(
    live: Check, recorder: Any, world: Sandbox
) -> None:
    live(recorder, page=world.page_ids["/about"], locale=None)
    open_graph = [body["openGraph"] for body in sent(recorder) if "openGraph" in body]
    assert open_graph
    assert {name for texts in open_graph for name in texts} == {"title", "titleCopied"}
    assert {texts["titleCopied"] for texts in open_graph} == {False}


def test_the_restoring_update_is_the_last_write_of_the_primary_locale(
    live: Check, recorder: Any, read: Callable[..., Any], world: Sandbox
) -> None:
    before = read(world.page_id)
    live(recorder, locale=None)
    assert sent(recorder)[-1] == {name: before[name] for name in ("title", "seo", "openGraph")}


PAGE = {
    "title": "T",
    "slug": "s",
    "seo": {"title": "ST", "description": "SD"},
    "openGraph": {"title": "OT", "titleCopied": False, "description": "OD", "descriptionCopied": False},
}


def test_every_text_of_a_plain_page_can_be_written() -> None:
    assert update_of(writable_texts(PAGE)) == {name: PAGE[name] for name in ("title", "seo", "openGraph")}


@pytest.mark.parametrize(
    "flag", [{"titleCopied": True}, {"titleCopied": None}, {"titleCopied": 0}, {"titleCopied": "false"}, {}]
)
def test_an_open_graph_text_is_written_only_beside_a_flag_that_is_false(flag: dict[str, Any]) -> None:
    assert writable_texts({"openGraph": {"title": "OT", **flag}}) == {}


@pytest.mark.parametrize("text", ["", None, 1, True, [], {}, 'a {{wf {"path":"slug"} }}', "half \ud83c"])
def test_what_could_not_be_put_back_is_not_written(text: Any) -> None:
    assert writable_texts({"title": text, "seo": {"title": text}}) == {}


@pytest.mark.parametrize("page", [None, [], "page", 1, {"seo": None, "openGraph": []}, {"seo": "text"}])
def test_what_is_no_page_has_no_texts(page: Any) -> None:
    assert writable_texts(page) == {}


@pytest.mark.parametrize(
    "page",
    [
        {"title": f"a {MARKER}"},
        {"openGraph": {"title": MARKER}},
        {"openGraph": {"title": MARKER, "titleCopied": True}},
        {"seo": {"title": f'{{{{wf "slug"}}}} {MARKER}'}},
        {"anything": [{"at": f"{MARKER} é 漢字"}]},
    ],
)
def test_the_marker_is_found_wherever_it_stands(page: Any) -> None:
    assert is_marked(page)
    assert not is_marked(PAGE)


@pytest.mark.parametrize(
    ("base_url", "local"),
    [
        ("http://127.0.0.1:8000/v2", True),
        ("http://localhost/v2", True),
        ("http://[::1]:8000/v2", True),
        ("https://api.webflow.com/v2", False),
        ("https://localhost.example/v2", False),
        ("https://127.0.0.1.example/v2", False),
        ("https://10.0.0.1/v2", False),
    ],
)
def test_only_loopback_is_local(base_url: str, local: bool) -> None:
    assert Subject(base_url, "", "").is_local is local
