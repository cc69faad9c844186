"""``pull``: what it asks for, writes and tells."""

import json
from pathlib import Path

import pytest

from webflow_contract.sandbox import Sandbox
from webflow_pages import LocaleError, Webflow
from webflow_pages.commands.pulling import pull
from webflow_pages.metadata.files.reading import read_wanted
from webflow_pages.metadata.resolving import resolve
from webflow_pages.metadata.state import read_state

from .sites import told


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
    }
    assert sorted(document["written"]) == sorted(str(path) for path in tmp_path.rglob("*") if path.is_file())


def test_it_tells_what_became_of_the_files(
    tmp_path: Path, webflow: Webflow, webflow_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    site, folder = webflow_sandbox.site_id, tmp_path / "pages"
    pull(webflow, site, folder, ("fr-FR",), prune=False, json=False)
    first = capsys.readouterr()
    (folder / "gone.yaml").write_text("path: /gone\nlocales: {fr: {}}", encoding="utf-8")
    pull(webflow, site, folder, ("fr-FR",), prune=False, json=False)
    second = capsys.readouterr()
    pull(webflow, site, folder, ("fr-FR",), prune=True, json=False)
    third = capsys.readouterr()

    assert f"written  {folder / 'pricing.yaml'}\n" in first.out
    assert "in 2 locales, 3 requests: 8 files written, 0 unchanged." in first.err
    assert second.out == f"gone     {folder / 'gone.yaml'}\n"
    assert "--prune removes them" in second.err
    assert third.out == f"removed  {folder / 'gone.yaml'}\n"


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
