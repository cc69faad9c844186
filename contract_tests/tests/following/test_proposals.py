"""What is proposed is what a finding needs to be part of the contract, and nothing else changes."""

import json
import re
import shutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_contract import documents
from webflow_contract.check.findings import Finding, pattern_of, spelling
from webflow_contract.check.reported import Reported
from webflow_contract.check.run import run
from webflow_contract.check.schema import closed
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract import effective, openapi_overlay
from webflow_contract.contract.deviations import Deviation, deviations
from webflow_contract.contract.effective import build as in_spec
from webflow_contract.contract.generation import generate
from webflow_contract.contract.operations import resolve
from webflow_contract.contract.validation import validate
from webflow_contract.documents import Document
from webflow_contract.drifts import DRIFTS, drifting
from webflow_contract.exchange import Response
from webflow_contract.following import observed
from webflow_contract.following.loosening import LOOSENING, Proposal, ProposalError
from webflow_contract.rules import RULES
from webflow_contract.sandbox import Sandbox

CONTRACT = effective.load()
DAY = date(2026, 11, 25)
REFERENCE = "#/components/schemas/"
LIVE = "https://api.webflow.com/v2"
every_drift = pytest.mark.parametrize("name", DRIFTS)

Found = Mapping[str, Finding]


def told(finding: Finding) -> Reported:
    return Reported(
        finding.id,
        finding.rule,
        finding.operation,
        finding.status,
        finding.pointer,
        finding.documented,
        finding.observed,
    )


def written(finding: Finding, proposal: Proposal, subject: str = LIVE) -> str:
    return observed.dump(observed.actions(proposal, told(finding), subject, DAY))


def pasted(text: str) -> list[Deviation]:
    """Read actions as a part of ``spec/observed.yaml``, at its end."""
    overlay = "overlay: 1.1.0\ninfo: {title: Observed, version: 1.0.0}\nactions:\n" + text
    return deviations(documents.parse(overlay, "observed.yaml"), "observed.yaml")


def applied(finding: Finding, contract: Document) -> Document:
    """Make a finding part of a contract, by way of the text that a person pastes."""
    (deviation,) = pasted(written(finding, observed.propose(told(finding), contract)))
    return openapi_overlay.apply(contract, list(deviation.actions))


@cache
def validated(changed: str) -> None:
    validate(json.loads(changed), "the contract with a proposal applied")


# The drifts


def check(contract: Document, *names: str) -> Found:
    return checked(json.dumps(contract), *names)


@cache
def checked(contract: str, *names: str) -> Found:
    world = Sandbox(rate_limit="off")
    subject = Subject("http://127.0.0.1/v2", world.site_id, world.page_id, "fr-FR")
    credentials = Credentials(world.token, world.tokens["without-pages-write"])
    report = run(drifting(world, names), subject, credentials, json.loads(contract), label="", journal=None)
    assert report.not_judged is None
    return {finding.id: finding for finding in report.findings}


@every_drift
def test_a_finding_that_is_made_part_of_the_contract_is_gone_and_no_other_comes(name: str) -> None:
    before = check(CONTRACT, name)
    for finding in before.values():
        if finding.rule in LOOSENING:
            changed = applied(finding, CONTRACT)
            validated(json.dumps(changed))
            after = check(changed, name)
            assert finding.id not in after
            assert after.keys() < before.keys()


def settled(contract: Document, *names: str) -> Found:
    """Propose one finding after the other, until what is left cannot be."""
    while True:
        found = check(contract, *names)
        finding = next((one for one in found.values() if one.rule in LOOSENING), None)
        if finding is None:
            return found
        contract = applied(finding, contract)


EXPRESSED = {
    "slug-becomes-number",
    "title-removed",
    "description-renamed",
    "page-gains-field",
    "seo-becomes-null",
    "timestamp-without-milliseconds",
    "id-in-upper-case",
    "error-code-unknown",
    "error-details-removed",
    "not-found-becomes-html",
    "update-answers-201",
    "content-type-text",
    "retry-after-removed",
}
"""The drifts of the form of answers, which an Overlay can express. The other five are about what the service does."""


def of_form(found: Found) -> Found:
    """Return the findings that a change of the documents would have, too: oasdiff has an id for them."""
    return {id_: finding for id_, finding in found.items() if RULES[finding.rule].oasdiff}


