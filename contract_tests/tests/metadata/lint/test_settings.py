"""The settings: each key, and what is told of a mistake: what, where, and what to do."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_pages.metadata.errors import FileError, MetadataError
from webflow_pages.metadata.lint import LintSettings
from webflow_pages.metadata.settings import Settings, parse_settings, read_settings

WHOLE = """\
[lint]
profile = "google-mobile"
primary = "en-US"

[lint.widths]
title = 560
title-least = 100
open-graph-description = 150.5

[lint.levels]
PM301 = "error"
slug-syntax = "off"

[[lint.ignore]]
rule = "seo-title-missing"
page = "/legal/*"
locale = "de_de"
field = "seo.title"
reason = "Nobody looks for these."
until = 2027-01-01

[[lint.ignore]]
rule = "pm501"
reason = "To be translated in spring."

[plan]
guard = 12.5
allow = ["primary", "slugs", "primary"]
"""


def refused(text: str) -> str:
    with pytest.raises(FileError) as caught:
        parse_settings(text, "x.toml")
    assert caught.value.place is not None
    return str(caught.value)


def test_every_key() -> None:
    read = parse_settings(WHOLE, "x.toml")
    assert (read.guard, read.allow) == (12.5, ("primary", "slugs"))
    assert read.lint.primary == "en-US"
    assert read.lint.levels == {"PM301": "error", "PM401": "off"}
    title, description = read.lint.limits["seo.title"], read.lint.limits["seo.description"]
    assert (title.least, title.most, title.size) == (100, 560, 20)
    assert (description.least, description.most) == (0, 680)
    assert str(read.lint.primary_place) == "x.toml:3:1"
    assert read.lint.limits["open_graph.description"].most == 150.5
    first, second = read.lint.ignores
    assert (first.rule, first.page, first.locale, first.field) == ("PM102", "/legal/*", "de_de", "seo.title")
    assert (first.reason, first.until) == ("Nobody looks for these.", date(2027, 1, 1))
    assert (str(first.place), str(second.place)) == ("x.toml:14:1", "x.toml:22:1")
    assert (second.rule, second.page, second.until) == ("PM501", None, None)


def test_nothing_is_as_usual() -> None:
    usual = parse_settings("", "x.toml")
    assert usual == Settings()
    assert (usual.guard, usual.allow, usual.lint) == (None, (), LintSettings())


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("[lint]\nprofil = 'x'", "x.toml:2:1", "there is no setting 'lint.profil': did you mean 'profile'?"),
        ("[lnt]", "x.toml:1:1", "there is no setting 'lnt': did you mean 'lint'?"),
        ("zzz = 1", "x.toml:1:1", "there is no setting 'zzz': there are lint, plan"),
        ("lint = 1", "x.toml:1:1", "lint has to be a table, [lint], and is the number 1"),
        ("[lint]\nprofile = 'google'", "x.toml:2:1", "did you mean 'google-"),
        ("[lint]\nprofile = 5", "x.toml:2:1", "lint.profile has to be a text, and is the number 5"),
        ("[lint]\nprofile = ''", "x.toml:2:1", "lint.profile has to be a text, and is empty"),
        ("[lint.widths]\n  titel = 5", "x.toml:2:3", "did you mean 'title'?"),
        (
            "[lint.widths]\ntitle = '5'",
            "x.toml:2:1",
            "lint.widths.title has to be a number from 0 to 1,000,000, and is a text",
        ),
        ("[lint.widths]\ntitle = true", "x.toml:2:1", "and is true"),
        ("[lint.widths]\ntitle = -1", "x.toml:2:1", "and is the number -1"),
        ("[lint.widths]\ntitle = nan", "x.toml:2:1", "and is nan, no number"),
        ("[lint.widths]\ntitle-least = -nan", "x.toml:2:1", "and is nan, no number"),
        ("[lint.widths]\ntitle = inf", "x.toml:2:1", "and is inf, no number"),
        ("[plan]\nguard = nan", "x.toml:2:1", "from 0 to 100, and is nan, no number"),
        ("[plan]\nguard = inf", "x.toml:2:1", "from 0 to 100, and is inf, no number"),
        ("[plan]\nguard = -5", "x.toml:2:1", "from 0 to 100, and is the number -5"),
        (f"[lint.widths]\ntitle = 1{'0' * 400}", "x.toml:2:1", "a number too large"),
        (f"[lint.widths]\ntitle = 1{'0' * 5000}", "x.toml", "no TOML that can be read"),
        (
            "[lint.widths]\ntitle-least = 200\ntitle = 100",
            "x.toml:3:1",
            "the least of lint.widths.title, 200, is above the most, 100",
        ),
        ("[lint.widths]\ntitle-least = 600", "x.toml:2:1", "600, is above the most, 580"),
        ("[lint]\nwidths = []", "x.toml:2:1", "lint.widths has to be a table"),
        ("[lint.levels]\nPM109 = 'error'", "x.toml:2:1", "there is no rule 'PM109': did you mean PM10"),
        ("[lint.levels]\nslug-sintax = 'off'", "x.toml:2:1", "did you mean slug-syntax"),
        ("[lint.levels]\nPM101 = 'warn'", "x.toml:2:1", "lint.levels.PM101 cannot be 'warn': did you mean 'warning'?"),
        ("[lint.levels]\nPM101 = false", "x.toml:2:1", "cannot be false"),
        ("[lint.levels]\nPM101 = ['off']", "x.toml:2:1", "cannot be an array"),
        ("[lint.levels]\nPM101 = 'off'\ntitle-missing = 'note'", "x.toml:3:1", "PM101 has two levels"),
        ("[lint.ignore]\nrule = 'PM101'", "x.toml:1:1", "[[lint.ignore]]"),
        ("[lint]\nignore = ['PM101']", "x.toml:2:1", "[[lint.ignore]]"),
        ("[[lint.ignore]]\nreason = 'x'", "x.toml:1:1", "needs a rule"),
        ("[[lint.ignore]]\nrule = 'PM101'", "x.toml:1:1", "a [[lint.ignore]] of PM101 needs a reason"),
        ("[[lint.ignore]]\nrule = 'PM101'\nreason = '  '", "x.toml:3:1", "reason has to be a text, and is empty"),
        (
            "[[lint.ignore]]\nrule = 'PM101'\nreason = 'x'\n\n[[lint.ignore]]\nrule = 'PM102'",
            "x.toml:5:1",
            "a [[lint.ignore]] of PM102 needs a reason",
        ),
        (
            "[[lint.ignore]]\nrule = 'PM101'\nreason = 'x'\n[[lint.ignore]]\nreason = 'x'\nrule = 'PX'",
            "x.toml:6:1",
            "there is no rule 'PX'",
        ),
        (
            "[[lint.ignore]]\nrule = 'PM101'\nreason = 'x'\nfield = 'seo.titel'",
            "x.toml:4:1",
            "did you mean 'seo.title'?",
        ),
        ("[[lint.ignore]]\nrule = 'PM101'\nreason = 'x'\nuntil = '2027-01-01'", "x.toml:4:1", "until has to be a date"),
        (
            "[[lint.ignore]]\nrule = 'PM101'\nreason = 'x'\nuntil = 2027-01-01T00:00:00",
            "x.toml:4:1",
            "until has to be a date",
        ),
        ("[[lint.ignore]]\nrule = 'PM101'\nreason = 'x'\npages = '/a'", "x.toml:4:1", "did you mean 'page'?"),
        ("[plan]\nguard = 0", "x.toml:2:1", "percent"),
        ("[plan]\nguard = 101", "x.toml:2:1", "from 0 to 100, and is the number 101"),
        ("[plan]\nguard = '30 %'", "x.toml:2:1", "a number"),
        ("[plan]\nallow = 'primary'", "x.toml:2:1", "plan.allow has to be an array"),
        ("[plan]\nallow = ['primery']", "x.toml:2:1", "did you mean 'primary'?"),
        ("[plan]\nallow = [['primary']]", "x.toml:2:1", "plan.allow has to be of texts, and has an array"),
        ("x" * 5000 + " = 1", "x.toml:1:1", f"there is no setting '{'x' * 100}…': there are lint, plan"),
        ("plan.gaurd = 3", "x.toml:1:1", "did you mean 'guard'?"),
        ("plan = {gaurd = 3}", "x.toml:1:1", "did you mean 'guard'?"),
        ("[plan]\n\n[a.b]\nc = 1", "x.toml:3:1", "there is no setting 'a'"),
        ("# \u2028\n[lint]\n'widths'.\"title\" = -1", "x.toml:3:1", "lint.widths.title"),
        ("[lint.ignore.x]\nrule = 'PM101'", "x.toml:1:1", "[[lint.ignore]]"),
        ('["lint"."levels"]\n"PM999" = "off"', "x.toml:2:1", "there is no rule 'PM999'"),
        ("[lint]\nprofile = ", "x.toml:2:11", "it is no TOML: Invalid value"),
        ("[lint]\nprofile = 'a'\nprofile = 'b'", "x.toml:3:", "it is no TOML: Cannot overwrite a value"),
        ("[lint", "x.toml", "it is no TOML"),
        ("a = " + "[" * 5000, "x.toml", "no TOML that can be read"),
    ],
)
def test_mistakes(text: str, place: str, says: str) -> None:
    told = refused(text)
    assert told.startswith(place)
    assert says in told


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"[lint]\n# \xff", "x.toml:2:3: it is not UTF-8"), (b"#" * 1_000_001, "x.toml: it is too large")],
)
def test_files_that_are_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, says: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.toml").write_bytes(content)
    with pytest.raises(FileError, match=says):
        read_settings(Path("x.toml"))


def test_where_the_settings_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings() == Settings()
    with pytest.raises(FileError, match="there is no such file"):
        read_settings(Path("other.toml"))
    Path("webflow-pages.toml").write_text("\ufeff[plan]\nguard = 7\n", encoding="utf-8")
    assert read_settings().guard == 7
    Path("other.toml").write_text("[plan]\r\nguard = 8\r\n", encoding="utf-8")
    assert read_settings(Path("other.toml")).guard == 8
    with pytest.raises(FileError, match=r"cannot be read"):
        read_settings(tmp_path)
    with pytest.raises(FileError, match=r"cannot be read"):
        read_settings(Path("a\0b"))


KEYS = st.sampled_from(
    ["lint", "plan", "profile", "widths", "levels", "ignore", "title", "PM101", "rule", "reason", "until"]
)
VALUES = st.sampled_from(
    [
        '"x"',
        "1",
        "1.5",
        "true",
        "[]",
        "{}",
        "[{}]",
        "2027-01-01",
        "07:32:00",
        "1979-05-27T07:32:00Z",
        '"google-mobile"',
        "nan",
    ]
)


@settings(max_examples=50)
@given(
    st.lists(
        st.one_of(
            st.builds("[{}]".format, KEYS),
            st.builds("[{}.{}]".format, KEYS, KEYS),
            st.builds("[[{}.{}]]".format, KEYS, KEYS),
            st.builds("{} = {}".format, KEYS, VALUES),
            st.builds("{}.{} = {}".format, KEYS, KEYS, VALUES),
            st.text(max_size=5),
        ),
        max_size=6,
    ).map("\n".join)
)
def test_whatever_is_in_it_is_read_or_refused(text: str) -> None:
    with suppress(MetadataError):
        parse_settings(text, "x.toml")
