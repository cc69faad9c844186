"""What an update writes, and what it leaves alone."""

from collections.abc import Callable
from typing import Any

import pytest

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox

Ask = Callable[..., Response]
Make = Callable[..., Sandbox]

BINDING = '{{wf {"path":"slug","type":"PlainText"} }}'


def _get(ask: Ask, sandbox: Sandbox, page_id: str | None = None, **query: Any) -> dict[str, Any]:
    return ask(sandbox, "GET", f"/pages/{page_id or sandbox.page_id}", **query).json()


def _put(ask: Ask, sandbox: Sandbox, body: Any, page_id: str | None = None, **query: Any) -> Response:
    return ask(sandbox, "PUT", f"/pages/{page_id or sandbox.page_id}", body, **query)


def test_the_answer_is_the_whole_page_and_what_a_read_shows(sandbox: Sandbox, ask: Ask) -> None:
    answer = _put(ask, sandbox, {"title": "Prices"})

    assert answer.status == 200
    assert answer.json() == _get(ask, sandbox)
    assert answer.json()["title"] == "Prices"


def test_what_is_left_out_stays_nested_objects_included(sandbox: Sandbox, ask: Ask, clock: Any) -> None:
    before = _get(ask, sandbox)
    clock.advance(1)

    after = _put(ask, sandbox, {"seo": {"title": "New"}, "openGraph": {"description": "Also new"}}).json()

    assert after == before | {
        "lastUpdated": "2026-10-09T12:00:01.279Z",
        "seo": before["seo"] | {"title": "New"},
        "openGraph": before["openGraph"] | {"description": "Also new"},
    }


def test_one_locale_is_written_and_no_other(sandbox: Sandbox, ask: Ask) -> None:
    locales = sandbox.locale_ids
    before = {tag: _get(ask, sandbox, localeId=locales[tag]) for tag in locales}

    answer = _put(ask, sandbox, {"title": "Grille tarifaire"}, localeId=locales["fr-FR"])

    assert answer.json()["localeId"] == locales["fr-FR"]
    for tag in locales:
        title = "Grille tarifaire" if tag == "fr-FR" else before[tag]["title"]
        assert _get(ask, sandbox, localeId=locales[tag])["title"] == title


def test_a_locale_that_is_not_enabled_is_written_as_well(sandbox: Sandbox, ask: Ask) -> None:
    german = sandbox.locale_ids["de-DE"]

    assert _put(ask, sandbox, {"title": "Kosten"}, localeId=german).json()["title"] == "Kosten"
    assert _get(ask, sandbox, localeId=german)["title"] == "Kosten"


def test_the_old_name_of_the_parameter_writes_its_locale(sandbox: Sandbox, ask: Ask) -> None:
    _put(ask, sandbox, {"title": "Grille"}, locale=sandbox.locale_ids["fr-FR"])

    assert _get(ask, sandbox)["title"] == "Pricing"
    assert _get(ask, sandbox, localeId=sandbox.locale_ids["fr-FR"])["title"] == "Grille"


def test_what_a_locale_inherits_follows_the_primary_locale(sandbox: Sandbox, ask: Ask) -> None:
    portuguese = sandbox.locale_ids["pt-BR"]
    _put(ask, sandbox, {"title": "Preços"}, localeId=portuguese)
    _put(ask, sandbox, {"title": "Prices", "seo": {"title": "Prices"}})

    page = _get(ask, sandbox, localeId=portuguese)
    assert (page["title"], page["seo"]["title"]) == ("Preços", "Prices")


def test_a_text_that_was_absent_can_be_set(sandbox: Sandbox, ask: Ask) -> None:
    page = sandbox.page_ids["/imprint"]

    assert _put(ask, sandbox, {"seo": {"description": "Who we are"}}, page).json()["seo"] == {
        "title": "Imprint",
        "description": "Who we are",
    }


@pytest.mark.parametrize("text", [BINDING, "  spaced\t", "<b>&amp;</b>", "é\u0000\u2028🪔", "x" * 70000])
def test_texts_are_kept_to_the_byte(sandbox: Sandbox, ask: Ask, text: str) -> None:
    _put(ask, sandbox, {"seo": {"description": text}}, sandbox.page_ids["/detail_posts"])

    assert _get(ask, sandbox, sandbox.page_ids["/detail_posts"])["seo"]["description"] == text


