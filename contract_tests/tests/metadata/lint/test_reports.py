"""Findings as text, JSON, SARIF and commands of GitHub Actions."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_pages.metadata.errors import Place
from webflow_pages.metadata.fields import FIELDS
from webflow_pages.metadata.finding import Finding
from webflow_pages.metadata.lint import RULES
from webflow_pages.metadata.lint.as_github import as_github
from webflow_pages.metadata.lint.as_json import as_json
from webflow_pages.metadata.lint.as_sarif import as_sarif
from webflow_pages.metadata.lint.as_text import as_text, lines, summary
from webflow_pages.metadata.lint.placeholders import placeholder
from webflow_pages.metadata.lint.repository import from_root, root_of


def schema() -> Any:
    """Return the excerpt of SARIF's schema that other tests have, with what it leaves out and lint has."""
    excerpt = json.loads((Path(__file__).parents[2] / "reports" / "sarif.schema.json").read_text(encoding="utf-8"))
    parts = excerpt["$defs"]
    parts["run"]["properties"]["columnKind"] = {"enum": ["utf16CodeUnits", "unicodeCodePoints"]}
    parts["reportingDescriptor"]["properties"] |= {
        "name": {"type": "string"},
        "fullDescription": parts["reportingDescriptor"]["properties"]["shortDescription"],
    }
    region = parts["location"]["properties"]["physicalLocation"]["properties"]["region"]
    region["properties"]["startColumn"] = {"type": "integer", "minimum": 1}
    return excerpt


SARIF = jsonschema_rs.validator_for(schema(), validate_formats=True)

FINDINGS = (
    Finding(
        "PM104",
        "warning",
        "642 px of the 580 px that are shown",
        "/a",
        "de-DE",
        "seo.title",
        Place("pages/a b.yaml", 4, 12),
    ),
    Finding("PM602", "error", "'{{wf' has no end", "/", "en", "seo.title", Place("p.csv", 2)),
    Finding("PM105", "note", "only 5 px", "/a", "en", "seo.title"),
    Finding(
        "PM701", "warning", "'TBD' is a placeholder", "/a", "en", "title", Place("p.csv", 3), ignored="draft, for now"
    ),
    Finding("PM901", "note", "this ignores nothing", "", "", None, Place("webflow-pages.toml", 9, 1)),
)

HOSTILE = Finding(
    "PM701",
    "error",
    "100 %\r\n::stop-commands::x ](y) \x1b[31m",
    "/a\n::error::b",
    "en,\x00",
    "title",
    Place("a,b:c%\n.yaml", 1, 2),
    None,
)


def findings() -> st.SearchStrategy[Finding]:
    texts = st.text(st.characters(), max_size=20)
    places = st.builds(
        Place,
        st.text(st.characters(), min_size=1, max_size=20),
        st.none() | st.integers(1, 99),
        st.none() | st.integers(1, 99),
    )
    return st.builds(
        Finding,
        st.sampled_from(list(RULES)),
        st.sampled_from(["error", "warning", "note"]),
        texts,
        texts,
        texts,
        st.none() | st.sampled_from(FIELDS),
        st.none() | places,
        st.none() | texts,
    )


def test_text_is_in_columns() -> None:
    assert as_text(FINDINGS) == (
        "pages/a b.yaml:4:12     warning  PM104  /a de-DE  seo.title  642 px of the 580 px that are shown\n"
        "p.csv:2                 error    PM602  / en      seo.title  '{{wf' has no end\n"
        "                        note     PM105  /a en     seo.title  only 5 px\n"
        "webflow-pages.toml:9:1  note     PM901                       this ignores nothing\n"
    )
    assert [style for style, _ in lines(FINDINGS)] == ["warning", "refused", "quiet", "quiet"]
    assert as_text(()) == ""


def test_text_of_a_site_has_no_column_for_places() -> None:
    assert as_text(FINDINGS[2:3]) == "note  PM105  /a en  seo.title  only 5 px\n"


def test_summary() -> None:
    assert summary(FINDINGS) == "4 findings (1 error, 1 warning, 2 notes), 1 ignored"
    assert summary(FINDINGS[:1]) == "1 finding (1 warning)"
    assert summary(()) == "0 findings"


def test_json_has_all_and_counts_what_counts() -> None:
    document = as_json(FINDINGS)
    assert document["counts"] == {"error": 1, "warning": 1, "note": 2, "ignored": 1}
    assert document["findings"][0] == {
        "code": "PM104",
        "name": "seo-title-too-wide",
        "level": "warning",
        "message": "642 px of the 580 px that are shown",
        "page": "/a",
        "pageId": None,
        "locale": "de-DE",
        "field": "seo.title",
        "place": {"file": "pages/a b.yaml", "line": 4, "column": 12},
        "ignored": None,
    }
    assert document["findings"][3]["ignored"] == "draft, for now"
    assert document["findings"][4]["page"] is None