@every_drift
def test_a_drift_of_the_form_of_answers_is_expressed_whole(name: str) -> None:
    left = settled(CONTRACT, name)
    assert {finding.rule for finding in left.values()}.isdisjoint(LOOSENING)
    if name in EXPRESSED:
        assert of_form(left) == {}
    else:
        assert left


def test_all_of_them_at_once_are_expressed() -> None:
    assert of_form(settled(CONTRACT, *sorted(EXPRESSED))) == {}


@every_drift
def test_what_cannot_be_expressed_says_so_and_what_to_do(name: str) -> None:
    for finding in check(CONTRACT, name).values():
        if finding.rule not in LOOSENING:
            with pytest.raises(ProposalError) as caught:
                observed.propose(told(finding), CONTRACT)
            assert f"no OpenAPI Overlay can say what {finding.rule} is about" in str(caught.value)
            assert "webflow-contract baseline add" in str(caught.value)


def test_a_proposal_leaves_the_contract_as_it_was() -> None:
    before = json.dumps(CONTRACT)
    for finding in check(CONTRACT, "seo-becomes-null").values():
        applied(finding, CONTRACT)
    assert json.dumps(CONTRACT) == before


# Any answer

HEADERS = {
    "content-type": "application/json",
    "x-ratelimit-limit": "60",
    "x-ratelimit-remaining": "59",
    "retry-after": "60",
}
PAGE: Document = {
    "id": "690a6ad118713a7e3b856b86",
    "siteId": "690a6acf18713a7e3b856b21",
    "title": "Home",
    "slug": None,
    "parentId": None,
    "collectionId": None,
    "createdOn": "2025-11-04T21:06:25.279Z",
    "lastUpdated": "2026-02-23T15:53:18.252Z",
    "archived": False,
    "draft": False,
    "canBranch": True,
    "isBranch": False,
    "branchId": None,
    "seo": {"title": "Home", "description": "Where it starts."},
    "openGraph": {"title": None, "titleCopied": True, "description": None, "descriptionCopied": True},
    "localeId": None,
    "publishedPath": "/",
}
ERROR: Document = {"message": "no", "code": "bad_request", "externalReference": None, "details": []}
LOCALE: Document = {"id": "690a6acf18713a7e3b856b25", "tag": "fr-FR"}
SITE: Document = {"id": "690a6acf18713a7e3b856b21", "locales": {"primary": LOCALE, "secondary": [LOCALE]}}
LIST: Document = {"pages": [PAGE], "pagination": {"limit": 100, "offset": 0, "total": 1}}

READ = "get-page-metadata"
Answer = tuple[str, Response]


def answer(body: Any, status: int = 200, operation: str = READ, **headers: str) -> Answer:
    sent = HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
    return operation, Response(status, sent, json.dumps(body).encode())


def without(body: Document, name: str) -> Document:
    return {key: value for key, value in body.items() if key != name}


def judged(contract: Document, operation: str, response: Response) -> Found:
    return {finding.id: finding for finding in closed(contract).judge(operation, response)}