def test_half_a_surrogate_pair_comes_back_escaped(sandbox: Sandbox, ask: Ask) -> None:
    answer = ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", content=b'{"title":"\\ud83e!"}')

    assert answer.status == 200
    assert b'"title":"\\ud83e!"' in answer.content
    assert answer.json()["title"] == "\ud83e!"


def test_unknown_and_read_only_fields_are_ignored(sandbox: Sandbox, ask: Ask) -> None:
    before = _get(ask, sandbox)
    body = {
        "id": "x",
        "siteId": None,
        "draft": "yes",
        "lastUpdated": 5,
        "noindex": True,
        "seo": {"canonical": 1},
        "openGraph": {"image": None},
    }

    answer = _put(ask, sandbox, body)

    assert answer.status == 200
    assert answer.json() == before | {"lastUpdated": "2026-10-09T12:00:00.279Z"}


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        ({"title": 1}, "title", "string"),
        ({"title": None}, "title", "string"),
        ({"slug": ["a"]}, "slug", "string"),
        ({"seo": "x"}, "seo", "object"),
        ({"seo": None}, "seo", "object"),
        ({"seo": []}, "seo", "object"),
        ({"seo": {"title": {}}}, "seo.title", "string"),
        ({"seo": {"description": None}}, "seo.description", "string"),
        ({"openGraph": 0}, "openGraph", "object"),
        ({"openGraph": {"title": False}}, "openGraph.title", "string"),
        ({"openGraph": {"titleCopied": "true"}}, "openGraph.titleCopied", "boolean"),
        ({"openGraph": {"descriptionCopied": 1}}, "openGraph.descriptionCopied", "boolean"),
        ({"openGraph": {"descriptionCopied": None}}, "openGraph.descriptionCopied", "boolean"),
    ],
)
def test_a_wrong_type_and_null_are_refused_and_nothing_is_written(
    sandbox: Sandbox, ask: Ask, body: Any, name: str, expected: str
) -> None:
    before = _get(ask, sandbox)

    answer = _put(ask, sandbox, {"title": "Not written"} | body)

    assert answer.status == 400
    assert answer.json() == {
        "message": f'Validation Error: ["Value ({name})\'s type should be {expected}"]',
        "code": "validation_error",
        "externalReference": None,
        "details": [],
    }
    assert _get(ask, sandbox) == before


def test_the_slug_is_no_exception_to_types_where_it_is_ignored(sandbox: Sandbox, ask: Ask) -> None:
    assert _put(ask, sandbox, {"slug": None}, sandbox.page_ids["/"]).status == 400


@pytest.mark.parametrize(
    "content",
    [b"{", b"nonsense", b"\xff\xfe{}", b"\xef\xbb\xbf{}", b'{"title":"\xe9"}', b'{"title":NaN}', b'{"x":-Infinity}',
     b"[" * 200_000, b'{"seo":' * 100_000, b"1" * 10_000, b"[]", b'"title"', b"null", b"true"],
)  # fmt: skip
def test_a_body_that_is_no_json_object_is_malformed(sandbox: Sandbox, ask: Ask, content: bytes) -> None:
    answer = ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", content=content)

    assert answer.status == 400
    assert answer.json()["code"] == "bad_request"
    assert answer.json()["message"] == "Bad Request: Request is malformed"


def test_of_a_field_sent_twice_the_last_counts(sandbox: Sandbox, ask: Ask) -> None:
    answer = ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", content=b'{"title":1,"title":"Last"}')

    assert answer.json()["title"] == "Last"


def test_switching_mirroring_on_drops_the_stored_text(sandbox: Sandbox, ask: Ask) -> None:
    graph = _put(ask, sandbox, {"openGraph": {"titleCopied": True}}).json()["openGraph"]

    assert (graph["title"], graph["titleCopied"]) == (None, True)
    assert graph["descriptionCopied"] is False


