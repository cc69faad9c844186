"""Reading pages, sites and locales."""

from collections.abc import Callable

import pytest

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox

Ask = Callable[..., Response]

PAGE_PROPERTIES = {
    "id", "siteId", "title", "slug", "parentId", "collectionId", "createdOn", "lastUpdated", "archived", "draft",
    "canBranch", "isBranch", "branchId", "seo", "openGraph", "localeId", "publishedPath", "shouldPublish",
}  # fmt: skip

SITE_PROPERTIES = {
    "id", "workspaceId", "createdOn", "displayName", "shortName", "lastPublished", "lastUpdated", "previewUrl",
    "timeZone", "parentFolderId", "customDomains", "locales", "dataCollectionEnabled", "dataCollectionType",
    "fullSiteCompiledAt",
}  # fmt: skip


def test_the_writable_page_has_texts_everywhere_and_mirrors_nothing(sandbox: Sandbox, ask: Ask) -> None:
    page = ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json()

    assert set(page) == PAGE_PROPERTIES
    texts = [page["title"], page["slug"], *page["seo"].values()]
    texts += [page["openGraph"]["title"], page["openGraph"]["description"]]
    assert all(isinstance(text, str) and text for text in texts)
    assert page["openGraph"]["titleCopied"] is False
    assert page["openGraph"]["descriptionCopied"] is False
    assert page["publishedPath"] == "/pricing"
    assert page["localeId"] == sandbox.locale_ids["en-US"]


def test_answers_are_compact_json_in_utf_8(sandbox: Sandbox, ask: Ask) -> None:
    answer = ask(sandbox, "GET", f"/pages/{sandbox.page_ids['/about']}", localeId=sandbox.locale_ids["fr-FR"])

    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert '"title":"À propos"'.encode() in answer.content


def test_the_home_page_has_no_slug_and_mirrors_its_open_graph_texts(sandbox: Sandbox, ask: Ask) -> None:
    page = ask(sandbox, "GET", f"/pages/{sandbox.page_ids['/']}").json()

    assert page["slug"] is None
    assert page["publishedPath"] == "/"
    assert page["openGraph"] == {
        "title": None,
        "titleCopied": True,
        "description": None,
        "descriptionCopied": True,
    }


def test_a_site_without_localization_looks_like_the_reported_one(sandbox: Sandbox, ask: Ask) -> None:
    page = ask(sandbox, "GET", f"/pages/{sandbox.page_ids_of('one-tongue')['/']}").json()
    site = ask(sandbox, "GET", f"/sites/{sandbox.site_ids['one-tongue']}").json()

    assert page["localeId"] is None
    assert [page[name] for name in ("slug", "parentId", "collectionId", "branchId")] == [None] * 4
    assert site["locales"]["primary"]["tag"] == "en-US"
    assert "secondary" not in site["locales"]


def test_a_description_that_was_never_set_is_absent(sandbox: Sandbox, ask: Ask) -> None:
    page = ask(sandbox, "GET", f"/pages/{sandbox.page_ids['/imprint']}").json()

    assert page["seo"] == {"title": "Imprint"}


def test_a_template_page_keeps_its_bindings_to_the_byte(sandbox: Sandbox, ask: Ask) -> None:
    answer = ask(sandbox, "GET", f"/pages/{sandbox.page_ids['/detail_posts']}")

    assert answer.json()["collectionId"]
    assert answer.json()["seo"]["description"] == 'A story: {{wf {"path":"slug","type":"PlainText"} }} '


def test_a_folder_answers_by_id_and_leads_the_path_of_its_pages(sandbox: Sandbox, ask: Ask) -> None:
    folder = ask(sandbox, "GET", f"/pages/{sandbox.page_ids['/company']}").json()
    page = ask(sandbox, "GET", f"/pages/{sandbox.page_ids['/company/press']}").json()

    assert folder["title"] == "Company"
    assert page["parentId"] == sandbox.page_ids["/company"]
    assert page["publishedPath"] == "/company/press"


def test_a_locale_with_an_override_shows_it(sandbox: Sandbox, ask: Ask) -> None:
    french = ask(sandbox, "GET", f"/pages/{sandbox.page_id}", localeId=sandbox.locale_ids["fr-FR"]).json()

    assert french["title"] == "Tarifs"
    assert french["localeId"] == sandbox.locale_ids["fr-FR"]
    assert french["publishedPath"] == "/fr/pricing"


