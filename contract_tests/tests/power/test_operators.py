"""Operators make many mutants, each of its own name, and each of them a service with something wrong."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power.aiming import sometimes
from webflow_contract.power.mutants import Mutant
from webflow_contract.power.places import parents, walk
from webflow_contract.power.refusals import error
from webflow_contract.power.trials import service
from webflow_contract.sandbox import Sandbox


@pytest.fixture
def sandbox() -> Sandbox:
    return service()


def asked(handler: Handler, sandbox: Sandbox, update: Any = None, locale: str | None = None) -> Response:
    """Read the page, or update it, in a locale if one is named."""
    query = () if locale is None else (("localeId", sandbox.locale_ids[locale]),)
    headers = {"authorization": f"Bearer {sandbox.token}"}
    content = b"" if update is None else json.dumps(update).encode()
    return handler(Request("GET" if update is None else "PUT", f"/v2/pages/{sandbox.page_id}", query, headers, content))


@pytest.fixture
def named(every: list[Mutant]) -> Callable[[str], Mutant]:
    return lambda name: next(mutant for mutant in every if mutant.name == name)


def test_there_are_many_mutants_and_each_has_a_name_of_its_own(every: list[Mutant]) -> None:
    assert len(every) > 7000
    assert len({mutant.operator for mutant in every}) > 350
    assert [name for name, count in Counter(mutant.name for mutant in every).items() if count > 1] == []


def test_an_update_that_is_not_stored_is_answered_as_if_it_were(
    named: Callable[[str], Mutant], sandbox: Sandbox
) -> None:
    handler = named("update not stored: everything").wrap(sandbox)
    assert asked(handler, sandbox, {"title": "New"}).json()["title"] == "New"
    assert asked(handler, sandbox).json()["title"] == "Pricing"


def test_an_update_comes_one_late(named: Callable[[str], Mutant], sandbox: Sandbox) -> None:
    handler = named("update applied when the next one comes: everything").wrap(sandbox)
    asked(handler, sandbox, {"title": "First"})
    assert asked(handler, sandbox).json()["title"] == "Pricing"
    asked(handler, sandbox, {"seo": {"title": "Second"}})
    assert asked(handler, sandbox).json()["title"] == "First"


def test_an_update_wipes_what_stands_beside_what_it_names(named: Callable[[str], Mutant], sandbox: Sandbox) -> None:
    handler = named("update wipes what it left out beside it: /seo/description").wrap(sandbox)
    assert asked(handler, sandbox, {"title": "New"}).json()["seo"]["description"] == "What a lamp costs, and why."
    assert asked(handler, sandbox, {"seo": {"title": "New"}}).json()["seo"] == {"title": "New", "description": "wiped"}


def test_an_update_of_the_primary_locale_crosses_to_another(named: Callable[[str], Mutant], sandbox: Sandbox) -> None:
    handler = named("update of the primary crosses: to the first locale, /title").wrap(sandbox)
    headers = {"authorization": f"Bearer {sandbox.token}"}
    handler(Request("GET", f"/v2/sites/{sandbox.site_id}", (), headers))
    asked(handler, sandbox, {"title": "New", "seo": {"title": "Also new"}})
    localized = asked(handler, sandbox, locale="fr-FR").json()
    assert localized["title"] == "New"
    assert localized["seo"]["title"] == "Tarifs | Lantern & Loom"


def test_texts_are_changed_on_their_way_in(named: Callable[[str], Mutant], sandbox: Sandbox) -> None:
    handler = named("text escaped as HTML: /seo/title").wrap(sandbox)
    page = asked(handler, sandbox, {"title": "A & B", "seo": {"title": "A & B"}}).json()
    assert (page["title"], page["seo"]["title"]) == ("A & B", "A &amp; B")


def test_a_read_is_one_update_behind(named: Callable[[str], Mutant], sandbox: Sandbox) -> None:
    handler = named("update seen one late: get-page-metadata").wrap(sandbox)
    asked(handler, sandbox)
    asked(handler, sandbox, {"title": "First"})
    assert asked(handler, sandbox).json()["title"] == "Pricing"
    asked(handler, sandbox, {"title": "Second"})
    assert asked(handler, sandbox).json()["title"] == "First"


def test_bytes_that_are_no_json_in_utf_8_are_none(every: list[Mutant], sandbox: Sandbox) -> None:
    names = ("body with a byte order mark", "body in UTF-16", "body with a trailing comma", "body as a script")
    for name in names:
        mutant = next(one for one in every if one.name == f"{name}: get-page-metadata 200")
        with pytest.raises(ValueError):  # noqa: PT011  (whatever is wrong with it)
            asked(mutant.wrap(sandbox), sandbox).json()


UPDATES = (
    b"",
    b"null",
    b"{",
    b'{"title": ["x"]}',
    b'{"seo": "x", "openGraph": [1]}',
    b'{"seo": null, "openGraph": {"title": 1, "titleCopied": "yes"}}',
    b'{"title": "\\ud83c", "seo": {"title": null}}',
    b'{"id": 5, "createdOn": {}, "noSuchField": {}}',
    b'{"title": "t", "slug": "s", "seo": {"title": "t", "description": "d"}, "openGraph": {"title": "t"}}',
)
QUERIES: tuple[tuple[tuple[str, str], ...], ...] = (
    (),
    (("limit", "x"), ("offset", "-")),
    (("limit", "2"), ("limit", "3"), ("offset", "9" * 30)),
    (("limit", "1"), ("offset", "2"), ("localeId", "x")),
)


def test_a_mutant_bears_any_request(every: list[Mutant], sandbox: Sandbox) -> None:
    """Or what schemathesis asks would find the mutant's mistakes, and not what is wrong on purpose."""
    site, page, here = f"/v2/sites/{sandbox.site_id}", f"/v2/pages/{sandbox.page_id}", sandbox.locale_ids["fr-FR"]
    headers = {"authorization": f"Bearer {sandbox.token}"}
    requests = [Request("GET", path, query, headers) for path in (site, f"{site}/pages", page) for query in QUERIES]
    requests += [
        Request("PUT", page, query, headers, body) for body in UPDATES for query in ((), (("localeId", here),))
    ]
    requests += [Request("GET", f"/v2/sites/{other}", (), headers) for other in sandbox.site_ids.values()]
    requests += [Request("GET", page), Request("DELETE", page, (), headers), Request("GET", "/nowhere", (), headers)]
    for mutant in every[:: len(every) // 300]:
        handler = mutant.wrap(service())
        assert all(200 <= handler(request).status < 600 for request in requests), mutant.name


def test_a_change_of_some_answers_counts_for_each_service(sandbox: Sandbox) -> None:
    second = sometimes(lambda number: number == 2, error(500, "internal_error"), of=lambda request, response: True)
    for _ in range(2):
        handler = second(sandbox)
        assert [asked(handler, sandbox).status for _ in range(3)] == [200, 500, 200]


def test_places_are_walked_and_found_again() -> None:
    body = {"a": [{"b": 1}, {"b": 2}], "c": None}
    assert dict(walk(body, ())) == {
        (): body,
        ("a",): body["a"],
        ("a", "*"): {"b": 2},
        ("a", "*", "b"): 2,
        ("c",): None,
    }
    assert [holder[key] for holder, key in parents(body, ("a", "*", "b"))] == [1, 2]
    assert list(parents(body, ("c", "d"))) == []
