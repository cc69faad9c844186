"""Where a slug is written, where it is ignored, and what it does to paths."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.seed import default, seed_of
from webflow_contract.sandbox.seed.model import LocalizationPlan

Ask = Callable[..., Response]


def _put(ask: Ask, sandbox: Sandbox, page_id: str | None, body: Any, **query: Any) -> Response:
    return ask(sandbox, "PUT", f"/pages/{page_id}", body, **query)


def under(plan: LocalizationPlan) -> Sandbox:
    """Return a sandbox whose first site is under a localization plan."""
    site, *others = default().sites
    return Sandbox(evolve(default(), sites=(evolve(site, localization_plan=plan), *others)), rate_limit="off")


def test_a_static_page_takes_a_slug(sandbox: Sandbox, ask: Ask) -> None:
    page = _put(ask, sandbox, sandbox.page_id, {"slug": "prices"}).json()

    assert page["slug"] == "prices"
    assert page["publishedPath"] == "/pricing"


@pytest.mark.parametrize("which", ["/", "/detail_posts", "/404"])
@pytest.mark.parametrize("slug", ["new-slug", "pricing", "Not A Slug", ""])
def test_home_template_and_utility_pages_ignore_it_and_apply_the_rest(
    sandbox: Sandbox, ask: Ask, which: str, slug: str
) -> None:
    page_id = sandbox.page_ids[which]
    before = ask(sandbox, "GET", f"/pages/{page_id}").json()

    after = _put(ask, sandbox, page_id, {"slug": slug, "title": "Applied"})

    assert after.status == 200
    assert after.json()["slug"] == before["slug"]
    assert after.json()["title"] == "Applied"


def test_a_secondary_locale_ignores_it_without_the_plan(sandbox: Sandbox, ask: Ask) -> None:
    french = sandbox.locale_ids["fr-FR"]

    page = _put(ask, sandbox, sandbox.page_id, {"slug": "tarifs", "title": "Applied"}, localeId=french).json()

    assert (page["slug"], page["title"]) == ("pricing", "Applied")


@pytest.mark.parametrize("plan", ["advanced", "enterprise"])
def test_a_secondary_locale_takes_it_with_the_plan(ask: Ask, plan: LocalizationPlan) -> None:
    sandbox = under(plan)
    french = sandbox.locale_ids["fr-FR"]

    assert _put(ask, sandbox, sandbox.page_id, {"slug": "tarifs"}, localeId=french).json()["slug"] == "tarifs"
    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json()["slug"] == "pricing"


def test_a_slug_that_was_sent_is_no_longer_inherited(ask: Ask) -> None:
    sandbox = under("advanced")
    french = sandbox.locale_ids["fr-FR"]
    _put(ask, sandbox, sandbox.page_id, {"slug": "pricing"}, localeId=french)
    _put(ask, sandbox, sandbox.page_id, {"slug": "prices"})

    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}", localeId=french).json()["slug"] == "pricing"


def test_the_present_slug_is_no_duplicate_of_itself(sandbox: Sandbox, ask: Ask) -> None:
    assert _put(ask, sandbox, sandbox.page_id, {"slug": "pricing"}).status == 200


def test_the_same_slug_may_be_used_in_another_folder(sandbox: Sandbox, ask: Ask) -> None:
    assert _put(ask, sandbox, sandbox.page_id, {"slug": "press"}).json()["slug"] == "press"


def test_a_folders_slug_is_taken_for_its_neighbours(sandbox: Sandbox, ask: Ask) -> None:
    assert _put(ask, sandbox, sandbox.page_id, {"slug": "company"}).status == 400


def test_a_refused_slug_leaves_the_rest_unwritten(sandbox: Sandbox, ask: Ask) -> None:
    assert _put(ask, sandbox, sandbox.page_id, {"slug": "about", "title": "Not written"}).status == 400
    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json()["title"] == "Pricing"


def test_a_slug_that_was_given_up_is_free(sandbox: Sandbox, ask: Ask) -> None:
    _put(ask, sandbox, sandbox.page_ids["/about"], {"slug": "about-us"})

    assert _put(ask, sandbox, sandbox.page_id, {"slug": "about"}).json()["slug"] == "about"


def test_in_a_locale_a_slug_is_taken_by_another_pages_own(ask: Ask) -> None:
    sandbox = under("advanced")
    french = sandbox.locale_ids["fr-FR"]
    _put(ask, sandbox, sandbox.page_ids["/about"], {"slug": "a-propos"}, localeId=french)

    assert _put(ask, sandbox, sandbox.page_id, {"slug": "a-propos"}, localeId=french).status == 400


def test_in_a_locale_a_slug_is_taken_by_one_that_another_page_inherits(ask: Ask) -> None:
    sandbox = under("advanced")
    french = sandbox.locale_ids["fr-FR"]

    assert _put(ask, sandbox, sandbox.page_id, {"slug": "about"}, localeId=french).status == 400


def test_in_a_locale_a_slug_is_free_that_another_page_does_not_inherit(ask: Ask) -> None:
    sandbox = under("advanced")
    french = sandbox.locale_ids["fr-FR"]
    _put(ask, sandbox, sandbox.page_ids["/about"], {"slug": "a-propos"}, localeId=french)

    assert _put(ask, sandbox, sandbox.page_id, {"slug": "about"}, localeId=french).json()["slug"] == "about"


def test_a_slug_of_one_locale_is_free_in_another(ask: Ask) -> None:
    sandbox = under("advanced")
    french, german = sandbox.locale_ids["fr-FR"], sandbox.locale_ids["de-DE"]
    _put(ask, sandbox, sandbox.page_ids["/about"], {"slug": "a-propos"}, localeId=french)

    assert _put(ask, sandbox, sandbox.page_id, {"slug": "a-propos"}, localeId=german).status == 200


def test_a_slug_that_was_given_up_in_a_locale_is_free_there(ask: Ask) -> None:
    sandbox = under("advanced")
    french, about = sandbox.locale_ids["fr-FR"], sandbox.page_ids["/about"]
    for slug in ("a-propos", "qui-sommes-nous"):
        _put(ask, sandbox, about, {"slug": slug}, localeId=french)

    assert _put(ask, sandbox, sandbox.page_id, {"slug": "a-propos"}, localeId=french).status == 200


def test_in_a_locale_a_page_may_take_its_primary_slug_again(ask: Ask) -> None:
    sandbox = under("advanced")
    french = sandbox.locale_ids["fr-FR"]
    _put(ask, sandbox, sandbox.page_id, {"slug": "tarifs"}, localeId=french)

    assert _put(ask, sandbox, sandbox.page_id, {"slug": "pricing"}, localeId=french).json()["slug"] == "pricing"


@pytest.fixture
def odd() -> Sandbox:
    """Return a sandbox with slugs that could not be written."""
    page = {"title": "About", "slug": "About-Us"}
    other = {"title": "Team", "slug": "Our-Team"}
    return Sandbox(seed_of({"sites": [{"displayName": "Shop", "pages": [page, other]}]}), rate_limit="off")


def test_an_odd_slug_can_be_written_back(odd: Sandbox, ask: Ask) -> None:
    page = _put(ask, odd, odd.page_ids["/About-Us"], {"slug": "About-Us", "title": "Applied"}).json()

    assert (page["slug"], page["title"]) == ("About-Us", "Applied")


def test_an_odd_slug_of_another_page_is_malformed_all_the_same(odd: Sandbox, ask: Ask) -> None:
    answer = _put(ask, odd, odd.page_ids["/About-Us"], {"slug": "Our-Team"})

    assert answer.status == 400
    assert "should match pattern" in answer.json()["message"]


def test_no_page_goes_on_holding_a_slug_that_it_gave_up(ask: Ask) -> None:
    """What is taken is looked up in an index: it would grow with every write."""
    sandbox = under("advanced")
    french, about = sandbox.locale_ids["fr-FR"], sandbox.page_ids["/about"]
    for slug in ("a-propos", "qui-sommes-nous"):
        _put(ask, sandbox, about, {"slug": slug}, localeId=french)

    with sandbox.looking() as world:
        pricing = world.pages.find(sandbox.page_id)
        assert pricing is not None
        held = {slug: [*world.pages.holders(pricing, french, slug)] for slug in ("a-propos", "qui-sommes-nous")}
    assert held == {"a-propos": [], "qui-sommes-nous": [world.pages.find(about)]}


def test_a_slug_is_taken_too_where_a_locale_would_inherit_it(ask: Ask) -> None:
    sandbox = under("advanced")
    french = sandbox.locale_ids["fr-FR"]
    assert _put(ask, sandbox, sandbox.page_ids["/about"], {"slug": "prices"}, localeId=french).status == 200

    assert _put(ask, sandbox, sandbox.page_id, {"slug": "prices"}).status == 400
    assert _put(ask, sandbox, sandbox.page_id, {"slug": "tarifs"}, localeId=french).status == 200
    assert _put(ask, sandbox, sandbox.page_id, {"slug": "prices"}).status == 200


@pytest.mark.parametrize(("plan", "slug"), [("essential", "prices"), ("advanced", "pricing")])
def test_a_first_override_of_the_whole_page_has_a_slug_by_plan(ask: Ask, plan: LocalizationPlan, slug: str) -> None:
    sandbox = under(plan)
    sandbox.assume(first_override="whole_page")
    portuguese = sandbox.locale_ids["pt-BR"]
    _put(ask, sandbox, sandbox.page_id, {"title": "Preços"}, localeId=portuguese)
    _put(ask, sandbox, sandbox.page_id, {"slug": "prices"})

    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}", localeId=portuguese).json()["slug"] == slug