ANSWERS = {
    "a list where a text was": answer({**PAGE, "title": []}),
    "a text where an object was": answer({**PAGE, "seo": "none"}),
    "an object where a text was": answer({**PAGE, "title": {"en": "Home"}}),
    "a fraction where a whole number was": answer(
        {**LIST, "pagination": {**LIST["pagination"], "total": 1.5}}, 200, "list-pages"
    ),
    "null in a list": answer({"pages": [None]} | without(LIST, "pages"), 200, "list-pages"),
    "a text in a list of objects": answer({"sites": ["a site"]}, 200, "list-sites"),
    "null for a list of pages": answer({**LIST, "pages": None}, 200, "list-pages"),
    "a text where an object or null was": answer({**SITE, "locales": "none"}, 200, "get-site"),
    "null in what may be null": answer({**SITE, "locales": {"secondary": [{"tag": None}]}}, 200, "get-site"),
    "a property in an item": answer({**SITE, "locales": {"secondary": [{"script": "Latn"}]}}, 200, "get-site"),
    "a property that is null": answer({**PAGE, "robots": None}),
    "a property that is an object": answer({**PAGE, "rules": {"index": True}}),
    "a property that is a list": answer({**PAGE, "tags": [1]}),
    "a property with an odd name": answer({**PAGE, "a/b~c 'd' \"e\" é": 1}),
    "a property without a name": answer({**PAGE, "": 1}),
    "a required property is gone": answer(without(PAGE, "id")),
    "a required property of an item": answer({**LIST, "pages": [without(PAGE, "id")]}, 200, "list-pages"),
    "a required number": answer({**LIST, "pagination": {"limit": 1, "offset": 0}}, 200, "list-pages"),
    "a property of a nested object": answer({**PAGE, "openGraph": without(PAGE["openGraph"], "title")}),
    "an error's code that is null": answer({**ERROR, "code": None}, 400),
    "an error's code that is a number": answer({**ERROR, "code": 7}, 404, "update-page-metadata"),
    "a new code": answer({**ERROR, "code": "brand_new"}, 404),
    "a new code in a range": answer({**ERROR, "code": "brand_new"}, 418, "list-sites"),
    "a new way of collecting data": answer({**SITE, "dataCollectionType": "optIn"}, 200, "get-site"),
    "an id with hyphens": answer({**PAGE, "id": "690a6ad1-1871-3a7e-3b85"}),
    "an id of anything": answer({**PAGE, "id": "page:home"}),
    "a date with an offset": answer({**PAGE, "createdOn": "2025-11-04T21:06:25.279+00:00"}),
    "a date with microseconds": answer({**PAGE, "createdOn": "2025-11-04T21:06:25.279111Z"}),
    "a date alone": answer({**PAGE, "createdOn": "2025-11-04"}),
    "a success of another kind": answer(PAGE, 202, "update-page-metadata"),
    "a refusal of another kind": answer(ERROR, 409, "update-page-metadata"),
    "a failure of another kind": answer(ERROR, 503),
    "JSON of another name": answer(ERROR, 400, content_type="application/problem+json"),
    "an error as text": answer(ERROR, 500, "list-sites", content_type="text/plain"),
    "a header that is a date": answer(PAGE, retry_after="Wed, 21 Oct 2026 07:28:00 GMT"),
    "a header that is a fraction": answer(ERROR, 429, x_ratelimit_limit="1.5"),
}


