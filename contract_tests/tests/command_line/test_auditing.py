"""``audit`` shows pages by locales, on the terminal, as JSON and as one HTML file."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from webflow_contract.sandbox import Sandbox

from .conftest import Cli


def marks(document: dict[str, Any], name: str, locale: str) -> dict[str, list[str]]:
    (page,) = [page for page in document["pages"] if page["name"] == name]
    found: dict[str, list[str]] = page["locales"][locale]
    return found


@pytest.fixture
def document(cli: Cli) -> dict[str, Any]:
    done = cli("audit", "--json")
    assert done.code == 0
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_each_field_has_its_marks(document: dict[str, Any]) -> None:
    assert marks(document, "/pricing", "fr-FR") == {}
    assert marks(document, "/pricing", "pt-BR") == {
        "title": ["inherited"],
        "seo.title": ["inherited"],
        "seo.description": ["inherited"],
        "open_graph.title": ["inherited"],
        "open_graph.description": ["inherited"],
    }
    assert marks(document, "/imprint", "en-US") == {
        "seo.description": ["missing"],
        "open_graph.title": ["mirrored"],
        "open_graph.description": ["mirrored"],
    }


def test_the_sums_are_those_of_the_cells(document: dict[str, Any]) -> None:
    for tag, counts in document["counts"].items():
        cells = [page["locales"][tag] for page in document["pages"]]
        found = Counter(mark for cell in cells for given in cell.values() for mark in given)
        assert counts == {**dict.fromkeys(counts, 0), **found}
    assert [page["name"] for page in document["pages"]] == sorted(page["name"] for page in document["pages"])


def test_what_is_too_wide_or_there_twice_is_marked(cli: Cli, sandbox: Sandbox) -> None:
    wide = "A description that goes on " * 20
    for path in ("/about", "/contact"):
        assert cli("update", path, "--locale", "fr-FR", "--seo-title", "Deux fois", "--seo-description", wide).code == 0
    found = json.loads(cli("audit", "--json", "--locale", "fr-FR").stdout)
    assert found["locales"] == ["en-US", "fr-FR"]
    assert marks(found, "/about", "fr-FR")["seo.title"] == ["duplicate"]
    assert set(marks(found, "/contact", "fr-FR")["seo.description"]) == {"wide", "duplicate"}
    assert cli("audit", "--fail-on", "duplicate").code == 1
    assert cli("audit", "--fail-on", "nonsense").code == 2


def test_the_table_has_a_line_for_each_page_and_sums(cli: Cli) -> None:
    done = cli("audit")
    rows = {line[0]: line[1:] for line in done.lines if line}
    assert rows["Page"] == ["en-US", "fr-FR", "de-DE", "pt-BR"]
    assert rows["/pricing"] == ["ok", "ok", "ok", "i5"]
    assert rows["/imprint"][0] == "M1 m2"
    assert rows["M missing"] == ["1", "1", "1", "1"]
    assert cli("audit", "--fail-on", "missing").code == 1
    assert cli("audit", "--fail-on", "wide").code == 0


def test_the_html_file_has_the_same(cli: Cli, tmp_path: Path) -> None:
    assert cli("audit", "--html", str(tmp_path / "audit.html")).code == 0
    shown = (tmp_path / "audit.html").read_text(encoding="utf-8")
    assert shown.count("missing: seo.description") == 4
    assert "<script" not in shown
    done = cli("audit", "--html", str(tmp_path / "none" / "audit.html"))
    assert (done.code, "it cannot be written" in done.stderr) == (1, True)


def test_only_reads_are_sent(cli: Cli, sandbox: Sandbox) -> None:
    cli("audit", "--site", sandbox.site_id)
    assert [entry.operation for entry in sandbox.requests()] == ["get-site", *["list-pages"] * 4]
