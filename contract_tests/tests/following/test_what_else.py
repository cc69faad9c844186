"""What shares a part of the contract changes with it: whoever takes a change over is told."""

from copy import deepcopy

from webflow_contract.following.follow import Followed

from .vendor import DOCUMENTED, PAGE, PUT, at, changed, followed, mutated


def others(result: Followed, operation: str) -> list[str]:
    """Return what else the first change of an operation changes."""
    return next(also for change, also in result.taken if change.operation == operation)


def test_a_schema_of_several_answers_names_each_with_the_place() -> None:
    told = others(followed(mutated("property of a page")), "get-page-metadata")
    assert told == ["update-page-metadata 200 noindex", "list-pages 200 pages.*.noindex"]


def test_a_parameter_that_others_share_is_told_though_the_vendor_has_changed_one_alone() -> None:
    vendor = deepcopy(DOCUMENTED)
    parameters = at(vendor, *PUT, "parameters")
    parameters[1] = {"name": "localeId", "in": "query", "required": True, "schema": {"type": "string"}}
    ((change, told),) = followed(vendor).taken
    assert (change.operation, change.rule) == ("update-page-metadata", "request-parameter-became-required")
    assert told == ["get-page-metadata parameter query localeId", "list-pages parameter query localeId"]


def test_another_place_of_the_same_answer_is_told() -> None:
    vendor = deepcopy(DOCUMENTED)
    locale = {"type": "object", "properties": {**at(vendor, "components", "schemas", "Locale", "properties")}}
    locale["properties"]["script"] = {"type": "string"}
    at(vendor, "components", "schemas", "Locales", "properties")["primary"] = locale
    told = others(followed(vendor), "get-site")
    assert told[0] == "get-site 200 locales.secondary.*.script"
    assert "list-sites 200 sites.*.locales.primary.script" in told


def test_what_may_be_sent_is_told() -> None:
    result = changed(lambda d: at(d, "components", "schemas", "Seo", "properties").update(robots={"type": "string"}))
    ((change, told), *_) = [one for one in result.taken if one[0].part == "response"]
    assert change.operation == "get-page-metadata"
    assert "update-page-metadata request seo.robots" in told


def test_statuses_of_an_operation_are_told_together() -> None:
    told = others(followed(mutated("one more value")), "get-page-metadata")
    assert "update-page-metadata 400 401 404 429 500 code" in told
    assert "get-page-metadata 401 404 429 500 code" in told


def test_what_nothing_shares_has_nothing_to_tell() -> None:
    ((_, told),) = followed(mutated("operation deprecated")).taken
    assert told == []
    ((_, told),) = changed(lambda d: at(d, *PUT, "responses").update({"418": {"description": "Tea."}})).taken
    assert told == []


def test_a_page_is_one_schema_in_all_answers() -> None:
    result = changed(lambda d: at(d, *PAGE, "properties").pop("slug"))
    assert [change.operation for change, _ in result.taken] == ["get-page-metadata"]
    assert {change.operation for change in result.known} == {"update-page-metadata", "list-pages"}