@pytest.mark.parametrize(("operation", "response"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_made_part_of_the_contract(operation: str, response: Response) -> None:
    before = judged(CONTRACT, operation, response)
    assert before
    contract = CONTRACT
    for finding in before.values():
        if finding.id in judged(contract, operation, response):
            contract = applied(finding, contract)
            after = judged(contract, operation, response)
            assert finding.id not in after
            assert after.keys() < before.keys()
    validated(json.dumps(contract))
    assert judged(contract, operation, response) == {}


def test_every_rule_that_can_be_proposed_is() -> None:
    rules = {finding.rule for one in ANSWERS.values() for finding in judged(CONTRACT, *one).values()}
    drifted = {finding.rule for name in EXPRESSED for finding in check(CONTRACT, name).values()}
    assert rules | drifted >= set(LOOSENING)
    assert RULES.keys() > LOOSENING.keys()


def attempted(finding: Finding) -> tuple[Document, str]:
    """Make a finding part of the contract, or tell why it cannot be."""
    try:
        return applied(finding, CONTRACT), ""
    except ProposalError as error:
        return CONTRACT, str(error)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@given(name=st.sampled_from(list(PAGE)) | st.text(), value=JSON)
@settings(max_examples=150, deadline=None)
def test_whatever_a_property_is_it_is_made_part_of_the_contract_or_the_reason_is_told(name: str, value: Any) -> None:
    operation, response = answer({**PAGE, name: value})
    for finding in judged(CONTRACT, operation, response).values():
        changed, reason = attempted(finding)
        assert re.search(r"by hand|cannot be seen|no OpenAPI Overlay", reason) or not reason
        assert finding.id not in judged(changed, operation, response) or reason


NEVER = {
    "a success without a body": answer(None, 204, "update-page-metadata"),
    "a redirect": answer(None, 302),
    "no media type": answer(PAGE, content_type=""),
    "a media type that is none": answer(PAGE, content_type="json"),
    "a value that is cut short": answer({**ERROR, "code": "x" * 100}, 400),
    "a name that nobody can see": answer({**PAGE, "a\x00": 1}),
    "half a character": answer({**ERROR, "code": "\ud800"}, 400),
    "a body of another type": answer([]),
}


@pytest.mark.parametrize(("operation", "response"), NEVER.values(), ids=NEVER)
def test_what_a_contract_cannot_take_says_why(operation: str, response: Response) -> None:
    (finding,) = judged(CONTRACT, operation, response).values()
    with pytest.raises(ProposalError, match=rf"^finding {finding.id} .*cannot be proposed: \S") as caught:
        observed.propose(told(finding), CONTRACT)
    assert "\n" not in str(caught.value)


# What else a proposal reaches

ROOT = Path(__file__).parents[3]


def requests(contract: Document) -> list[Any]:
    """Return every request with what it refers to put in its place."""
    operations = [one for item in contract["paths"].values() for one in item.values()]
    return [inlined(contract, [one.get("parameters"), one.get("requestBody")]) for one in operations]


def inlined(contract: Document, node: Any) -> Any:
    if isinstance(node, list):
        return [inlined(contract, item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return inlined(contract, resolve(contract, node))
    return {key: inlined(contract, value) for key, value in node.items()}


def spec(folder: Path, *more: str) -> Path:
    """Copy ``spec/`` with more actions at the end of its Overlay."""
    copy = shutil.copytree(ROOT / "spec", folder / "spec", dirs_exist_ok=True)
    with (copy / "observed.yaml").open("a", encoding="utf-8") as observed:
        observed.write("".join(f"\n{one}" for one in more))
    return copy


@every_drift
def test_a_proposal_is_pasted_into_the_spec_and_only_what_it_is_about_is_gone(name: str, tmp_path: Path) -> None:
    before = check(CONTRACT, name)
    proposed = {one.id: observed.propose(told(one), CONTRACT) for one in before.values() if one.rule in LOOSENING}
    texts = {written(before[id_], proposal): proposal for id_, proposal in proposed.items()}
    for text, proposal in {proposal.name: (text, proposal) for text, proposal in texts.items()}.values():
        contract = in_spec(spec(tmp_path, text))
        same = {id_ for id_, other in proposed.items() if other.changes == proposal.changes}
        gone = before.keys() - check(contract, name).keys()
        # With a media type goes what its schema said of the body, which is no property of another proposal.
        assert same <= gone
        assert all(before[id_].place == () for id_ in gone - same)
        assert requests(contract) == requests(CONTRACT)


def test_what_is_pasted_is_what_the_generator_takes(tmp_path: Path) -> None:
    """All that can be expressed of all drifts at once, one deviation after the other."""
    contract, texts = CONTRACT, []
    while True:
        found = check(contract, *sorted(EXPRESSED))
        finding = next((one for one in found.values() if one.rule in LOOSENING), None)
        if finding is None:
            break
        texts.append(written(finding, observed.propose(told(finding), contract)))
        contract = applied(finding, contract)
    spec(tmp_path, *texts)
    generated = generate(tmp_path)
    assert of_form(check(documents.read(generated / "openapi.yaml"), *sorted(EXPRESSED))) == {}


SHARING = openapi_overlay.apply(
    CONTRACT,
    openapi_overlay.actions(
        {
            "overlay": "1.1.0",
            "actions": [
                {"target": "$.components.schemas.PageUpdate.properties.seo['$ref']", "update": REFERENCE + "PageSeo"},
                {
                    "target": "$.components.schemas.PageUpdate.properties",
                    "update": {"whole": {"$ref": REFERENCE + "Site"}},
                },
            ],
        },
        "the contract with schemas that requests share",
    ),
)


@pytest.mark.parametrize(
    ("answered", "copies"),
    [
        (answer({**PAGE, "seo": {"title": 1}}), ["PageSeoInAnswers"]),
        (answer({**PAGE, "seo": {"robots": "none"}}), ["PageSeoInAnswers"]),
        (answer({**SITE, "new": 1}, 200, "get-site"), ["SiteInAnswers"]),
        (
            answer({**SITE, "locales": {"primary": {"tag": 1}}}, 200, "get-site"),
            ["SiteInAnswers", "LocalesInAnswers", "LocaleInAnswers"],
        ),
        (
            answer({"sites": [{**SITE, "customDomains": [{"id": None}]}]}, 200, "list-sites"),
            ["SiteInAnswers", "CustomDomainInAnswers"],
        ),
        (answer({**PAGE, "seo": None}), []),
    ],
)
def test_no_request_is_loosened_because_an_answer_has_changed(answered: Answer, copies: list[str]) -> None:
    (finding,) = judged(SHARING, *answered).values()
    text = written(finding, observed.propose(told(finding), SHARING))
    changed = applied(finding, SHARING)
    validated(json.dumps(changed))
    assert judged(changed, *answered) == {}
    assert requests(changed) == requests(SHARING)
    assert changed["components"]["schemas"].keys() - SHARING["components"]["schemas"].keys() == set(copies)
    for copy in copies:
        assert f"# Requests keep {copy.removesuffix('InAnswers')} as it is: answers have a copy of it." in text


def test_every_answer_has_the_copy() -> None:
    (finding,) = judged(SHARING, *answer({**SITE, "new": 1}, 200, "get-site")).values()
    changed = applied(finding, SHARING)
    assert judged(changed, *answer({"sites": [{**SITE, "new": 1}]}, 200, "list-sites")) == {}
    assert "answers: list-sites 200. It changes no request." in written(
        finding, observed.propose(told(finding), SHARING)
    )


def test_what_no_other_answer_shares_needs_no_remark() -> None:
    (finding,) = judged(CONTRACT, *answer({**LIST, "more": 1}, 200, "list-pages")).values()
    assert "#" not in written(finding, observed.propose(told(finding), CONTRACT))


# Contracts unlike the one that ships


def other(schema: Document, *, media_type: str = "application/json", header: Document | None = None) -> Document:
    response: Document = {"description": "It.", "content": {media_type: {"schema": schema}}}
    response |= {"headers": {"X-It": header}} if header else {}
    operation = {"operationId": READ, "responses": {"200": response}}
    contract: Document = {"openapi": "3.1.0", "info": {"title": "It", "version": "1"}}
    return contract | {"paths": {"/it": {"get": operation}}, "components": {"schemas": {}}}


@pytest.mark.parametrize(
    ("contract", "answered"),
    [
        (other({"type": "object", "properties": {"a": {"const": "x"}}}), answer({"a": "y"})),
        (other({"allOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {}}}]}), answer({"a": 1})),
        (other({"oneOf": [{"type": "object", "properties": {"a": {"type": "string"}}}]}), answer({"a": 1})),
        (other({"properties": {"a": {}}}, media_type="application/problem+json"), answer({"a": 1})),
        (other({}, header={"required": True, "schema": {"type": "integer"}}), answer({})),
        (other({}, header={"schema": {"type": "integer"}}), answer({}, x_it="soon")),
    ],
)
def test_a_finding_by_any_contract_is_made_part_of_it(contract: Document, answered: Answer) -> None:
    (finding,) = judged(contract, *answered).values()
    assert judged(applied(finding, contract), *answered) == {}


@pytest.mark.parametrize("limit", [{"maxLength": 1}, {"maxLength": 1, "minLength": 1}])
def test_a_limit_is_loosened_by_hand(limit: Document) -> None:
    (finding,) = judged(other({"properties": {"a": limit}}), *answer({"a": "long"})).values()
    with pytest.raises(ProposalError, match=r"by hand|no OpenAPI Overlay"):
        observed.propose(told(finding), other({"properties": {"a": limit}}))


# Reports that do not fit


@pytest.mark.parametrize(("operation", "response"), ANSWERS.values(), ids=ANSWERS)
def test_what_the_contract_says_already_is_not_proposed_again(operation: str, response: Response) -> None:
    for finding in judged(CONTRACT, operation, response).values():
        changed = applied(finding, CONTRACT)
        with pytest.raises(ProposalError, match=r"the contract (says it|allows that type there) already"):
            observed.propose(told(finding), changed)


SOME = told(next(iter(judged(CONTRACT, *ANSWERS["a list where a text was"]).values())))


@pytest.mark.parametrize("rule", sorted(LOOSENING))
@pytest.mark.parametrize(
    "changes",
    [
        {"operation": "delete-page"},
        {"status": None},
        {"status": 999},
        {"pointer": None},
        {"pointer": ""},
        {"pointer": "/no/such/place"},
        {"pointer": "/title/0"},
        {"observed": ""},
        {"documented": ""},
    ],
    ids=str,
)
def test_a_report_about_another_contract_is_refused_in_one_line(rule: str, changes: dict[str, Any]) -> None:
    finding = evolve(SOME, rule=rule, **changes)
    error = ""
    try:
        proposal = observed.propose(finding, CONTRACT)
        (deviation,) = pasted(observed.dump(observed.actions(proposal, finding, LIVE, DAY)))
        validated(json.dumps(openapi_overlay.apply(CONTRACT, list(deviation.actions))))
    except ProposalError as refused:
        error = str(refused)
    assert "\n" not in error


# Evidence


def proposed(subject: str) -> Deviation:
    finding = next(iter(check(CONTRACT, "page-gains-field").values()))
    (deviation,) = pasted(written(finding, observed.propose(told(finding), CONTRACT), subject))
    return deviation


def test_the_evidence_says_who_saw_what_where_and_when() -> None:
    evidence = proposed(LIVE).evidence
    assert evidence.what == "Page has a property noIndex, of type boolean."
    assert evidence.why == RULES["response-optional-property-added"].meaning
    assert re.fullmatch(rf"webflow-contract check against {LIVE}, finding [0-9a-f]{{12}}", evidence.source)
    assert evidence.date == "2026-11-25"


@pytest.mark.parametrize(
    ("subject", "confidence"),
    [
        (LIVE, "reported"),
        ("https://mock.example/v2", "reported"),
        ("the embedded sandbox", "inferred"),
        ("http://127.0.0.1:43210/v2", "inferred"),
        ("http://localhost/v2", "inferred"),
        ("http://[::1]:1/v2", "inferred"),
        ("http://[", "reported"),
        ("", "reported"),
    ],
)
def test_what_a_sandbox_answers_is_inferred_as_nobody_saw_it_live(subject: str, confidence: str) -> None:
    assert proposed(subject).evidence.confidence == confidence


def test_actions_stand_as_they_do_in_the_file() -> None:
    finding = next(iter(check(CONTRACT, "slug-becomes-number").values()))
    lines = written(finding, observed.propose(told(finding), CONTRACT)).splitlines()
    assert lines[:5] == [
        "  # This also changes what may come in other answers: update-page-metadata 200, list-pages 200. It changes no",
        "  # request.",
        "  - target: $.components.schemas.Page.properties.slug.type",
        "    x-deviation: page-slug-number",
        "    x-evidence:",
    ]
    assert lines[10:] == [
        "    remove: true",
        "  - target: $.components.schemas.Page.properties.slug",
        "    x-deviation: page-slug-number",
        "    update:",
        "      type:",
        "        - string",
        "        - 'null'",
        "        - number",
    ]


def test_names_are_in_kebab_case_and_differ_for_different_changes() -> None:
    found = [finding for one in ANSWERS.values() for finding in judged(CONTRACT, *one).values()]
    changes: dict[str, Any] = {}
    for finding in found:
        proposal = observed.propose(told(finding), CONTRACT)
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", proposal.name)
        assert changes.setdefault(proposal.name, proposal.changes) == proposal.changes
    assert len(changes) > 25


# Spelling

WRITTEN = st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]?([0-9.:+Z()\\-]{0,12})", fullmatch=True) | st.text(
    "0123456789abcdefABCDEFxyz-", max_size=26
)


@given(one=WRITTEN, other=WRITTEN)
@settings(max_examples=150, deadline=None)
def test_a_pattern_takes_what_is_spelled_alike(one: str, other: str) -> None:
    pattern = pattern_of(one)
    if pattern is None:
        assert spelling(one).endswith(" characters")
        return
    assert re.search(pattern, one)
    if spelling(one) == spelling(other):
        assert re.search(pattern, other)
    elif len(one) != len(other) and "." not in one:
        assert not re.search(pattern, other)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("2026-02-20T08:12:09Z", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"),
        ("2026-02-20 08:12:09.25", r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{1,3}$"),
        (
            "2026-02-20T08:12:09.252111+00:00",
            r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{4,}\+[0-9]{2}:[0-9]{2}$",
        ),
        ("5EED0000000000000000D003", "^[0-9A-F]{24}$"),
        ("5Eed", "^[0-9a-fA-F]{4}$"),
        ("2026", "^[0-9]{4}$"),
        ("a-z", "^[0-9A-Za-z-]{3}$"),
        ("page:1", None),
    ],
)
def test_a_pattern_says_no_more_than_how_a_text_is_written(text: str, pattern: str | None) -> None:
    assert pattern_of(text) == pattern