def test_a_locale_that_is_not_enabled_is_read_as_well(sandbox: Sandbox, ask: Ask) -> None:
    german = ask(sandbox, "GET", f"/pages/{sandbox.page_id}", localeId=sandbox.locale_ids["de-DE"]).json()

    assert german["title"] == "Preise"


def test_a_locale_without_an_override_inherits(sandbox: Sandbox, ask: Ask) -> None:
    primary = ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json()
    brazilian = ask(sandbox, "GET", f"/pages/{sandbox.page_id}", localeId=sandbox.locale_ids["pt-BR"]).json()

    own = {"localeId": sandbox.locale_ids["pt-BR"], "publishedPath": "/pt/pricing"}
    assert brazilian == primary | own


def test_a_partial_override_inherits_the_rest(sandbox: Sandbox, ask: Ask) -> None:
    french = ask(sandbox, "GET", f"/pages/{sandbox.page_ids['/about']}", localeId=sandbox.locale_ids["fr-FR"]).json()

    assert french["title"] == "À propos"
    assert french["seo"]["title"] == "About Lantern & Loom"


@pytest.mark.parametrize("name", ["localeId", "locale"])
def test_the_old_name_of_the_parameter_still_works(sandbox: Sandbox, ask: Ask, name: str) -> None:
    french = {name: sandbox.locale_ids["fr-FR"]}

    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}", **french).json()["title"] == "Tarifs"
    listed = ask(sandbox, "GET", f"/sites/{sandbox.site_id}/pages", **french).json()["pages"]
    assert "Tarifs" in [page["title"] for page in listed]


def test_the_primary_locale_may_be_named_when_reading(sandbox: Sandbox, ask: Ask) -> None:
    named = ask(sandbox, "GET", f"/pages/{sandbox.page_id}", localeId=sandbox.locale_ids["en-US"])

    assert named.json() == ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json()


def test_an_unknown_parameter_is_ignored(sandbox: Sandbox, ask: Ask) -> None:
    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}", lang="fr-FR").json()["title"] == "Pricing"


def test_a_site_has_its_locales_and_domains(sandbox: Sandbox, ask: Ask) -> None:
    site = ask(sandbox, "GET", f"/sites/{sandbox.site_id}").json()

    assert set(site) == SITE_PROPERTIES
    secondary = site["locales"]["secondary"]
    assert [(one["tag"], one["enabled"], one["subdirectory"]) for one in secondary] == [
        ("fr-FR", True, "fr"),
        ("de-DE", False, "de"),
        ("pt-BR", True, "pt"),
    ]
    assert all(one["id"] != one["cmsLocaleId"] for one in secondary)
    assert all("fullSiteCompiledAt" in domain for domain in site["customDomains"])


def test_the_sites_of_a_token_are_listed_without_pagination(sandbox: Sandbox, ask: Ask) -> None:
    body = ask(sandbox, "GET", "/sites", limit="1").json()

    assert set(body) == {"sites"}
    assert [site["id"] for site in body["sites"]] == [sandbox.site_id, sandbox.site_ids["one-tongue"]]
    assert body["sites"][0] == ask(sandbox, "GET", f"/sites/{sandbox.site_id}").json()


def test_a_publish_sets_the_dates_of_the_site_and_of_every_domain(sandbox: Sandbox, ask: Ask) -> None:
    at = "2026-10-09T12:00:00.279Z"
    sandbox.publish()

    site = ask(sandbox, "GET", f"/sites/{sandbox.site_id}").json()

    dates = [(one["lastPublished"], one["fullSiteCompiledAt"]) for one in (site, *site["customDomains"])]
    assert dates == [(at, at)] * 3


def test_a_publish_leaves_other_sites_alone(sandbox: Sandbox, ask: Ask) -> None:
    before = ask(sandbox, "GET", f"/sites/{sandbox.site_ids['one-tongue']}").content
    sandbox.publish()

    assert ask(sandbox, "GET", f"/sites/{sandbox.site_ids['one-tongue']}").content == before
