"""``get``, ``list`` and ``locales``: tables for people, JSON for programs."""

import json

import pytest

from webflow_contract.drifts import drifting
from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.seed import seed_of

from .conftest import Against, Cli


def test_get_shows_a_page(cli: Cli, sandbox: Sandbox) -> None:
    shown = cli("get", "/pricing", "--locale", "fr_fr")
    assert (shown.code, shown.stderr) == (0, "")
    assert shown.lines == [
        ["Title", "Tarifs"],
        ["Slug", "pricing"],
        ["SEO title", "Tarifs | Lantern & Loom"],
        ["SEO description", "Le prix de chaque lampe, et pourquoi."],
        ["Open Graph title", "Des lampes à prix juste"],
        ["Open Graph description", "Trois tailles, une grille de tarifs."],
        ["Path", "/fr/pricing"],
        ["Locale", f"fr_fr ({sandbox.locale_ids['fr-FR']})"],
        ["Kind", "page"],
        ["Last updated", "2026-02-20T08:12:09.641Z"],
        ["Page", sandbox.page_id],
        ["Site", sandbox.site_id],
    ]


def test_get_prints_the_page_as_the_api_has_it(cli: Cli, sandbox: Sandbox) -> None:
    document = cli("get", sandbox.page_id, "--json").json
    assert document.keys() == {"schema", "page"}
    page = document["page"]
    assert (page["id"], page["siteId"], page["publishedPath"]) == (sandbox.page_id, sandbox.site_id, "/pricing")
    assert page["openGraph"]["titleCopied"] is False


def test_what_is_null_mirrored_and_absent_looks_different(cli: Cli, sandbox: Sandbox) -> None:
    home = dict(line for line in cli("get", "/").lines if len(line) == 2)
    assert (home["Slug"], home["Kind"]) == ("(none)", "home")
    assert home["Open Graph title"] == "(mirrors SEO)"
    imprint = dict(cli("get", "/imprint").lines)
    assert imprint["SEO description"] == "–"  # noqa: RUF001
    sandbox.assume(read_without_override="null_texts")
    assert dict(cli("get", "/imprint", "--locale", "fr-FR").lines)["SEO title"] == "(none)"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"title": "T", "titleCopied": False}, "T"),
        ({"title": None, "titleCopied": True}, "(mirrors SEO)"),
        ({"title": "T", "titleCopied": True}, "T (mirrors SEO)"),
        ({"title": None, "titleCopied": False}, "(none)"),
        ({"title": None}, "(none)"),
        ({}, "–"),  # noqa: RUF001
    ],
    ids=str,
)
def test_an_open_graph_text_says_whether_it_mirrors(against: Against, fields: dict[str, object], shown: str) -> None:
    body = json.dumps({"id": "0" * 24, "openGraph": fields}).encode()
    cli = against(lambda request: Response(200, {}, body))
    assert ["Open Graph title", shown] in cli("get", "0" * 24).lines


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "page"),
        ({"slug": None}, "home"),
        ({"slug": "item", "collectionId": "1" * 24}, "template"),
        ({"slug": "new", "draft": True, "archived": False, "isBranch": False}, "draft"),
        ({"slug": "old", "archived": True, "draft": True}, "draft, archived"),
        ({"slug": "try", "isBranch": True, "collectionId": None}, "branch"),
    ],
    ids=str,
)
def test_what_is_special_about_a_page_is_told(against: Against, fields: dict[str, object], kind: str) -> None:
    body = json.dumps({"id": "0" * 24, **fields}).encode()
    cli = against(lambda request: Response(200, {}, body))
    assert ["Kind", kind] in cli("get", "0" * 24).lines


def test_list_has_a_line_for_each_page(cli: Cli, sandbox: Sandbox) -> None:
    listed = cli("list", "--locale", "de-DE")
    assert (listed.code, listed.stderr) == (0, "")
    header, *lines = listed.lines
    assert header == ["Path", "Title", "SEO title", "Kind", "Page"]
    assert len(lines) == 8
    assert ["/de/pricing", "Preise", "Preise | Lantern & Loom", sandbox.page_id] in lines
    binding = '{{wf {"path":"slug","type":"PlainText"} }} | Lantern & Loom'
    assert any(binding in line for line in lines)


