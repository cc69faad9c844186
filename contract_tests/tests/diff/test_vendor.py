"""The vendor's own document against the contract: what we lack, what we claim, and what is covered already."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from webflow_contract import documents
from webflow_contract.commands.app import run
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.diff.vendor import Comparison, against_vendor
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError

from .conftest import CONTRACT, VALIDATOR, document, revisions, told

ROOT = Path(__file__).parents[3]
SPEC = ROOT / "spec"
PLACE = "/pages/{page_id}"

pytestmark = pytest.mark.checkout("compares with the spec folder")


def vendors_document() -> Document:
    """Return what the vendor has: inlined, ``nullable``, tuples in ``items``, scopes spelled page:write, no 403."""
    found = copy.deepcopy(list(revisions().values())[-1])
    for answer in found["paths"][PLACE]["put"]["responses"].values():
        for media in answer.get("content", {}).values():
            if "code" in media["schema"]["properties"]:
                media["schema"]["properties"]["code"]["enum"].append("service_unavailable")
    return found


@pytest.fixture
def vendors() -> Document:
    return vendors_document()


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compared(vendors_document())


def compared(vendor: Document) -> Comparison:
    return against_vendor(SPEC, Source(vendor, "theirs"))


def standings(comparison: Comparison) -> dict[tuple[str, str], tuple[str, str | None]]:
    return {(told(one.change)[0], told(one.change)[2]): (one.standing, one.deviation) for one in comparison.judged}


@pytest.mark.parametrize(
    ("rule", "about", "standing", "deviation"),
    [
        ("response-optional-property-added", "200 /isMembersOnly", "lacking", None),
        ("new-required-request-property", "/id", "lacking", None),
        ("response-property-type-specialized", "200 /createdOn", "lacking", None),
        ("response-property-prefix-items-added", "404 /details", "lacking", None),
        ("response-optional-property-removed", "200 /branchId", "claimed", None),
        ("response-header-type-generalized", "429 X-RateLimit-Remaining", "claimed", None),
        ("response-non-success-status-removed", "403", "claimed", "forbidden"),
        ("response-property-became-not-nullable", "200 /slug", "claimed", "home-page-slug-null"),
        ("response-property-may-be-absent", "404 /message", "claimed", "error-envelope-complete"),
        ("response-property-enum-became-closed", "404 /code", "claimed", "error-code-grows"),
        ("response-property-became-nullable", "200 /localeId", "covered", "page-branch-and-locale-null"),
        ("response-property-enum-value-added", "404 /code", "covered", "error-code-service-unavailable"),
    ],
)
def test_what_a_difference_is_to_us(
    comparison: Comparison, rule: str, about: str, standing: str, deviation: str | None
) -> None:
    assert standings(comparison)[rule, about] == (standing, deviation)


def test_scopes_are_the_same_in_either_spelling(comparison: Comparison) -> None:
    assert not [rule for rule, _ in standings(comparison) if "security" in rule]


def test_operations_that_the_vendors_part_does_not_have_are_left_out(comparison: Comparison) -> None:
    difference = comparison.difference
    assert difference.compared == ("update-page-metadata",)
    assert set(difference.missing) == {"get-page-metadata", "list-pages", "get-site", "list-sites"}
    assert {change.operation for change in difference.changes} == {"update-page-metadata"}


def test_prose_is_ours_and_not_compared(comparison: Comparison) -> None:
    assert comparison.difference.notes == ()


def test_what_a_deviation_stands_for_is_not_open(vendors: Document, comparison: Comparison) -> None:
    assert any(one.change.level == "breaking" for one in comparison.judged)
    assert not comparison.reaches("breaking")
    assert comparison.reaches("warning")
    vendors["paths"][PLACE]["put"]["parameters"].pop()
    assert compared(vendors).reaches("breaking")


def test_if_the_vendors_document_said_what_the_contract_says_all_would_be_covered() -> None:
    comparison = compared(CONTRACT)
    assert {one.standing for one in comparison.judged} == {"covered"}
    assert all(one.deviation for one in comparison.judged)
    assert comparison.difference.changes == ()
    assert not comparison.reaches("information")


def test_every_difference_to_what_is_documented_is_a_deviations() -> None:
    comparison = compared(documents.read(SPEC / "openapi.yaml"))
    assert len(comparison.judged) > 50
    assert {(one.standing, one.deviation is None) for one in comparison.judged} <= {
        ("claimed", False),
        ("lacking", False),
    }


def test_what_has_none_of_the_operations_is_an_error() -> None:
    with pytest.raises(DocumentError, match=r"^theirs: has none of the operations of this package"):
        compared(document({}, "/other"))


@pytest.fixture
def file(vendors: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vendor.json").write_text(json.dumps(vendors), encoding="utf-8")
    return tmp_path / "vendor.json"


def test_the_command_tells_and_writes_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["diff", "--against-vendor", file.name, "--root", str(ROOT)]
    assert run([*command, "--json", "report.json"]) == 0
    assert run([*command, "--fail-on", "warning"]) == 1
    assert run([*command, "--fail-on", "none"]) == 0
    report: Any = json.loads((file.parent / "report.json").read_text(encoding="utf-8"))
    VALIDATOR.validate(report)
    assert {change["standing"] for change in report["changes"]} == {"lacking", "claimed", "covered"}
    lines = capsys.readouterr().out.splitlines()
    first = lines[: len(lines) // 3]
    for heading in (
        "The vendor has it, and the contract does not:",
        "The contract says it otherwise:",
        "spec/observed.yaml covers it:",
        "  forbidden",
        "    warning response-non-success-status-removed  update-page-metadata 403: 403 → nothing",
    ):
        assert heading in first
    assert " lacking, " in first[-1]
    assert first[-1].endswith(" covered")
