"""Every assumption under every value: the answer that a client sees."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from attrs import evolve

from webflow_contract.exchange import Response
from webflow_contract.sandbox import AssumptionError, Assumptions, Sandbox, register
from webflow_contract.sandbox.seed import default
from webflow_contract.sandbox.seed.model import Locale

Ask = Callable[..., Response]
Make = Callable[..., Sandbox]
Probe = Callable[["Asker"], Any]

UNKNOWN = "0" * 24
SEED, SEEDED = default(), Sandbox()
ENTERPRISE = evolve(SEED, sites=tuple(evolve(site, plan="enterprise") for site in SEED.sites))
ENGLISH, FRENCH, GERMAN, PORTUGUESE = SEED.sites[0].primary, *SEED.sites[0].secondary
ONE_TONGUE, FOREIGN = (f"/sites/{SEEDED.site_ids[name]}" for name in ("one-tongue", "somebody-else"))
FOREIGN_PAGE = f"/pages/{SEEDED.page_ids_of('somebody-else')['/']}"
PRICING, MIRRORED, FOLDER = (f"/pages/{SEEDED.page_ids[path]}" for path in ("/pricing", "/contact", "/company"))
READ_ONLY = SEEDED.tokens["without-pages-write"]
PAGES = f"/sites/{SEEDED.site_id}/pages"

NOT_VALID = (400, "Bad Request: Request is malformed: The provided locale must be a valid locale.")
MALFORMED = (400, "Bad Request: Request is malformed")
INVALID_ID = (400, "Validation Error: Provided ID is invalid")
NOT_FOUND = (404, "Requested resource not found")
FORBIDDEN = (403, "Forbidden: You do not have access to this resource")
NOT_AUTHORIZED = (401, "Request not authorized")


class Asker:
    """A short way to ask one sandbox, and the sandbox."""

    def __init__(self, ask: Ask, sandbox: Sandbox) -> None:
        self._ask = ask
        self.sandbox = sandbox

    def __call__(self, *request: Any, **options: Any) -> Response:
        return self._ask(self.sandbox, *request, **options)

    def bulk(self, *entries: Any) -> Response:
        return self("PATCH", "/pages", {"pages": entries}, base="/beta")


def outcome(answer: Response) -> tuple[int, str]:
    """Return what the tests compare: the status, and the title or the message."""
    body = answer.json()
    return answer.status, body.get("message", body.get("title"))


def put_locale(given: str) -> Probe:
    def probe(ask: Asker) -> Any:
        answer = ask("PUT", PRICING, {"title": "New"}, localeId=given)
        primary = ask("GET", PRICING).json()["title"]
        return answer.status, answer.json().get("message"), primary

    return probe


def get_locale(given: str, path: str = PRICING) -> Probe:
    return lambda ask: outcome(ask("GET", path, localeId=given))


def empty_texts(ask: Asker) -> Any:
    """Return what an empty SEO text and an empty Open Graph text become, or the refusal."""
    answer = ask("PUT", PRICING, {"seo": {"title": ""}, "openGraph": {"title": "", "titleCopied": False}})
    if answer.status != 200:
        return outcome(answer)
    graph = answer.json()["openGraph"]
    return answer.json()["seo"]["title"], graph["title"], graph["titleCopied"]


def graph_after(path: str, change: dict[str, Any]) -> Probe:
    def probe(ask: Asker) -> Any:
        graph = ask("PUT", path, {"openGraph": change}).json()["openGraph"]
        return graph["title"], graph["titleCopied"]

    return probe


def slug_after(slug: str) -> Probe:
    def probe(ask: Asker) -> Any:
        answer = ask("PUT", PRICING, {"slug": slug})
        return answer.json()["slug"] if answer.status == 200 else outcome(answer)

    return probe


def inherited_texts(ask: Asker) -> Any:
    page = ask("GET", PRICING, localeId=PORTUGUESE.id).json()
    return page["title"], page["seo"]["title"], page["openGraph"]["title"], page["openGraph"]["titleCopied"]


def inherited_after_a_first_override(ask: Asker) -> Any:
    ask("PUT", PRICING, {"title": "Preços"}, localeId=PORTUGUESE.id)
    ask("PUT", PRICING, {"seo": {"title": "New"}})
    return ask("GET", PRICING, localeId=PORTUGUESE.id).json()["seo"]["title"]


def listed_title(ask: Asker) -> Any:
    pages = ask("GET", PAGES, localeId=FRENCH.id).json()["pages"]
    return next(page["title"] for page in pages if page["id"] == SEEDED.page_id)


def path_after_slug(ask: Asker) -> Any:
    return ask("PUT", PRICING, {"slug": "prices"}).json()["publishedPath"]


def date_in_another_locale(ask: Asker) -> Any:
    ask("PUT", PRICING, {"title": "New"}, localeId=FRENCH.id)
    return ask("GET", PRICING).json()["lastUpdated"][:10]


def date_after_no_change(ask: Asker) -> Any:
    return ask("PUT", PRICING, {"title": "Pricing"}).json()["lastUpdated"][:10]


def header_names(count: int, **options: Any) -> Probe:
    def probe(ask: Asker) -> Any:
        answers = [ask("GET", "/sites", **options) for _ in range(count)]
        return sorted(set(answers[-1].headers) - {"content-type", "etag"})

    return probe


def override_like_primary(ask: Asker) -> Any:
    ask("PUT", PRICING, {"title": "Pricing"}, localeId=PORTUGUESE.id)
    ask("PUT", PRICING, {"title": "Prices"})
    return ask("GET", PRICING, localeId=PORTUGUESE.id).json()["title"]


def left_out(ask: Asker) -> Any:
    page = ask("PUT", PRICING, {"title": "New", "seo": {"title": "New"}}).json()
    return page["slug"], page["seo"]["description"], page["openGraph"]["title"], page["openGraph"]["titleCopied"]


def site_date(ask: Asker) -> Any:
    ask("PUT", PRICING, {"title": "New"})
    return ask("GET", f"/sites/{SEEDED.site_id}").json()["lastUpdated"][:10]


def half_a_bulk(ask: Asker) -> Any:
    answer = ask.bulk({"id": SEEDED.page_id, "title": "New"}, {"id": SEEDED.page_ids["/contact"], "slug": "about"})
    return answer.status, ask("GET", PRICING).json()["title"]


def window_after_half_a_minute(ask: Asker) -> Any:
    ask.sandbox.clock.advance(29.8)
    return ask("GET", "/sites").headers["retry-after"]


def locales_of_one_tongue(ask: Asker) -> Any:
    site = ask("GET", ONE_TONGUE).json()
    return "absent" if "locales" not in site else site["locales"] and sorted(site["locales"])


def statuses_without_token(count: int) -> Probe:
    return lambda ask: [ask("GET", "/sites", token=None).status for _ in range(count)]


QUOTA_HEADERS = ["retry-after", "x-ratelimit-limit", "x-ratelimit-remaining"]

LOCALE_WRITES = {
    "bad_request": (*NOT_VALID, "Pricing"),
    "not_found": (*NOT_FOUND, "Pricing"),
    "ignored": (200, None, "New"),
}
LOCALE_READS = {"bad_request": NOT_VALID, "not_found": NOT_FOUND, "ignored": (200, "Pricing")}

# For each assumption a probe, and what it must see under each alternative.
CASES = {
    "put_with_primary_locale_id": (
        put_locale(ENGLISH.id),
        {
            "bad_request": (
                400,
                "Bad Request: Request is malformed: The provided locale must be a secondary locale.",
                "Pricing",
            ),
            "writes_primary": (200, None, "New"),
        },
    ),
    "put_with_unknown_locale_id": (put_locale(UNKNOWN), LOCALE_WRITES),
    "get_with_unknown_locale_id": (get_locale(UNKNOWN), LOCALE_READS),
    "put_with_cms_locale_id": (put_locale(FRENCH.cms_locale_id), LOCALE_WRITES),
    "get_with_cms_locale_id": (get_locale(FRENCH.cms_locale_id), LOCALE_READS),
    "empty_locale_id": (get_locale(""), {"primary": (200, "Pricing"), "validation_error": INVALID_ID}),
    "malformed_locale_id": (
        get_locale("fr-FR"),
        {"validation_error": INVALID_ID, "as_unknown": NOT_VALID},
    ),
    "both_locale_parameters": (
        lambda ask: outcome(ask("GET", PRICING, localeId=FRENCH.id, locale=GERMAN.id)),
        {"locale_id_wins": (200, "Tarifs"), "locale_wins": (200, "Preise")},
    ),
    "locale_id_of_primary": (
        lambda ask: ask("GET", PRICING).json()["localeId"],
        {"id": ENGLISH.id, "null": None},
    ),
    "repeated_parameter": (
        lambda ask: outcome(ask("GET", PRICING, pairs=(("localeId", FRENCH.id), ("localeId", GERMAN.id)))),
        {
            "validation_error": (400, 'Validation Error: ["Value (localeId)\'s type should be string"]'),
            "first": (200, "Tarifs"),
            "last": (200, "Preise"),
        },
    ),
    "upper_case_id": (
        lambda ask: outcome(ask("GET", f"/pages/{SEEDED.page_id.upper()}", localeId=FRENCH.id.upper())),
        {"validation_error": INVALID_ID, "accepted": (200, "Tarifs")},
    ),
    "read_without_override": (
        inherited_texts,
        {
            "primary_texts": ("Pricing", "Pricing | Lantern & Loom", "Lamps at a fair price", False),
            "null_texts": ("Pricing", None, None, True),
        },
    ),
    "first_override": (
        inherited_after_a_first_override,
        {"fields": "New", "whole_page": "Pricing | Lantern & Loom"},
    ),
    "override_like_primary": (override_like_primary, {"kept": "Pricing", "inherits": "Prices"}),
    "published_path_of_disabled_locale": (
        lambda ask: ask("GET", PRICING, localeId=GERMAN.id).json()["publishedPath"],
        {"with_subdirectory": "/de/pricing", "without_subdirectory": "/pricing"},
    ),
    "listed_texts": (listed_title, {"of_requested_locale": "Tarifs", "of_primary": "Pricing"}),
    "left_out_fields": (
        left_out,
        {
            "kept": ("pricing", "What a lamp costs, and why.", "Lamps at a fair price", False),
            "cleared_in_sent_objects": ("pricing", None, "Lamps at a fair price", False),
            "cleared": ("pricing", None, None, True),
        },
    ),
    "empty_body": (
        lambda ask: outcome(ask("PUT", PRICING, {})),
        {"accepted": (200, "Pricing"), "bad_request": MALFORMED},
    ),
    "missing_body": (
        lambda ask: outcome(ask("PUT", PRICING)),
        {"bad_request": MALFORMED, "as_empty_object": (200, "Pricing")},
    ),
    "non_object_body": (
        lambda ask: outcome(ask("PUT", PRICING, content=b"[1]")),
        {
            "bad_request": MALFORMED,
            "validation_error": (400, 'Validation Error: ["Value (body)\'s type should be object"]'),
        },
    ),
    "content_type_not_json": (
        lambda ask: outcome(ask("PUT", PRICING, {"title": "New"}, headers={"content-type": "text/plain"})),
        {"parsed": (200, "New"), "bad_request": MALFORMED},
    ),
    "several_problems": (
        lambda ask: outcome(ask("PUT", PRICING, {"title": 1, "slug": 2})),
        {
            "all_listed": (
                400,
                'Validation Error: ["Value (title)\'s type should be string","Value (slug)\'s type should be string"]',
            ),
            "first_listed": (400, 'Validation Error: ["Value (title)\'s type should be string"]'),
        },
    ),
    "empty_title": (
        lambda ask: outcome(ask("PUT", PRICING, {"title": ""})),
        {
            "validation_error": (400, 'Validation Error: ["Value (title) should match pattern \\"^.+$\\""]'),
            "stored": (200, ""),
            "ignored": (200, "Pricing"),
        },
    ),
    "empty_string_clears": (
        empty_texts,
        {
            "stored": ("", "", False),
            "clears": (None, None, True),
            "ignored": ("Pricing | Lantern & Loom", "Lamps at a fair price", False),
            "validation_error": (
                400,
                'Validation Error: ["Value (seo.title) should match pattern \\"^.+$\\"",'
                '"Value (openGraph.title) should match pattern \\"^.+$\\""]',
            ),
        },
    ),
    "text_without_copied_flag": (
        graph_after(MIRRORED, {"title": "Own"}),
        {"stops_mirroring": ("Own", False), "stays_mirrored": (None, True)},
    ),
    "text_with_copied_flag": (
        graph_after(PRICING, {"title": "Own", "titleCopied": True}),
        {"flag_wins": (None, True), "text_wins": ("Own", False)},
    ),
    "unmirrored_without_text": (
        graph_after(MIRRORED, {"titleCopied": False}),
        {"copies_seo_text": ("Write to us", False), "null_text": (None, False)},
    ),
    "duplicate_slug": (
        slug_after("about"),
        {
            "validation_error": (400, 'Validation Error: ["Value (slug) should be unique"]'),
            "conflict": (409, "Conflict: Value (slug) should be unique"),
            "accepted": "about",
            "made_unique": "about-2",
        },
    ),
    "malformed_slug": (
        slug_after("All Prices!"),
        {
            "validation_error": (
                400,
                'Validation Error: ["Value (slug) should match pattern \\"^[a-z0-9_-]+$\\""]',
            ),
            "normalised": "all-prices",
            "accepted": "All Prices!",
        },
    ),
    "published_path_after_slug_write": (
        path_after_slug,
        {"unchanged": "/pricing", "follows_slug": "/prices"},
    ),
    "last_updated_of_locales": (
        date_in_another_locale,
        {"shared": "2026-10-09", "separate": "2026-02-20"},
    ),
    "write_without_change": (
        date_after_no_change,
        {"updates_date": "2026-10-09", "keeps_date": "2026-02-20"},
    ),
    "site_after_page_write": (site_date, {"keeps_date": "2026-02-23", "updates_date": "2026-10-09"}),
    "unknown_page": (
        lambda ask: outcome(ask("GET", f"/pages/{UNKNOWN}")),
        {
            "not_found": NOT_FOUND,
            "not_found_with_reason": (404, "Requested resource not found: The page cannot be found"),
        },
    ),
    "page_of_another_site": (
        lambda ask: outcome(ask("GET", FOREIGN_PAGE)),
        {
            "not_found": NOT_FOUND,
            "forbidden": FORBIDDEN,
            "not_authorized": NOT_AUTHORIZED,
        },
    ),
    "put_on_folder": (
        lambda ask: outcome(ask("PUT", FOLDER, {"title": "Firm"})),
        {"accepted": (200, "Firm"), "not_found": NOT_FOUND},
    ),
    "unknown_route": (
        lambda ask: outcome(ask("GET", "/nowhere", token=None)),
        {"not_found_after_authentication": NOT_AUTHORIZED, "not_found": NOT_FOUND},
    ),
    "other_method": (
        lambda ask: outcome(ask("DELETE", PRICING)),
        {"not_found": NOT_FOUND, "bad_request": MALFORMED, "method_not_allowed": (405, "Method Not Allowed")},
    ),
    "scope_or_validation_first": (
        lambda ask: outcome(ask("PUT", "/pages/malformed", {"title": "New"}, token=READ_ONLY)),
        {
            "scope": (403, "OAuthForbidden: You are missing the following scopes - 'pages:write'"),
            "validation": INVALID_ID,
        },
    ),
    "body_or_page_first": (
        lambda ask: outcome(ask("PUT", f"/pages/{UNKNOWN}", {"title": 1})),
        {
            "body": (400, 'Validation Error: ["Value (title)\'s type should be string"]'),
            "page": NOT_FOUND,
        },
    ),
    "empty_pagination_value": (
        lambda ask: ask("GET", PAGES, limit="", offset="").status,
        {"validation_error": 400, "default": 200},
    ),
    "offset_beyond_exact_numbers": (
        lambda ask: ask("GET", PAGES, offset=str(2**53)).json().get("pagination", {}).get("offset"),
        {"clamped": 2**53 - 1, "validation_error": None},
    ),
    "locales_without_localization": (
        locales_of_one_tongue,
        {
            "primary_only": ["primary"],
            "secondary_empty": ["primary", "secondary"],
            "null": None,
            "absent": "absent",
        },
    ),
    "should_publish": (
        lambda ask: [
            ask("GET", PRICING).json()["shouldPublish"],
            ask("GET", PAGES).json()["pages"][0]["shouldPublish"],
        ],
        {"true": [True, True], "false": [False, False]},
    ),
    "authorized_by_nobody": (
        lambda ask: ask("GET", "/token/authorized_by", token=READ_ONLY).json()["code"],
        {"forbidden": "forbidden", "internal_error": "internal_error"},
    ),
    "unseen_messages": (
        lambda ask: [
            outcome(ask("PUT", PRICING, {"slug": "about"}))[1],
            outcome(ask("GET", PRICING, localeId=UNKNOWN))[1],
        ],
        {
            "like_seen_ones": [
                'Validation Error: ["Value (slug) should be unique"]',
                "Bad Request: Request is malformed: The provided locale must be a valid locale.",
            ],
            "bare": ['Validation Error: ["Invalid value"]', "Bad Request: Request is malformed"],
        },
    ),
    "bulk_refusal": (
        lambda ask: ask.bulk().json()["code"],
        {"validation_error": "validation_error", "bad_request": "bad_request"},
    ),
    "bulk_with_a_refused_entry": (
        half_a_bulk,
        {"nothing_applied": (400, "Pricing"), "applied_until_it": (400, "New")},
    ),
    "bulk_of_several_sites": (
        lambda ask: ask.bulk({"id": SEEDED.page_id}, {"id": SEEDED.page_ids_of("one-tongue")["/"]}).status,
        {"bad_request": 400, "accepted": 200},
    ),
    "quota_window": (window_after_half_a_minute, {"with_first_request": "60", "with_the_minute": "30"}),
    "limit_of_several_plans": (
        lambda ask: ask("GET", "/sites").headers["x-ratelimit-limit"],
        {"lowest": "60", "highest": "120"},
    ),
    "enterprise_limit": (
        lambda ask: ask("GET", "/sites").headers["x-ratelimit-limit"],
        {"240": "240", "600": "600"},
    ),
    "unauthorized_requests": (
        statuses_without_token(9),
        {"counted": [401] * 7 + [429] * 2, "not_counted": [401] * 9},
    ),
    "etag": (lambda ask: "etag" in ask("GET", PRICING).headers, {"present": True, "absent": False}),
    "headers_on_401": (
        header_names(1, token=None),
        {"present": QUOTA_HEADERS, "absent": []},
    ),
    "headers_on_429": (
        header_names(8),
        {"present": QUOTA_HEADERS, "retry_after_only": ["retry-after"], "absent": []},
    ),
}

# Most cases have one limit for all. Those in which the plans decide it have a seed to do so.
BY_PLAN = {"limit_of_several_plans": SEED, "enterprise_limit": ENTERPRISE}

VALUES = [(assumption.name, value) for assumption in register() for value in assumption.alternatives]


def test_every_assumption_has_a_case_and_every_case_an_assumption() -> None:
    assert set(CASES) == {assumption.name for assumption in register()}


def test_every_case_expects_a_different_answer_of_each_alternative() -> None:
    for assumption in register():
        expected = CASES[assumption.name][1]
        assert set(expected) == set(assumption.alternatives), assumption.name
        assert len({repr(answer) for answer in expected.values()}) == len(expected) > 1, assumption.name


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_an_alternative_shows(make: Make, ask: Ask, name: str, value: str) -> None:
    probe, expected = CASES[name]
    rate_limit = "by_plan" if name in BY_PLAN else 7
    sandbox = make(rate_limit=rate_limit, given=BY_PLAN.get(name), **{name: value})

    assert probe(Asker(ask, sandbox)) == expected[value]


def test_the_register_says_what_is_assumed_and_why() -> None:
    for assumption in register():
        assert assumption.default == getattr(Assumptions(), assumption.name)
        assert assumption.default in assumption.alternatives
        assert assumption.confidence in {"inferred", "unknown"}
        assert assumption.reason.endswith(".")


def test_a_value_that_is_no_alternative_is_refused() -> None:
    with pytest.raises(AssumptionError, match="empty_body is 'maybe', but must be one of: accepted, bad_request"):
        Assumptions(empty_body="maybe")


def test_assumptions_do_not_change() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Assumptions().empty_body = "bad_request"


def test_listings_take_the_policy_of_reads(make: Make, ask: Ask) -> None:
    sandbox = make(get_with_cms_locale_id="not_found", get_with_unknown_locale_id="ignored")

    assert ask(sandbox, "GET", PAGES, localeId=FRENCH.cms_locale_id).status == 404
    assert ask(sandbox, "GET", PAGES, localeId=UNKNOWN).json()["pages"][0]["localeId"] == ENGLISH.id


def test_a_site_of_somebody_else_follows_its_pages(make: Make, ask: Ask) -> None:
    sandbox = make(page_of_another_site="forbidden")

    for path in (FOREIGN, f"{FOREIGN}/pages"):
        assert ask(sandbox, "GET", path).status == 403


def test_a_slug_of_which_nothing_is_left_is_ignored(make: Make, ask: Ask) -> None:
    sandbox = make(malformed_slug="normalised")

    assert ask(sandbox, "PUT", PRICING, {"slug": "!!!"}).json()["slug"] == "pricing"


def test_a_unique_slug_skips_the_numbers_that_are_taken(make: Make, ask: Ask) -> None:
    sandbox = make(duplicate_slug="made_unique")
    ask(sandbox, "PUT", MIRRORED, {"slug": "about"})

    assert ask(sandbox, "PUT", PRICING, {"slug": "about"}).json()["slug"] == "about-3"


def test_a_path_follows_the_slug_of_its_folder_only_if_it_follows_slugs(make: Make, ask: Ask) -> None:
    for value, path in (("unchanged", "/company/press"), ("follows_slug", "/firm/press")):
        sandbox = make(published_path_after_slug_write=value)
        ask(sandbox, "PUT", FOLDER, {"slug": "firm"})
        assert ask(sandbox, "GET", f"/pages/{SEEDED.page_ids['/company/press']}").json()["publishedPath"] == path


def test_requests_without_a_token_that_are_not_counted_say_that_nothing_is_used_up(make: Make, ask: Ask) -> None:
    sandbox = make(rate_limit=3, unauthorized_requests="not_counted")

    answers = [ask(sandbox, "GET", "/sites", token=token) for token in (None, "revoked", None, None, None)]

    assert {answer.status for answer in answers} == {401}
    assert {answer.headers["x-ratelimit-remaining"] for answer in answers} == {"2"}


def test_requests_with_a_token_are_counted_whatever_happens_to_others(make: Make, ask: Ask) -> None:
    sandbox = make(rate_limit=1, unauthorized_requests="not_counted")

    assert [ask(sandbox, "GET", "/sites").status for _ in range(2)] == [200, 429]


def test_headers_that_are_hidden_on_401_count_all_the_same(make: Make, ask: Ask) -> None:
    sandbox = make(rate_limit=1, headers_on_401="absent")

    answers = [ask(sandbox, "GET", "/sites", token=None) for _ in range(2)]

    assert [answer.status for answer in answers] == [401, 429]
    assert ["retry-after" in answer.headers for answer in answers] == [False, True]


def test_headers_that_are_hidden_on_401_stay_on_other_answers(make: Make, ask: Ask) -> None:
    sandbox = make(headers_on_401="absent")

    assert ask(sandbox, "GET", "/nowhere").headers.keys() >= set(QUOTA_HEADERS)


def test_the_whole_page_is_copied_by_the_first_write_and_not_by_the_second(make: Make, ask: Ask) -> None:
    sandbox = make(first_override="whole_page")
    ask(sandbox, "PUT", PRICING, {"title": "Preços"}, localeId=PORTUGUESE.id)
    ask(sandbox, "PUT", PRICING, {"seo": {"title": "New"}})

    page = ask(sandbox, "PUT", PRICING, {"title": "Preço"}, localeId=PORTUGUESE.id).json()

    assert page["seo"]["title"] == "Pricing | Lantern & Loom"


def test_a_date_of_its_own_stays_when_another_locale_is_written(make: Make, ask: Ask) -> None:
    sandbox = make(last_updated_of_locales="separate")
    for locale in (FRENCH, GERMAN):
        ask(sandbox, "PUT", PRICING, {"title": "New"}, localeId=locale.id)
        sandbox.clock.advance(1)

    dates = [ask(sandbox, "GET", PRICING, localeId=locale.id).json()["lastUpdated"] for locale in (FRENCH, GERMAN)]

    assert dates == ["2026-10-09T12:00:00.279Z", "2026-10-09T12:00:01.279Z"]


def test_clearing_leaves_an_seo_text_absent_that_was_never_set(make: Make, ask: Ask) -> None:
    sandbox = make(left_out_fields="cleared")

    page = ask(sandbox, "PUT", f"/pages/{SEEDED.page_ids['/imprint']}", {"title": "New"}).json()

    assert page["seo"] == {"title": None}


@pytest.mark.parametrize(
    ("value", "text"), [("cleared_in_sent_objects", "Pricing | Lantern & Loom"), ("cleared", None)]
)
def test_an_open_graph_text_that_is_cleared_and_no_longer_copied_is_the_seo_text(
    make: Make, ask: Ask, value: str, text: str | None
) -> None:
    probe = graph_after(PRICING, {"titleCopied": False})

    assert probe(Asker(ask, make(left_out_fields=value))) == (text, False)


def test_clearing_what_was_sent_leaves_the_rest_of_that_object_mirrored(make: Make, ask: Ask) -> None:
    sandbox = make(left_out_fields="cleared_in_sent_objects")

    graph = ask(sandbox, "PUT", PRICING, {"openGraph": {"title": "Own"}}).json()["openGraph"]

    assert graph == {"title": "Own", "titleCopied": False, "description": None, "descriptionCopied": True}


def test_only_the_primary_locale_is_hidden(make: Make, ask: Ask) -> None:
    sandbox = make(locale_id_of_primary="null")

    assert ask(sandbox, "GET", PRICING, localeId=FRENCH.id).json()["localeId"] == FRENCH.id
    assert ask(sandbox, "GET", PAGES, localeId=FRENCH.id).json()["pages"][0]["localeId"] == FRENCH.id


def test_where_folders_are_not_written_pages_are(make: Make, ask: Ask) -> None:
    sandbox = make(put_on_folder="not_found")

    assert ask(sandbox, "PUT", PRICING, {"title": "New"}).status == 200


def test_where_folders_are_not_written_they_are_read(make: Make, ask: Ask) -> None:
    sandbox = make(put_on_folder="not_found")

    assert ask(sandbox, "GET", FOLDER).status == 200


@pytest.mark.parametrize(("title", "status"), [("New", 200), (1, 400)])
def test_where_the_page_is_looked_up_first_the_body_of_a_page_counts(
    make: Make, ask: Ask, title: object, status: int
) -> None:
    sandbox = make(body_or_page_first="page")

    assert ask(sandbox, "PUT", PRICING, {"title": title}).status == status


@pytest.mark.parametrize(("locale", "path"), [(FRENCH, "/fr/pricing"), (PORTUGUESE, "/pt/pricing")])
def test_an_enabled_locale_keeps_its_subdirectory(make: Make, ask: Ask, locale: Locale, path: str) -> None:
    sandbox = make(published_path_of_disabled_locale="without_subdirectory")

    assert ask(sandbox, "GET", PRICING, localeId=locale.id).json()["publishedPath"] == path


@pytest.mark.parametrize(
    ("method", "path", "allowed"), [("DELETE", PRICING, "GET, PUT"), ("POST", "/sites", "GET"), ("PUT", PAGES, "GET")]
)
def test_a_method_that_is_not_allowed_is_told_which_are(
    make: Make, ask: Ask, method: str, path: str, allowed: str
) -> None:
    answer = ask(make(other_method="method_not_allowed"), method, path)

    assert (answer.status, answer.headers["allow"]) == (405, allowed)
    assert answer.headers.keys() >= set(QUOTA_HEADERS)


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8", "application/merge+json"],
)
def test_json_is_json_in_every_spelling(make: Make, ask: Ask, content_type: str) -> None:
    sandbox = make(content_type_not_json="bad_request")

    assert ask(sandbox, "PUT", PRICING, {"title": "New"}, headers={"content-type": content_type}).status == 200


@pytest.mark.parametrize("content_type", ["", "text/json", "application/x-www-form-urlencoded", "x-application/json"])
def test_what_only_resembles_json_is_refused_where_json_is_asked_for(make: Make, ask: Ask, content_type: str) -> None:
    sandbox = make(content_type_not_json="bad_request")

    assert outcome(ask(sandbox, "PUT", PRICING, {"title": "New"}, headers={"content-type": content_type})) == MALFORMED


@pytest.mark.parametrize("unknown_page", ["not_found", "not_found_with_reason"])
@pytest.mark.parametrize(
    ("method", "foreign", "unknown"),
    [
        ("GET", FOREIGN_PAGE, f"/pages/{UNKNOWN}"),
        ("PUT", FOREIGN_PAGE, f"/pages/{UNKNOWN}"),
        ("GET", FOREIGN, f"/sites/{UNKNOWN}"),
        ("GET", f"{FOREIGN}/pages", f"/sites/{UNKNOWN}/pages"),
    ],
)
def test_what_is_somebody_elses_answers_like_what_is_not_there(
    make: Make, ask: Ask, unknown_page: str, method: str, foreign: str, unknown: str
) -> None:
    sandbox = make(unknown_page=unknown_page)

    theirs, none = (ask(sandbox, method, path, {"title": "New"}) for path in (foreign, unknown))

    assert theirs == none
    assert theirs.status == 404