def test_list_prints_every_page_as_the_api_has_it(cli: Cli, sandbox: Sandbox) -> None:
    document = cli("list", "--json", "--locale", "fr-FR").json
    assert document.keys() == {"schema", "pages"}
    assert len(document["pages"]) == 8
    assert {page["localeId"] for page in document["pages"]} == {sandbox.locale_ids["fr-FR"]}


def test_list_follows_the_pagination(against: Against) -> None:
    pages = [{"title": f"Page {number}", "slug": f"page-{number}"} for number in range(205)]
    world = Sandbox(seed_of({"sites": [{"displayName": "Shop", "pages": pages}]}))
    listed = against(world)("list", "--json", WEBFLOW_TOKEN=world.token).json["pages"]
    assert [page["title"] for page in listed] == [page["title"] for page in pages]


def test_locales_lists_the_primary_one_first(cli: Cli, sandbox: Sandbox) -> None:
    ids = sandbox.locale_ids
    assert cli("locales").lines == [
        ["Tag", "Name", "Subdirectory", "Enabled", "Locale"],
        ["en-US", "English (United States)", "yes", "primary", ids["en-US"]],
        ["fr-FR", "French (France)", "fr", "yes", ids["fr-FR"]],
        ["de-DE", "German (Germany)", "de", "no", ids["de-DE"]],
        ["pt-BR", "Portuguese (Brazil)", "pt", "yes", ids["pt-BR"]],
    ]


def test_locales_prints_ids_and_tags(cli: Cli, sandbox: Sandbox) -> None:
    document = cli("locales", "--json").json
    assert document.keys() == {"schema", "locales"}
    assert document["locales"][2] == {
        "id": sandbox.locale_ids["de-DE"],
        "tag": "de-DE",
        "displayName": "German (Germany)",
        "subdirectory": "de",
        "enabled": False,
        "primary": False,
    }
    assert [locale["primary"] for locale in document["locales"]] == [True, False, False, False]


@pytest.mark.parametrize(("answer", "count"), [("primary_only", 1), ("secondary_empty", 1), ("null", 0), ("absent", 0)])
def test_a_site_without_localization_has_one_locale_or_none(
    cli: Cli, sandbox: Sandbox, answer: str, count: int
) -> None:
    sandbox.assume(locales_without_localization=answer)
    one_tongue = sandbox.site_ids["one-tongue"]
    assert len(cli("locales", "--site", one_tongue, "--json").json["locales"]) == count
    assert len(cli("locales", "--site", one_tongue).lines) == 1 + count


def test_locales_without_a_primary_one_are_locales_as_well(against: Against) -> None:
    site = {"id": "0" * 24, "locales": {"secondary": [{"id": "1" * 24, "tag": "fr-FR"}]}}
    cli = against(lambda request: Response(200, {}, json.dumps(site).encode()))
    (locale,) = cli("locales", "--site", "0" * 24, "--json").json["locales"]
    assert locale == {
        "id": "1" * 24,
        "tag": "fr-FR",
        "displayName": None,
        "subdirectory": None,
        "enabled": None,
        "primary": False,
    }
    assert cli("locales", "--site", "0" * 24).lines[1] == ["fr-FR", "–", "–", "–", "1" * 24]  # noqa: RUF001


def test_an_answer_that_is_not_what_the_contract_says_is_one_line(against: Against, sandbox: Sandbox) -> None:
    cli = against(drifting(sandbox, ["slug-becomes-number"]))
    got = cli("get", sandbox.page_id, WEBFLOW_TOKEN=sandbox.token)
    assert (got.code, got.stdout, len(got.stderr.splitlines())) == (1, "", 1)
    assert "/slug" in got.stderr


def test_a_wide_table_is_neither_cut_nor_wrapped_where_there_is_no_terminal(cli: Cli, sandbox: Sandbox) -> None:
    text = "word " * 400 + "end"
    cli("update", sandbox.page_id, "--locale", "primary", "--title", text)
    assert ["Title", text] in cli("get", sandbox.page_id).lines
    assert any(text in line for line in cli("list").lines)
