"""``lint`` and ``explain`` on the command line."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from webflow_pages.commands.app import run
from webflow_pages.commands.linting import likely_primary
from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.lint import RULES

Said = tuple[int, str, str]

PAGE = """\
page: 5eed0000000000000000d004
path: /lamps
locales:
  en-US:
    title: Lamps
    seo:
      title: Lamps for every room and day
      description: Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor
  de-DE:
    title: Lampen
    seo:
      title: Lamps for every room and day
"""


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of files, as it is called from the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = Path("pages")
    folder.mkdir()
    (folder / "lamps.yaml").write_text(PAGE, encoding="utf-8")
    return folder


def said(capsys: pytest.CaptureFixture[str], arguments: Sequence[str]) -> Said:
    code = run(arguments)
    told = capsys.readouterr()
    return code, told.out, told.err


def test_lint_tells_each_finding_and_how_many(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, ["lint"])
    assert code == 1
    first, second = out.splitlines()
    assert first.split() == [
        "pages/lamps.yaml:8:20",
        "warning",
        "PM701",
        "/lamps",
        "en-US",
        "seo.description",
        "'Lorem",
        "ipsum'",
        "is",
        "a",
        "placeholder",
    ]
    assert second.startswith("pages/lamps.yaml:12:14")
    assert "PM501  /lamps de-DE  seo.title" in second
    assert err == "2 findings (2 warnings) in 1 page, 2 locales\n"


def test_settings_change_the_outcome(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("webflow-pages.toml").write_text(
        '[lint.levels]\nPM501 = "note"\n'
        '[[lint.ignore]]\nrule = "PM701"\npage = "/lam*"\nreason = "later"\n'
        '[[lint.ignore]]\nrule = "PM702"\nreason = "never"\n',
        encoding="utf-8",
    )
    code, out, err = said(capsys, ["lint", "pages"])
    assert code == 0
    assert [line.split()[2] for line in out.splitlines()] == ["PM501", "PM901"]
    assert "webflow-pages.toml:7:1" in out
    assert err == "2 findings (2 notes), 1 ignored in 1 page, 2 locales\n"
    Path("other.toml").write_text("", encoding="utf-8")
    assert said(capsys, ["lint", "--config", "other.toml"])[0] == 1


def test_forms(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, ["lint", "--format", "json"])
    assert (code, json.loads(out)["counts"]["warning"]) == (1, 2)
    code, out, _ = said(capsys, ["lint", "--format", "sarif"])
    assert (code, len(json.loads(out)["runs"][0]["results"])) == (1, 2)
    code, out, _ = said(capsys, ["lint", "--format", "github"])
    assert out.startswith("::warning file=pages/lamps.yaml,line=8,col=20,title=PM701 placeholder-text::/lamps en-US")
    assert (code, len(out.splitlines())) == (1, 2)


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_github_gets_files_from_the_root_of_the_repository(
    pages: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    def files() -> set[str]:
        _, out, _ = said(capsys, ["lint", "--format", form])
        if form == "github":
            return {line.partition("file=")[2].partition(",")[0] for line in out.splitlines()}
        results = json.loads(out)["runs"][0]["results"]
        return {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}

    here = Path.cwd()
    assert files() == {"pages/lamps.yaml"}
    monkeypatch.setenv("GITHUB_WORKSPACE", str(here))
    assert files() == {"pages/lamps.yaml"}
    monkeypatch.setenv("GITHUB_WORKSPACE", str(here.parent))
    assert files() == {f"{here.name}/pages/lamps.yaml"}
    (here / ".git").mkdir()
    assert files() == {"pages/lamps.yaml"}, "the repository is checked out into a folder of the workspace"
    (here / ".git").rmdir()
    monkeypatch.setenv("GITHUB_WORKSPACE", str(here / "elsewhere"))
    assert files() == {"pages/lamps.yaml"}


def test_a_primary_locale_that_no_file_has_is_told(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("webflow-pages.toml").write_text('[lint]\nprimary = "xx-YY"\n', encoding="utf-8")
    _, out, _ = said(capsys, ["lint"])
    assert "webflow-pages.toml:2:1  note     PM903  xx-YY" in out
    assert "PM501" not in out


def test_no_findings(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pages / "lamps.yaml").write_text("path: /lamps\nlocales: {en: {title: Lamps}}\n", encoding="utf-8")
    assert said(capsys, ["lint"]) == (0, "", "0 findings in 1 page, 1 locale\n")


def test_usage(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("webflow-pages.toml").write_text("[lint]\nprofil = 1\n", encoding="utf-8")
    code, out, err = said(capsys, ["lint"])
    assert (code, out) == (2, "")
    assert err.startswith("webflow-pages: webflow-pages.toml:2:1: there is no setting")
    code, out, err = said(capsys, ["lint", "gone"])
    assert (code, out) == (2, "")


def test_the_primary_locale_is_the_one_that_files_have_first() -> None:
    def of(*pages: tuple[str, str]) -> str:
        return likely_primary([Entry(path, None, locale, {}) for path, locale in pages])

    assert of() == ""
    assert of(("/a", "de")) == "de"
    assert of(("/a", "de"), ("/b", "en"), ("/b", "de")) == "en"


def test_explain_lists_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, ["explain"])
    assert code == 0
    listed = [line for line in out.splitlines() if line.startswith("PM")]
    assert listed == [f"{rule.code}  {rule.name} ({rule.level})" for rule in RULES.values()]
    told = " ".join(out.split())
    assert all(rule.summary in told for rule in RULES.values())
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("named", ["PM104", "pm104", "seo-title-too-wide"])
def test_explain_takes_a_code_or_a_name(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, ["explain", named])
    assert code == 0
    assert out.startswith("PM104 seo-title-too-wide (warning)\n\n")
    assert "Source: Reported" in out


@pytest.mark.parametrize(
    ("named", "near"), [("PM114", "PM104"), ("slug-sintax", "slug-syntax"), ("what", "webflow-pages explain")]
)
def test_explain_names_the_nearest(named: str, near: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, ["explain", named])
    assert (code, out) == (2, "")
    assert near in err
