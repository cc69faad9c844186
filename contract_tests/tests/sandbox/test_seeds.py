"""Seed files: what they describe, what is filled in, and what is refused."""

import json
import time
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
    "an id of a locale's items given twice": (
        a_site(
            HOME,
            locales={
                "primary": {"tag": "en", "cmsLocaleId": "a" * 24},
                "secondary": [{"tag": "fr", "cmsLocaleId": "a" * 24}],
            },
        ),
        f"the id '{'a' * 24}' is there twice: it is at /sites/0/locales/primary/cmsLocaleId too",
    ),
    "a tag given twice in different cases": (
        a_site(HOME, locales={"primary": {"tag": "en"}, "secondary": [{"tag": "fr-FR"}, {"tag": "fr-fr"}]}),
        "the tag 'fr-fr' is there twice",
    ),
    "the primary tag in another case": (
        a_site(HOME, locales={"primary": {"tag": "en-US"}, "secondary": [{"tag": "EN-us"}]}),
        "the tag 'EN-us' is there twice",
    ),
    "a subdirectory given twice": (
        a_site(HOME, locales={**LOCALES, "secondary": [{"tag": "de"}, {"tag": "fr", "subdirectory": "de"}]}),
        "the subdirectory 'de' is there twice",
    ),
    "the primary locale's subdirectory given to another": (
        a_site(HOME, locales={**LOCALES, "secondary": [{"tag": "de", "subdirectory": ""}]}),
        "the subdirectory '' is there twice",
    ),
    "a home page with a slug in a locale": (
        a_site({**HOME, "locales": {"fr-FR": {"slug": "accueil"}}}, locales=LOCALES),
        "the home page has no slug",
    ),
    "a slug given twice in a locale": (
        a_site(
            {**PRICING, "locales": {"fr-FR": {"slug": "tarifs"}}},
            {**PRICING, "slug": "prices", "locales": {"fr-FR": {"slug": "tarifs"}}},
            locales=LOCALES,
        ),
        "the slug 'tarifs' is there twice in fr-FR: it is at /sites/0/pages/0 too",
    ),
    "a slug in a locale that another page inherits": (
        a_site(PRICING, {**PRICING, "slug": "b", "locales": {"fr-FR": {"slug": "pricing"}}}, locales=LOCALES),
        "the slug 'pricing' is there twice in fr-FR: it is at /sites/0/pages/0 too",
    ),
    "a name of which no short name can be made": (
        {"sites": [{"displayName": "!!!", "pages": [HOME]}]},
        "no shortName can be made of this displayName: give the site one",
    ),
    "a month that is none": (
        a_site({**PRICING, "createdOn": "2026-13-01T00:00:00.000Z"}),
        "/sites/0/pages/0/createdOn",
    ),
    "a day that is none": (a_site(HOME, createdOn="2026-01-32T00:00:00.000Z"), "/sites/0/createdOn:"),
    "an hour that is none": (a_site(HOME, lastUpdated="2026-01-31T24:00:00.000Z"), "/sites/0/lastUpdated:"),
    "a slug with a space": (a_site({**PRICING, "slug": "our prices"}), "/sites/0/pages/0/slug:"),
    "a slug that leads upwards": (a_site({**PRICING, "slug": ".."}), "/sites/0/pages/0/slug:"),
    "half a rate limit": (a_site(HOME) | {"tokens": [{"token": "x", "rateLimit": 1.5}]}, "/tokens/0/rateLimit:"),
    "no rate": (a_site(HOME) | {"tokens": [{"token": "x", "rateLimit": 0}]}, "/tokens/0/rateLimit:"),
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


BOMB = "\n".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}' if n else 'x'] * 10)}]" for n in range(12)).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"sites: [",
        b"\xff",
        b"[]",
        b"",
        b"a: 1\na: 2\n",
        b"a: !!str b",
        b"a: !!set {b}",
        b"a: !!python/name:os.system",
        b"a: !b c",
        b"a: " + b"9" * 5000,
        b"a: &a [*a]",
        BOMB,
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_document_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "seed.yaml"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"seed\.yaml"):
        read(path)


def test_aliases_that_add_up_to_more_than_memory_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "seed.yaml"
    path.write_bytes(BOMB)
    begun = time.monotonic()
    with pytest.raises(DocumentError, match="aliases make it too large"):
        read(path)
    assert time.monotonic() - begun < 5


def test_a_few_aliases_are_welcome(tmp_path: Path) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text("sites:\n- displayName: S\n  pages:\n  - {title: &name A, slug: a, seo: {title: *name}}\n")

    assert read(path).pages[0].metadata.texts["seo.title"] == "A"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"sites: []", ":1:1: not valid JSON: "),
        (b'{"sites": [],\n"sites": []}', "the key 'sites' is there twice"),
        (b'{"sites": [{"displayName": "A", "displayName": "B"}]}', "the key 'displayName' is there twice"),
        (b'{"x": ' + b"9" * 5000 + b"}", "not valid JSON: "),
        (b"[" * 100_000, "not valid JSON: "),
        (b"[]", "has to be an object at the top level, and is list"),
        (b"\xff", "is not UTF-8"),
    ],
    ids=["YAML", "a key twice", "a key twice within", "digits", "depth", "a list", "no UTF-8"],
)
def test_what_is_no_json_is_refused_in_a_json_file(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "seed.json"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"seed\.json") as caught:
        read(path)
    assert words in str(caught.value)


