"""``pull``: what it asks for, writes and tells."""

import csv
import json
from pathlib import Path

import pytest
from attrs import evolve

from webflow_contract.sandbox import Sandbox
from webflow_pages import LocaleError, TransportError, Webflow
from webflow_pages.commands.pulling import pull
from webflow_pages.metadata.files.reading import read_wanted
from webflow_pages.metadata.files.writing import write_files
from webflow_pages.metadata.plan.making import make_plan
from webflow_pages.metadata.resolving import resolve
from webflow_pages.metadata.state import read_state

from .sites import snapshot, told


@pytest.mark.parametrize("name", ["pages", "pages.csv"])
def test_what_is_pulled_is_what_the_site_holds(
    tmp_path: Path, name: str, webflow: Webflow, webflow_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / name
    assert pull(webflow, webflow_sandbox.site_id, target, (), prune=False, json=True) == 0
    requests = len(webflow_sandbox.requests())
    document = json.loads(capsys.readouterr().out)
    state = read_state(webflow, webflow_sandbox.site_id)

    assert told(resolve(read_wanted(target), state)) == told(state.entries())
    assert requests == 1 + len(document["locales"]) * -(-document["pages"] // 100)
    assert document == {
        "schema": 1,
        "site": webflow_sandbox.site_id,
        "pages": len(state.pages),
        "locales": [locale.tag for locale in state.locales],
        "requests": requests,
        "written": document["written"],
        "unchanged": 0,
        "moved": [],
        "gone": [],
        "removed": [],
        "replaced": [],
    }
    assert sorted(document["written"]) == sorted(str(path) for path in tmp_path.rglob("*") if path.is_file())


def test_it_tells_what_became_of_the_files(
    tmp_path: Path, webflow: Webflow, webflow_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    site, folder = webflow_sandbox.site_id, tmp_path / "pages"
    pull(webflow, site, folder, ("fr-FR",), prune=False, json=False)
    first = capsys.readouterr()
    (folder / "gone.yaml").write_text(f"page: {'0' * 24}\nlocales: {{fr: {{}}}}", encoding="utf-8")
    pull(webflow, site, folder, ("fr-FR",), prune=False, json=False)
    second = capsys.readouterr()
    pull(webflow, site, folder, ("fr-FR",), prune=True, json=False)
    third = capsys.readouterr()

    assert f"written  {folder / 'pricing.yaml'}\n" in first.out
    assert "in 2 locales, 3 requests: 8 files written, 0 unchanged." in first.err
    assert second.out == f"gone     {folder / 'gone.yaml'}\n"
    assert "--prune removes them" in second.err
    assert third.out == f"removed  {folder / 'gone.yaml'}\n"
    assert "in 2 locales, 4 requests: 0 files written, 8 unchanged." in third.err


def test_locales_that_were_not_pulled_stay_in_the_files(
    tmp_path: Path, webflow: Webflow, webflow_sandbox: Sandbox
) -> None:
    site, folder = webflow_sandbox.site_id, tmp_path / "pages"
    pull(webflow, site, folder, (), prune=False, json=True)
    before = (folder / "pricing.yaml").read_text(encoding="utf-8")
    webflow.pages.update(webflow_sandbox.page_id, locale="fr-FR", title="Neuf")
    webflow.pages.update(webflow_sandbox.page_id, locale="de-DE", title="Neu")
    pull(webflow, site, folder, ("fr-FR",), prune=False, json=True)

    assert (folder / "pricing.yaml").read_text(encoding="utf-8") == before.replace("title: Tarifs\n", "title: Neuf\n")


def test_an_unknown_locale_writes_nothing(tmp_path: Path, webflow: Webflow, webflow_sandbox: Sandbox) -> None:
    with pytest.raises(LocaleError, match="it-IT"):
        pull(webflow, webflow_sandbox.site_id, tmp_path / "pages", ("it-IT",), prune=False, json=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["pages", "pages.csv"])
def test_only_what_is_gone_for_certain_is_pruned(
    tmp_path: Path,
    name: str,
    webflow: Webflow,
    webflow_sandbox: Sandbox,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A listing may be empty, as a proxy may answer, or lack a page, as another one was deleted meanwhile."""
    site, target = webflow_sandbox.site_id, tmp_path / name
    state = read_state(webflow, site)
    pull(webflow, site, target, (), prune=False, json=False)
    before = snapshot(tmp_path)
    monkeypatch.setattr("webflow_pages.metadata.state.read_state", lambda *_: evolve(state, pages={}, values={}))
    capsys.readouterr()
    pull(webflow, site, target, (), prune=True, json=True)
    out, err = capsys.readouterr()

    assert snapshot(tmp_path) == before
    assert json.loads(out)["removed"] == []
    assert len(json.loads(out)["gone"]) == len(state.pages)
    assert json.loads(out)["requests"] == state.requests + len(state.pages)
    assert f"Webflow has its page {webflow_sandbox.page_id}, though it did not list it: pull again" in err


def test_a_page_that_cannot_be_asked_for_is_kept(
    tmp_path: Path,
    webflow: Webflow,
    webflow_sandbox: Sandbox,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "path.yaml").write_text("path: /gone\nlocales: {fr: {}}", encoding="utf-8")
    (tmp_path / "id.yaml").write_text(f"page: {'0' * 24}\nlocales: {{fr: {{}}}}", encoding="utf-8")

    def get(*_: object) -> None:
        raise TransportError("No answer came")

    monkeypatch.setattr(type(webflow.pages), "get", get)
    pull(webflow, webflow_sandbox.site_id, tmp_path, ("fr-FR",), prune=True, json=False)
    err = capsys.readouterr().err

    assert f"{tmp_path / 'path.yaml'} is still there: it names its page by a path alone" in err
    assert f"{tmp_path / 'id.yaml'} is still there: nobody can say whether its page is gone: No answer came" in err
    assert (tmp_path / "path.yaml").exists()
    assert (tmp_path / "id.yaml").exists()


@pytest.mark.parametrize("name", ["pages", "pages.csv"])
def test_texts_that_are_no_longer_in_the_files_are_told(
    tmp_path: Path, name: str, webflow: Webflow, webflow_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    site, target = webflow_sandbox.site_id, tmp_path / name
    pull(webflow, site, target, (), prune=False, json=False)
    file = target / "pricing.yaml" if target.is_dir() else target
    text = file.read_text(encoding="utf-8")
    assert "Tarifs" in text
    file.write_text(text.replace("Tarifs", "Nos prix", 1), encoding="utf-8")
    capsys.readouterr()
    pull(webflow, site, target, (), prune=False, json=True)
    out, err = capsys.readouterr()

    assert json.loads(out)["replaced"] == [
        {
            "file": str(file),
            "page": "/pricing",
            "locale": "fr-FR",
            "field": "title",
            "before": "Nos prix",
            "after": "Tarifs",
        }
    ]
    where = f"{file}:" if target.is_dir() else f"{file}: /pricing:"
    assert f"{where} title in fr-FR was 'Nos prix', is 'Tarifs'\n" in err


def test_twenty_texts_are_told_and_the_others_counted(
    tmp_path: Path, webflow: Webflow, webflow_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    site, target = webflow_sandbox.site_id, tmp_path / "pages.csv"
    pull(webflow, site, target, (), prune=False, json=False)
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    edited = [{**row, "title": "x" * 100, "slug": "(cleared)", "open_graph.title": "(mirror)"} for row in rows]
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(edited)
    capsys.readouterr()
    pull(webflow, site, target, (), prune=False, json=True)
    out, err = capsys.readouterr()
    told = [line for line in err.splitlines() if " was " in line]

    assert len(told) == 20
    assert f"and {len(json.loads(out)['replaced']) - 20} more\n" in err
    assert f" was '{'x' * 60}…', is " in told[0]
    assert any("slug in en-US was (empty), is 'about'" in line for line in told)
    assert {"mirror": True} in [one["before"] for one in json.loads(out)["replaced"]]


def test_a_text_that_the_site_does_not_have_is_left_out(
    tmp_path: Path, webflow: Webflow, webflow_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    site = webflow_sandbox.site_id
    pull(webflow, site, tmp_path / "pages", (), prune=False, json=False)
    capsys.readouterr()
    pull(webflow, site, tmp_path / "pages", (), prune=False, skip_inherited=True, json=False)

    assert ", is left out\n" in capsys.readouterr().err


def test_a_site_without_pages_is_a_table_of_no_changes(
    tmp_path: Path, webflow: Webflow, webflow_sandbox: Sandbox
) -> None:
    state = evolve(read_state(webflow, webflow_sandbox.site_id), pages={}, values={})
    write_files(state, tmp_path / "pages.csv")

    assert make_plan(state, resolve(read_wanted(tmp_path / "pages.csv"), state)).updates == ()
