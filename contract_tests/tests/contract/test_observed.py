"""``spec/observed.yaml``: every deviation is proven, does something, and lets the real service through."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import jsonschema_rs
import pytest

from webflow_contract import documents
from webflow_contract.contract import effective, openapi_overlay
from webflow_contract.contract.deviations import CONFIDENCE, Deviation, deviations
from webflow_contract.contract.operations import operations, resolve
from webflow_contract.documents import Document
from webflow_contract.errors import OverlayError

SPEC = Path(__file__).parents[3] / "spec"
DOCUMENTED = documents.read(SPEC / "openapi.yaml")
OBSERVED = documents.read(SPEC / "observed.yaml")
DEVIATIONS = deviations(OBSERVED, "observed.yaml")
CONTRACT = effective.build(SPEC)
ACTIONS = [action for deviation in DEVIATIONS for action in deviation.actions]
APPLIED = openapi_overlay.apply(DOCUMENTED, ACTIONS)

EACH_DEVIATION = pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda deviation: deviation.name)


def prefixes() -> Iterator[tuple[Deviation, Document, Document]]:
    """Apply deviation by deviation, and yield each with the contract before and after it."""
    before = DOCUMENTED
    for deviation in DEVIATIONS:
        after = openapi_overlay.apply(before, list(deviation.actions))
        yield deviation, before, after
        before = after


# Evidence


@EACH_DEVIATION
def test_a_deviation_says_what_why_who_when_and_how_well(deviation: Deviation) -> None:
    evidence = deviation.evidence
    for said in (evidence.what, evidence.why, evidence.source):
        assert len(said.split()) >= 2
    assert "2023" <= evidence.date <= "2026-12"
    assert evidence.confidence in CONFIDENCE


def test_no_action_is_outside_of_a_deviation() -> None:
    assert openapi_overlay.actions(OBSERVED, "observed.yaml") == ACTIONS


@pytest.fixture
def overlay() -> Document:
    evidence = {
        "what": "A thing.",
        "why": "A reason.",
        "source": "Somebody",
        "date": "2026-02-23",
        "confidence": "reported",
    }
    first = {"target": "$.a", "x-deviation": "one", "x-evidence": evidence, "update": {"b": 1}}
    second = {"target": "$.a", "x-deviation": "one", "update": {"c": 1}}
    return {"overlay": "1.1.0", "actions": [first, second]}


def test_actions_with_one_name_are_one_deviation(overlay: Document) -> None:
    (deviation,) = deviations(overlay, "o.yaml")
    assert deviation.name == "one"
    assert [action.value for action in deviation.actions] == [{"b": 1}, {"c": 1}]
    assert deviation.evidence.source == "Somebody"


@pytest.mark.parametrize("field", ["what", "why", "source", "date", "confidence"])
@pytest.mark.parametrize("value", [None, "", " ", 2026])
def test_each_field_of_the_evidence_has_to_say_something(overlay: Document, field: str, value: object) -> None:
    overlay["actions"][0]["x-evidence"][field] = value
    with pytest.raises(OverlayError, match=rf"^o\.yaml: action 1 \(\$\.a\): its x-evidence does not say '{field}'$"):
        deviations(overlay, "o.yaml")


@pytest.mark.parametrize("field", ["what", "why", "source", "date", "confidence"])
def test_no_field_of_the_evidence_may_be_left_out(overlay: Document, field: str) -> None:
    del overlay["actions"][0]["x-evidence"][field]
    with pytest.raises(OverlayError, match=f"its x-evidence does not say '{field}'$"):
        deviations(overlay, "o.yaml")


@pytest.mark.parametrize("date", ["yesterday", "2026-2", "23.02.2026", "2026-02-23T00:00", "202"])
def test_a_date_is_a_day_a_month_or_a_year(overlay: Document, date: str) -> None:
    overlay["actions"][0]["x-evidence"]["date"] = date
    with pytest.raises(OverlayError, match=r"YYYY, YYYY-MM or YYYY-MM-DD$"):
        deviations(overlay, "o.yaml")


@pytest.mark.parametrize("date", ["2026", "2026-02", "2026-02-23"])
def test_a_date_is_as_exact_as_its_source(overlay: Document, date: str) -> None:
    overlay["actions"][0]["x-evidence"]["date"] = date
    assert deviations(overlay, "o.yaml")[0].evidence.date == date


def test_what_is_unknown_is_no_deviation(overlay: Document) -> None:
    overlay["actions"][0]["x-evidence"]["confidence"] = "unknown"
    with pytest.raises(OverlayError, match=r"confidence has to be one of documented, recorded, reported, inferred$"):
        deviations(overlay, "o.yaml")


def test_evidence_has_no_other_fields(overlay: Document) -> None:
    overlay["actions"][0]["x-evidence"]["wat"] = "typo"
    with pytest.raises(OverlayError, match=r"has the unknown field 'wat'$"):
        deviations(overlay, "o.yaml")


@pytest.mark.parametrize("evidence", [None, "trust me", []])
def test_a_deviation_without_evidence_is_refused(overlay: Document, evidence: object) -> None:
    overlay["actions"][0]["x-evidence"] = evidence
    with pytest.raises(OverlayError, match="carries no x-evidence"):
        deviations(overlay, "o.yaml")


def test_evidence_stands_on_the_first_action_alone(overlay: Document) -> None:
    overlay["actions"][1]["x-evidence"] = overlay["actions"][0]["x-evidence"]
    with pytest.raises(OverlayError, match=r"action 2.*the evidence of 'one' belongs on its first action alone$"):
        deviations(overlay, "o.yaml")


@pytest.mark.parametrize("name", [None, "", 7])
def test_every_action_belongs_to_a_deviation(overlay: Document, name: object) -> None:
    overlay["actions"][1]["x-deviation"] = name
    with pytest.raises(OverlayError, match=r"action 2.*belongs to no deviation"):
        deviations(overlay, "o.yaml")


def test_the_actions_of_a_deviation_stand_together(overlay: Document) -> None:
    first, second = overlay["actions"]
    overlay["actions"] = [first, {**first, "x-deviation": "two"}, second]
    with pytest.raises(OverlayError, match=r"action 3.*the actions of 'one' do not stand together$"):
        deviations(overlay, "o.yaml")


# Each deviation does something


def test_each_deviation_changes_the_contract() -> None:
    for deviation, before, after in prefixes():
        assert before != after, deviation.name


@EACH_DEVIATION
def test_without_a_deviation_the_contract_is_another_or_cannot_be_made(deviation: Deviation) -> None:
    rest = [action for other in DEVIATIONS if other is not deviation for action in other.actions]
    try:
        without = openapi_overlay.apply(DOCUMENTED, rest)
    except OverlayError:
        return
    assert without != APPLIED


@pytest.mark.parametrize("number", range(len(ACTIONS)))
def test_without_an_action_the_contract_is_another_or_cannot_be_made(number: int) -> None:
    try:
        without = openapi_overlay.apply(DOCUMENTED, ACTIONS[:number] + ACTIONS[number + 1 :])
    except OverlayError:
        return
    assert without != APPLIED


def test_the_effective_contract_is_what_is_applied_with_the_register_of_it() -> None:
    assert {name: value for name, value in CONTRACT.items() if name != "x-deviations"} == APPLIED
    assert [entry["name"] for entry in CONTRACT["x-deviations"]] == [deviation.name for deviation in DEVIATIONS]


def test_the_effective_contract_is_what_the_client_carries() -> None:
    assert effective.load() == CONTRACT


# The real service conforms


def conforms(contract: Document, name: str, value: object) -> bool:
    schema = {"$ref": f"#/components/schemas/{name}", "components": contract["components"]}
    return jsonschema_rs.Draft202012Validator(schema).is_valid(value)


def home_page(**changes: object) -> Document:
    """Return the home page of a site without localization, with changed fields; dots lead into objects."""
    page: Document = {
        "id": "690a6ad118713a7e3b856b86",
        "siteId": "690a6acf18713a7e3b856b21",
        "title": "Home",
        "slug": "home",
        "parentId": "690a6acf18713a7e3b856b22",
        "collectionId": "690a6acf18713a7e3b856b23",
        "createdOn": "2025-11-04T21:06:25.279Z",
        "lastUpdated": "2026-02-23T15:53:18.252Z",
        "archived": False,
        "draft": False,
        "canBranch": True,
        "isBranch": False,
        "branchId": "690a6acf18713a7e3b856b24",
        "seo": {"title": "Home", "description": "Where it starts."},
        "openGraph": {"title": "Home", "titleCopied": False, "description": "Here.", "descriptionCopied": False},
        "localeId": "690a6acf18713a7e3b856b25",
        "publishedPath": "/",
    }
    return changed(page, changes)


def changed(body: Document, changes: dict[str, object]) -> Document:
    result = deepcopy(body)
    for place, value in changes.items():
        holder = result
        *path, name = place.split(".")
        for part in path:
            holder = holder[part]
        holder[name] = value
    return result


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": None},
        {"openGraph.title": None, "openGraph.titleCopied": True},
        {"openGraph.description": None, "openGraph.descriptionCopied": True},
        {"parentId": None},
        {"collectionId": None},
        {"branchId": None},
        {"localeId": None},
        {"seo.title": None},
        {"seo.description": None},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_a_null_of_the_real_service_conforms_although_it_is_not_documented(changes: dict[str, object]) -> None:
    page = home_page(**changes)
    assert conforms(CONTRACT, "Page", page)
    assert not conforms(DOCUMENTED, "Page", page)


@pytest.mark.parametrize(
    "name", ["id", "siteId", "title", "createdOn", "archived", "seo", "openGraph", "publishedPath"]
)
def test_a_null_that_nobody_saw_does_not_conform(name: str) -> None:
    assert conforms(CONTRACT, "Page", home_page())
    assert not conforms(CONTRACT, "Page", home_page(**{name: None}))


def test_a_page_without_texts_conforms() -> None:
    assert conforms(CONTRACT, "Page", home_page(seo={}, openGraph={"titleCopied": True, "descriptionCopied": True}))


def test_a_field_that_nobody_knows_conforms() -> None:
    assert conforms(CONTRACT, "Page", home_page(noIndex=True, **{"seo.robots": "none"}))


def test_should_publish_is_known_as_a_boolean() -> None:
    assert conforms(CONTRACT, "Page", home_page(shouldPublish=True))
    assert not conforms(CONTRACT, "Page", home_page(shouldPublish="yes"))
    assert conforms(DOCUMENTED, "Page", home_page(shouldPublish="yes"))


@pytest.mark.parametrize("name", ["Site", "CustomDomain"])
def test_full_site_compiled_at_is_known_as_a_date_or_null(name: str) -> None:
    body = {"id": "690a6acf18713a7e3b856b21"}
    for value in ("2026-02-23T15:53:18.252Z", None):
        assert conforms(CONTRACT, name, {**body, "fullSiteCompiledAt": value})
    for value in (1, "yesterday"):
        assert not conforms(CONTRACT, name, {**body, "fullSiteCompiledAt": value})
        assert conforms(DOCUMENTED, name, {**body, "fullSiteCompiledAt": value})


@pytest.mark.parametrize(
    "locales", [None, {}, {"primary": {}}, {"primary": {}, "secondary": None}, {"primary": {}, "secondary": []}]
)
def test_a_site_without_localization_conforms(locales: object) -> None:
    assert conforms(CONTRACT, "Site", {"id": "690a6acf18713a7e3b856b21", "locales": locales})


@pytest.mark.parametrize("changes", [{"id": "690A6AD118713A7E3B856B86"}, {"id": "42"}, {"siteId": "42"}])
def test_an_id_is_24_lower_case_hexadecimal_digits(changes: dict[str, object]) -> None:
    assert not conforms(CONTRACT, "Page", home_page(**changes))


@pytest.mark.parametrize("date", ["2026-02-23T15:53:18Z", "2026-02-23T15:53:18.252+01:00", "2026-02-23"])
@pytest.mark.parametrize("name", ["createdOn", "lastUpdated"])
def test_a_date_has_three_digits_of_milliseconds_and_a_z(name: str, date: str) -> None:
    assert not conforms(CONTRACT, "Page", home_page(**{name: date}))


@pytest.mark.parametrize("contract", [DOCUMENTED, CONTRACT], ids=["documented", "effective"])
@pytest.mark.parametrize(
    "body",
    [
        {"title": None},
        {"slug": None},
        {"seo": None},
        {"seo": {"title": None}},
        {"seo": {"description": None}},
        {"openGraph": None},
        {"openGraph": {"title": None}},
        {"openGraph": {"titleCopied": None}},
        {"openGraph": {"description": None}},
        {"openGraph": {"descriptionCopied": None}},
    ],
    ids=str,
)
def test_an_update_with_null_does_not_conform(contract: Document, body: Document) -> None:
    assert not conforms(contract, "PageUpdate", body)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": "Home", "slug": "home"},
        {"seo": {"title": "", "description": "A"}},
        {"openGraph": {"title": "A", "titleCopied": False, "description": "B", "descriptionCopied": True}},
    ],
    ids=str,
)
def test_an_update_in_part_conforms(body: Document) -> None:
    assert conforms(CONTRACT, "PageUpdate", body)


# Errors


def test_an_error_as_it_was_recorded_conforms_although_its_null_is_not_documented() -> None:
    error = {
        "message": "Validation Error: Provided ID is invalid",
        "code": "validation_error",
        "externalReference": None,
        "details": [],
    }
    assert conforms(CONTRACT, "Error", error)
    assert not conforms(DOCUMENTED, "Error", error)


@pytest.mark.parametrize("code", ["service_unavailable", "insufficient_permissions", "made_up_tomorrow"])
def test_a_code_that_is_not_documented_conforms(code: str) -> None:
    assert conforms(CONTRACT, "Error", {"code": code})
    assert not conforms(DOCUMENTED, "Error", {"code": code})


def test_details_of_any_shape_conform() -> None:
    assert conforms(CONTRACT, "Error", {"details": ["a", {"param": "b", "description": "c"}, None, 1]})


def test_opened_enums_keep_every_documented_value_and_add_the_known_ones() -> None:
    opened = {
        name: schema["x-extensible-enum"]
        for name, schema in CONTRACT["components"]["schemas"].items()
        if "x-extensible-enum" in schema
    }
    documented = {
        name: schema["enum"] for name, schema in DOCUMENTED["components"]["schemas"].items() if "enum" in schema
    }
    assert opened == {
        "ErrorCode": [
            *documented["ErrorCode"],
            "service_unavailable",
            "insufficient_permissions",
            "branch_sync_pending",
            "custom_code_max_registered_scripts",
        ],
        "DataCollectionType": documented["DataCollectionType"],
    }
    assert not any("enum" in schema for schema in CONTRACT["components"]["schemas"].values())


def test_every_operation_may_answer_403_with_the_one_error() -> None:
    for operation in operations(CONTRACT).values():
        content = operation.responses["403"]["content"]["application/json"]
        assert content["schema"] == {"$ref": "#/components/schemas/Error"}
    assert not any("403" in operation.responses for operation in operations(DOCUMENTED).values())


def test_the_quota_headers_come_with_every_response() -> None:
    for operation in operations(CONTRACT).values():
        for answer in operation.responses.values():
            headers = {name: resolve(CONTRACT, header) for name, header in answer["headers"].items()}
            assert headers.keys() == {"X-RateLimit-Limit", "X-RateLimit-Remaining", "Retry-After"}
            assert [header["schema"] for header in headers.values()] == [{"type": "integer"}] * 3


def test_the_quota_headers_are_expected_where_they_were_seen() -> None:
    """They were recorded on 200, 400 and 404 and reported on 403; nobody knows about 401, 429 and 5xx."""
    names = {"X-RateLimit-Limit": "always", "X-RateLimit-Remaining": "always", "Retry-After": "always"}
    for operation in operations(CONTRACT).values():
        for status, answer in operation.responses.items():
            seen = status in ("200", "400", "403", "404", "4XX")
            assert answer.get("x-presence", {}) == (names if seen else {}), (operation.id, status)


# What has always come


def test_what_has_always_come_is_marked() -> None:
    schemas = CONTRACT["components"]["schemas"]
    always = {
        name: [field for field, value in schema.get("properties", {}).items() if value.get("x-presence") == "always"]
        for name, schema in schemas.items()
    }
    assert {name: fields for name, fields in always.items() if fields} == {
        "Page": [name for name in home_page() if name != "id"],
        "PageOpenGraph": ["title", "titleCopied", "description", "descriptionCopied"],
        "PageList": ["pages", "pagination"],
        "Error": ["code", "message", "externalReference", "details"],
    }


# Listing


@pytest.mark.parametrize(
    ("name", "value", "conforming"),
    [
        ("Limit", 1, True),
        ("Limit", 100, True),
        ("Limit", 101, True),
        ("Limit", 0, False),
        ("Offset", 0, True),
        ("Offset", 10**6, True),
        ("Offset", -1, False),
        ("PageId", "690a6ad118713a7e3b856b86", True),
        ("PageId", "home", False),
        ("SiteId", "home", False),
    ],
)
def test_parameters_are_restricted_as_the_service_restricts_them(name: str, value: object, conforming: bool) -> None:
    schema = CONTRACT["components"]["parameters"][name]["schema"]
    assert jsonschema_rs.is_valid(schema, value) is conforming