@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_an_emoji_in_a_json_file_is_one_however_it_is_written(tmp_path: Path, ensure_ascii: bool) -> None:
    path = tmp_path / "seed.json"
    path.write_text(json.dumps(a_site({**PRICING, "title": "🪔"}), ensure_ascii=ensure_ascii), encoding="utf-8")

    assert read(path).pages[0].metadata.texts["title"] == "🪔"


@pytest.mark.parametrize("name", ["seed.json", "seed.yaml"])
def test_a_rate_limit_with_nothing_behind_the_point_is_whole(tmp_path: Path, ask: Ask, name: str) -> None:
    path = tmp_path / name
    path.write_text('{"sites":[{"displayName":"S","pages":[{"title":"A","slug":"a"}]}],'
                    '"tokens":[{"token":"x","rateLimit":60.0}]}')  # fmt: skip

    assert ask(Sandbox(read(path)), "GET", "/sites", token="x").headers["x-ratelimit-limit"] == "60"


@pytest.mark.parametrize(
    "document",
    [
        a_site({**PRICING, "title": ["x" * 5000]}),
        a_site(PRICING, plan="x" * 5000),
        a_site({**PRICING, "x" * 5000: 1}),
        a_site({**PRICING, **{f"x{n}": 1 for n in range(1000)}}),
        {"sites": {str(n): a_site(HOME) for n in range(1000)}},
    ],
    ids=["a value", "a choice", "a name", "names", "a world"],
)
def test_an_error_does_not_repeat_all_that_it_is_about(document: Any) -> None:
    with pytest.raises(SeedError) as caught:
        seed_of(document)
    assert len(str(caught.value)) < 600


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


@pytest.mark.parametrize(
    ("kind", "can_branch"),
    [("static", True), ("home", True), ("utility", True), ("template", False), ("folder", False)],
)
def test_what_can_branch_is_by_kind(kind: str, can_branch: bool) -> None:
    page = HOME if kind == "home" else {**PRICING, "kind": kind}

    assert seed_of(a_site(page)).pages[0].can_branch is can_branch


def test_a_template_has_a_collection_of_its_own_site() -> None:
    template = {"title": "Posts", "slug": "detail_posts", "kind": "template"}
    other = {"displayName": "Other", "pages": [template, {**template, "slug": "detail_tags"}]}
    pages = seed_of({"sites": [*a_site(template)["sites"], other]}).pages

    assert len({page.collection_id for page in pages} - {None}) == 3


def test_only_a_template_has_a_collection() -> None:
    pages = [HOME, PRICING, *({"title": "x", "slug": kind, "kind": kind} for kind in ("utility", "folder"))]

    assert {page.collection_id for page in seed_of(a_site(*pages)).pages} == {None}


def test_a_token_may_name_a_site_by_its_id(ask: Ask) -> None:
    document = a_site(HOME, id="a" * 24)
    document["sites"].append({"displayName": "Other", "pages": [HOME]})
    document["tokens"] = [{"token": "x", "sites": ["a" * 24]}]

    (site,) = ask(Sandbox(seed_of(document)), "GET", "/sites", token="x").json()["sites"]
    assert site["id"] == "a" * 24


def test_an_open_graph_text_that_is_null_is_mirrored(ask: Ask) -> None:
    sandbox = Sandbox(seed_of(a_site({**PRICING, "openGraph": {"title": None}})))

    graph = ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json()["openGraph"]
    assert (graph["title"], graph["titleCopied"]) == (None, True)


def test_in_a_locale_pages_may_trade_their_slugs() -> None:
    pages = [
        {"title": "A", "slug": "a", "locales": {"fr-FR": {"slug": "b"}}},
        {"title": "B", "slug": "b", "locales": {"fr-FR": {"slug": "a"}}},
    ]

    assert len(seed_of(a_site(*pages, locales=LOCALES)).pages) == 2


def test_a_short_name_makes_up_for_a_name_of_which_none_can_be_made() -> None:
    (site,) = seed_of({"sites": [{"displayName": "!!!", "shortName": "wow", "pages": [HOME]}]}).sites

    assert (site.short_name, site.display_name) == ("wow", "!!!")


@pytest.mark.parametrize("date", ["2026-02-30T00:00:00.000Z", "2026-13-01T00:00:00.000Z", "2026-01-01T24:00:00.000Z"])
def test_a_day_that_is_none_is_refused(date: str) -> None:
    with pytest.raises(SeedError, match="/sites/0/pages/0/createdOn: "):
        seed_of(a_site({**PRICING, "createdOn": date}))


def test_an_error_in_json_that_is_no_yaml_names_the_file_and_the_place(tmp_path: Path) -> None:
    path = tmp_path / "seed.JSON"
    path.write_text(json.dumps(a_site({**HOME, "title": "\U0001f600", "slug": "home"})))
    with pytest.raises(SeedError, match=r"seed\.JSON: the home page has no slug"):
        read(path)
