"""Seed files: what they describe, what is filled in, and what is refused."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract import documents
from webflow_contract.errors import ContractToolError, DocumentError
from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.seed import SeedError, default, read, seed_of
from webflow_contract.sandbox.seed.validation import schema

Ask = Callable[..., Response]

HOME = {"title": "Home", "kind": "home"}
PRICING = {"title": "Pricing", "slug": "pricing"}
LOCALES = {"primary": {"tag": "en-US"}, "secondary": [{"tag": "fr-FR"}, {"tag": "de-DE", "subdirectory": "de"}]}


def a_site(*pages: Any, **more: Any) -> dict[str, Any]:
    return {"sites": [{"displayName": "Shop & Co", "pages": [*pages], **more}]}


def test_a_few_lines_are_enough(ask: Ask) -> None:
    sandbox = Sandbox(seed_of(a_site(HOME, PRICING)))

    assert sandbox.site_ids == {"shop-co": sandbox.site_id}
    page = ask(sandbox, "GET", f"/pages/{sandbox.page_id}", token=sandbox.token).json()
    assert (page["title"], page["slug"], page["publishedPath"]) == ("Pricing", "pricing", "/pricing")
    assert (page["seo"], page["localeId"], page["parentId"]) == ({}, None, None)
    assert page["openGraph"] == {"title": None, "titleCopied": True, "description": None, "descriptionCopied": True}
    assert ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", {"title": "New"}, token=sandbox.token).status == 200
    assert ask(sandbox, "GET", "/token/authorized_by", token=sandbox.token).status == 200


def test_ids_that_are_left_out_are_always_the_same_and_never_shared() -> None:
    document = a_site(HOME, PRICING, {**PRICING, "slug": "prices"}, locales=LOCALES)
    seed = seed_of(document)

    assert seed == seed_of(json.loads(json.dumps(document)))
    locales = (seed.sites[0].primary, *seed.sites[0].secondary)
    ids = [page.id for page in seed.pages] + [locale.id for locale in locales] + [one.cms_locale_id for one in locales]
    assert len(set(ids)) == len(ids) == 9
    other = a_site(HOME, PRICING, locales=LOCALES)
    other["sites"][0]["shortName"] = "other"
    assert not {page.id for page in seed_of(other).pages} & set(ids)


def test_a_folder_holds_its_pages(ask: Ask) -> None:
    inner = {"title": "Inner", "slug": "inner", "kind": "folder", "pages": [{"title": "Deep", "slug": "deep"}]}
    outer = {"title": "Outer", "slug": "outer", "kind": "folder", "pages": [inner, PRICING]}
    sandbox = Sandbox(seed_of(a_site(HOME, outer, PRICING)))

    assert set(sandbox.page_ids) == {"/", "/outer", "/outer/inner", "/outer/inner/deep", "/outer/pricing", "/pricing"}
    deep = ask(sandbox, "GET", f"/pages/{sandbox.page_ids['/outer/inner/deep']}").json()
    assert (deep["parentId"], deep["publishedPath"]) == (sandbox.page_ids["/outer/inner"], "/outer/inner/deep")
    assert sandbox.page_id == sandbox.page_ids["/pricing"]


def test_overrides_inheritance_and_mirroring_are_three_things(ask: Ask) -> None:
    page = {
        **PRICING,
        "seo": {"title": "Prices", "description": None},
        "openGraph": {"title": "Own", "descriptionCopied": False},
        "locales": {"fr-FR": {"title": "Tarifs", "openGraph": {"titleCopied": True}}, "de-DE": {}},
    }
    sandbox = Sandbox(seed_of(a_site(page, locales=LOCALES)))

    primary, french, german = (
        ask(sandbox, "GET", f"/pages/{sandbox.page_id}", localeId=sandbox.locale_ids[tag]).json()
        for tag in ("en-US", "fr-FR", "de-DE")
    )
    assert primary["seo"] == {"title": "Prices", "description": None}
    own = {"title": "Own", "titleCopied": False, "description": None, "descriptionCopied": False}
    assert primary["openGraph"] == german["openGraph"] == own
    assert french["openGraph"] == {**own, "title": None, "titleCopied": True}
    assert [one["title"] for one in (primary, french, german)] == ["Pricing", "Tarifs", "Pricing"]
    paths = [one["publishedPath"] for one in (primary, french, german)]
    assert paths == ["/pricing", "/fr-fr/pricing", "/de/pricing"]


def test_a_token_reaches_the_sites_and_has_the_scopes_that_it_is_given(ask: Ask) -> None:
    document = a_site(HOME)
    document["sites"].append({"displayName": "Other", "pages": [HOME]})
    document["tokens"] = [
        {"token": "all"},
        {"token": "one", "sites": ["other"], "scopes": ["sites:read"], "rateLimit": 7, "name": "just one"},
    ]
    sandbox = Sandbox(seed_of(document))

    assert list(sandbox.tokens) == ["token 0", "just one"]
    names = {
        token: [one["displayName"] for one in ask(sandbox, "GET", "/sites", token=token).json()["sites"]]
        for token in ("all", "one")
    }
    assert names == {"all": ["Shop & Co", "Other"], "one": ["Other"]}
    assert ask(sandbox, "GET", "/sites", token="one").headers["x-ratelimit-limit"] == "7"
    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}", token="one").status == 403


REFUSED = {
    "no sites": ({}, '/: "sites" is a required property'),
    "no pages": ({"sites": [{"displayName": "S", "pages": []}]}, "/sites/0/pages: [] has less than 1 item"),
    "a typing error": (a_site({"titel": "x"}), "'titel' was unexpected): did you mean 'title'?"),
    "a malformed id": (a_site({**PRICING, "id": "ABC"}), "/sites/0/pages/0/id:"),
    "a malformed date": (a_site({**PRICING, "createdOn": "2026-01-01"}), "/sites/0/pages/0/createdOn:"),
    "a malformed scope": (a_site(HOME) | {"tokens": [{"token": "x", "scopes": ["all"]}]}, "/tokens/0/scopes/0:"),
    "an empty token": (a_site(HOME) | {"tokens": [{"token": ""}]}, "/tokens/0/token:"),
    "a plan that is none": (a_site(HOME, plan="free"), "/sites/0/plan:"),
    "no slug": (a_site({"title": "x"}), "a page other than the home page needs a slug"),
    "a home page with a slug": (a_site({**HOME, "slug": "home"}), "the home page has no slug"),
    "two home pages": (a_site(HOME, HOME), "a site has one home page, and there is one at /sites/0/pages/0 too"),
    "a home page in a folder": (
        a_site({"title": "F", "slug": "f", "kind": "folder", "pages": [HOME]}),
        "the home page stands in no folder",
    ),
    "pages in a page": (a_site({**PRICING, "pages": [PRICING]}), "only a folder has pages"),
    "a slug given twice": (a_site(PRICING, PRICING), "'pricing' is there twice: it is at /sites/0/pages/0 too"),
    "an id given twice": (
        a_site({**PRICING, "id": "a" * 24}, {**PRICING, "slug": "b", "id": "a" * 24}),
        f"the id '{'a' * 24}' is there twice: it is at /sites/0/pages/0/id too",
    ),
    "a tag given twice": (a_site(HOME, locales={"primary": {"tag": "en"}, "secondary": [{"tag": "en"}]}), "twice"),
    "an unknown locale": (
        a_site({**PRICING, "locales": {"fr-FF": {}}}, locales=LOCALES),
        "there is no secondary locale 'fr-FF': did you mean 'fr-FR'?",
    ),
    "a text that is copied and there": (
        a_site({**PRICING, "openGraph": {"title": "x", "titleCopied": True}}),
        "a text that is copied is not stored: leave title out, or write 'titleCopied: false'",
    ),
    "an unknown site": (
        a_site(HOME) | {"tokens": [{"token": "x", "sites": ["shop"]}]},
        "there is no site 'shop': did you mean 'shop-co'?",
    ),
    "a token given twice": (
        a_site(HOME) | {"tokens": [{"token": "s3cret"}, {"token": "s3cret"}]},
        "this token is there twice",
    ),
    "a name given twice": (
        a_site(HOME) | {"tokens": [{"token": "x", "name": "n"}, {"token": "y", "name": "n"}]},
        "the name 'n' is there twice",
    ),
    "a site given twice": ({"sites": a_site(HOME)["sites"] * 2}, "the short name 'shop-co' is there twice"),
}


@pytest.mark.parametrize(("document", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused(document: Any, words: str) -> None:
    with pytest.raises(SeedError) as caught:
        seed_of(document)
    assert words in str(caught.value)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(("document", "words"), REFUSED.values(), ids=REFUSED)
def test_an_error_in_a_file_is_one_line_with_its_place(tmp_path: Path, document: Any, words: str) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(document))
    with pytest.raises(SeedError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:")
    assert words in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("sites:\n- displayName: S\n  pages:\n  - title: Home\n    kind: home\n  - titel: x\n", 6),
        ("sites:\n- displayName: S\n  pages:\n  - title: Home\n    kind: home\n    slug: home\n", 6),
        ("sites:\n- displayName: S\n  pages:\n  - title: A\n    slug: a\n\n  - slug: a\n    title: B\n", 7),
        ('{"sites": [\n{"displayName": "S",\n"pages": [{"title": 7}]}]}', 3),
        ("sitez: []\n", 1),
    ],
)
def test_an_error_names_the_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text(text)
    with pytest.raises(SeedError, match=rf"seed\.yaml:{line}: "):
        read(path)


@pytest.mark.parametrize("content", [b"sites: [", b"\xff", b"[]", b"", b"a: 1\na: 2\n"])
def test_what_is_no_document_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "seed.yaml"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"seed\.yaml"):
        read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="No such file"):
        read(tmp_path / "seed.yaml")


def test_folders_too_deep_are_refused(tmp_path: Path) -> None:
    page: Any = PRICING
    for _ in range(2000):
        page = {"title": "F", "slug": "f", "kind": "folder", "pages": [page]}
    with pytest.raises(SeedError, match="too deep"):
        seed_of(a_site(page))


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=4), st.sampled_from(["home", "folder", "a"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["sites", "pages", "title", "slug", "kind", "locales", "seo", "openGraph", "tokens", "x"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["sites", "tokens", "x"]), JSON), st.lists(JSON, max_size=3))
def test_any_document_is_a_seed_or_leads_to_an_error_of_our_own(document: dict[str, Any], pages: list[Any]) -> None:
    for given_document in (document, a_site(*pages), a_site(HOME, *pages) | document):
        with suppress(ContractToolError):
            Sandbox(seed_of(given_document))


def test_the_schema_is_one() -> None:
    jsonschema_rs.meta.validate(schema())


def test_the_default_world_is_a_valid_seed_file() -> None:
    path = Path(documents.__file__).parent / "sandbox/seed/default.yaml"
    assert read(path) == default()


def test_everything_that_the_schema_knows_is_in_the_default_world_or_has_a_default() -> None:
    """A field that the reader forgets would be accepted and ignored."""
    used = {"workspaceId", "timeZone", "archived", "draft", "redirect", "rateLimit", "titleCopied", "descriptionCopied"}
    text = (Path(documents.__file__).parent / "sandbox/seed/default.yaml").read_text(encoding="utf-8")
    known = {name for part in schema()["$defs"].values() for name in part.get("properties", {})}
    assert {name for name in known - used if f"{name}:" not in text} == set()


@pytest.mark.parametrize(
    ("page", "name", "value"),
    [
        ({"archived": True}, "archived", True),
        ({"draft": True}, "draft", True),
        ({"canBranch": False}, "canBranch", False),
        ({"createdOn": "2025-02-03T04:05:06.789Z"}, "createdOn", "2025-02-03T04:05:06.789Z"),
        ({"lastUpdated": "2025-02-03T04:05:06.789Z"}, "lastUpdated", "2025-02-03T04:05:06.789Z"),
        ({"kind": "template", "collectionId": "b" * 24}, "collectionId", "b" * 24),
        ({"id": "c" * 24}, "id", "c" * 24),
    ],
)
def test_a_field_of_a_page_is_answered(ask: Ask, page: Any, name: str, value: Any) -> None:
    sandbox = Sandbox(seed_of(a_site({**PRICING, **page})))
    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json()[name] == value


@pytest.mark.parametrize(
    ("site", "name", "value"),
    [
        ({"timeZone": "Asia/Tokyo"}, "timeZone", "Asia/Tokyo"),
        ({"workspaceId": "d" * 24}, "workspaceId", "d" * 24),
        ({"shortName": "mine"}, "shortName", "mine"),
        ({"lastPublished": None}, "lastPublished", None),
        ({"fullSiteCompiledAt": "2025-02-03T04:05:06.789Z"}, "fullSiteCompiledAt", "2025-02-03T04:05:06.789Z"),
    ],
)
def test_a_field_of_a_site_is_answered(ask: Ask, site: Any, name: str, value: Any) -> None:
    sandbox = Sandbox(seed_of(a_site(HOME, **site)))
    assert ask(sandbox, "GET", f"/sites/{sandbox.site_id}").json()[name] == value


def test_a_field_of_a_locale_is_answered(ask: Ask) -> None:
    locale = {"tag": "fr", "displayName": "French", "subdirectory": "f", "enabled": False, "redirect": False}
    sandbox = Sandbox(seed_of(a_site(HOME, locales={"primary": {"tag": "en"}, "secondary": [locale]})))

    (answered,) = ask(sandbox, "GET", f"/sites/{sandbox.site_id}").json()["locales"]["secondary"]
    assert locale.items() <= answered.items()