def test_sarif_keeps_to_the_standard() -> None:
    document = as_sarif(FINDINGS)
    SARIF.validate(document)
    (run,) = document["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(RULES)
    first, bound, *_, ignored, unused = run["results"]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "PM104"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "pages/a%20b.yaml", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 4, "startColumn": 12},
    }
    assert bound["message"]["text"] == "/ en seo.title: '{{{{wf' has no end"
    assert ignored["suppressions"][0]["justification"] == "draft, for now"
    assert "suppressions" not in first
    assert "logicalLocations" not in unused["locations"][0]
    assert not SARIF.is_valid({**document, "version": "2.0.0"})


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("pages/a.yaml", "pages/a.yaml"),
        ("pages\\a.yaml", "pages/a.yaml"),
        ("/tmp/a.yaml", "file:///tmp/a.yaml"),  # noqa: S108
        ("C:\\a b.yaml", "file:///C:/a%20b.yaml"),
        ("über.yaml", "%C3%BCber.yaml"),
        ("0:a.yaml", "0%3Aa.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
    ],
)
def test_sarif_names_files_by_uri(file: str, uri: str) -> None:
    (result,) = as_sarif([Finding("PM701", "note", "x", "/a", "en", "title", Place(file, 1))])["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_knows_a_finding_again_whose_line_moved() -> None:
    def fingerprint(**changes: Any) -> str:
        whole = {
            "code": "PM701",
            "level": "note",
            "message": "x",
            "page": "/a",
            "locale": "en",
            "field": "title",
            "place": Place("a", 1),
        }
        (result,) = as_sarif([Finding(**{**whole, **changes})])["runs"][0]["results"]
        return str(result["partialFingerprints"]["webflowPages/v1"])

    same = fingerprint()
    assert fingerprint(place=Place("b", 9), message="y") == same
    others = {fingerprint(page="/b"), fingerprint(locale="de"), fingerprint(field="slug"), fingerprint(code="PM702")}
    assert len(others | {same}) == 5
    branch = fingerprint(page_id="branch")
    assert branch not in {same, fingerprint(page_id="page")}
    assert fingerprint(page_id="branch", page="/moved") == branch


def test_github_gets_what_counts() -> None:
    assert as_github(FINDINGS).splitlines() == [
        "::warning file=pages/a b.yaml,line=4,col=12,title=PM104 seo-title-too-wide"
        "::/a de-DE seo.title: 642 px of the 580 px that are shown",
        "::error file=p.csv,line=2,title=PM602 binding-malformed::/ en seo.title: '{{wf' has no end",
        "::notice title=PM105 seo-title-too-narrow::/a en seo.title: only 5 px",
        "::notice file=webflow-pages.toml,line=9,col=1,title=PM901 ignore-unused::this ignores nothing",
    ]


def test_nothing_in_a_text_is_a_command() -> None:
    (line,) = as_github([HOSTILE]).splitlines()
    assert line == (
        "::error file=a%2Cb%3Ac%25\\n.yaml,line=1,col=2,title=PM701 placeholder-text"
        "::/a\\n::error::b en,\\u0000 title: 100 %25\\r\\n::stop-commands::x ](y) \\u001b[31m"
    )


def test_files_are_called_from_the_root_of_the_repository(tmp_path: Path) -> None:
    workspace, site = tmp_path / "work", tmp_path / "work" / "site"
    site.mkdir(parents=True)
    (tmp_path / "link").symlink_to(workspace)
    outside = str(tmp_path / "other.csv")

    def called(file: str, folder: Path, root: Path = workspace) -> str:
        (found,) = from_root([Finding("PM701", "note", "x", "/a", "en", "title", Place(file, 3, 4))], root, folder)
        assert found.place is not None
        assert (found.place.line, found.place.column) == (3, 4)
        return found.place.file

    assert root_of(workspace, site) == root_of(tmp_path / "link", tmp_path / "link" / "site") == workspace
    assert root_of(workspace, tmp_path) == workspace
    assert called("pages/a.yaml", site) == "site/pages/a.yaml"
    assert called("../pages.csv", site) == "pages.csv"
    assert called(str(site / "a.csv"), tmp_path) == called(str(tmp_path / "link" / "site" / "a.csv"), site)
    assert called(str(site / "a.csv"), tmp_path) == "site/a.csv"
    assert called(outside, site) == outside
    assert called("../../other.csv", site) == "../../other.csv"
    (site / ".git").write_text("gitdir: elsewhere", encoding="utf-8")
    assert root_of(workspace, site / "pages") == site
    (tmp_path / ".git").mkdir()
    (site / ".git").unlink()
    assert root_of(workspace, site) == workspace, "what is above the workspace is not the repository"
    assert list(from_root([FINDINGS[2]], workspace, site)) == [FINDINGS[2]]


@settings(max_examples=50)
@given(st.lists(findings(), max_size=4))
def test_any_findings_can_be_told(some: list[Finding]) -> None:
    counting = [one for one in some if one.ignored is None]
    assert len(as_text(some).splitlines()) == len(as_github(some).splitlines()) == len(counting)
    SARIF.validate(json.loads(json.dumps(as_sarif(some))))
    assert len(json.loads(json.dumps(as_json(some)))["findings"]) == len(some)


def test_words_are_found_whatever_their_case() -> None:
    words = json.loads(
        resources.files("webflow_pages.metadata.lint").joinpath("words.json").read_text(encoding="utf-8")
    )
    for text in words["placeholders"]:
        shouted = text if "\u0131" in text else text.upper()  # a Turkish letter that comes back as another
        for spelled in (text, shouted, f"[{text}]"):
            assert placeholder(spelled, "") == spelled