def test_a_text_with_its_flag_switches_mirroring_off(sandbox: Sandbox, ask: Ask) -> None:
    body = {"openGraph": {"title": "Own", "titleCopied": False}}

    graph = _put(ask, sandbox, body, sandbox.page_ids["/contact"]).json()["openGraph"]

    assert graph == {"title": "Own", "titleCopied": False, "description": None, "descriptionCopied": True}


def test_a_mirrored_text_stays_null_when_the_seo_text_changes(sandbox: Sandbox, ask: Ask) -> None:
    page = _put(ask, sandbox, {"seo": {"title": "New"}}, sandbox.page_ids["/contact"]).json()

    assert page["openGraph"]["title"] is None


def test_a_flag_that_says_what_already_is_changes_nothing(sandbox: Sandbox, ask: Ask) -> None:
    before = _get(ask, sandbox)

    after = _put(ask, sandbox, {"openGraph": {"titleCopied": False, "title": before["openGraph"]["title"]}})

    assert after.json()["openGraph"] == before["openGraph"]
    assert _put(ask, sandbox, {"openGraph": {"titleCopied": False}}).json()["openGraph"] == before["openGraph"]


def test_what_was_sent_is_no_longer_inherited_even_if_it_is_the_same(sandbox: Sandbox, ask: Ask) -> None:
    page, portuguese = sandbox.page_ids["/contact"], sandbox.locale_ids["pt-BR"]
    same = {"title": "Contact", "openGraph": {"titleCopied": True}}
    before = _put(ask, sandbox, same, page, localeId=portuguese).json()

    _put(ask, sandbox, {"title": "Letters", "openGraph": {"title": "Own", "titleCopied": False}}, page)

    assert _get(ask, sandbox, page, localeId=portuguese) == before


def test_last_updated_moves_with_a_write_and_not_with_a_refused_one(sandbox: Sandbox, ask: Ask, clock: Any) -> None:
    before = _get(ask, sandbox)["lastUpdated"]
    clock.advance(2)
    _put(ask, sandbox, {"title": None})
    assert _get(ask, sandbox)["lastUpdated"] == before

    _put(ask, sandbox, {"title": "Prices"})
    assert _get(ask, sandbox)["lastUpdated"] == "2026-10-09T12:00:02.279Z"
    assert _get(ask, sandbox)["createdOn"] == "2026-01-13T10:15:44.279Z"


def test_without_an_injected_date_an_update_leaves_the_present_one(ask: Ask) -> None:
    assert _put(ask, Sandbox(), {"title": "Prices"}).json()["lastUpdated"] > "2026"


def test_a_reset_forgets_writes_and_requests(make: Make, ask: Ask) -> None:
    sandbox = make(rate_limit=2)
    before = _get(ask, sandbox)
    _put(ask, sandbox, {"title": "Prices"})
    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}").status == 429

    sandbox.reset()

    assert _get(ask, sandbox) == before


def test_two_sandboxes_share_nothing(make: Make, ask: Ask) -> None:
    first, second = make(), make()
    _put(ask, first, {"title": "Prices"})

    assert _get(ask, second)["title"] == "Pricing"


def test_the_seo_text_that_is_copied_is_the_one_sent_with_the_flag(sandbox: Sandbox, ask: Ask) -> None:
    body = {"seo": {"title": "New"}, "openGraph": {"titleCopied": False}}

    graph = _put(ask, sandbox, body, sandbox.page_ids["/contact"]).json()["openGraph"]

    assert (graph["title"], graph["titleCopied"]) == ("New", False)


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000, "0." + "9" * 5000, "1e" + "9" * 5000])
def test_an_unknown_number_of_thousands_of_digits_is_ignored(sandbox: Sandbox, ask: Ask, number: str) -> None:
    content = f'{{"title":"New","x":{number},"seo":{{"x":[{number}]}}}}'.encode()

    answer = ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", content=content)

    assert answer.status == 200
    assert answer.json()["title"] == "New"


def test_a_number_of_thousands_of_digits_is_no_text(sandbox: Sandbox, ask: Ask) -> None:
    answer = ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", content=b'{"title":' + b"9" * 5000 + b"}")

    assert answer.json()["message"] == 'Validation Error: ["Value (title)\'s type should be string"]'
