"""Whatever a report says that its JSON Schema lets through: a patch, or a reason."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_contract import documents
from webflow_contract.contract.validation import validate
from webflow_contract.following import reading
from webflow_contract.following.follow import follow
from webflow_contract.reports.differences.as_json import change_as_dict
from webflow_contract.reports.validating import mistake
from webflow_contract.rules.changes import CHANGES

from .vendor import DOCUMENTED, MUTATIONS, TEXT, differences, mutated

REAL = [
    json.loads(json.dumps(change_as_dict(change)))
    for name in MUTATIONS
    for change in differences(DOCUMENTED, mutated(name))
]
WORDS = st.sampled_from(
    ["string", "array", "object", "string (date)", "null", "any", "x", "query x", "409", "4XX", "slug"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=3) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "schema",
                    "required",
                    "type",
                    "items",
                    "properties",
                    "content",
                    "headers",
                    "name",
                    "in",
                    "$ref",
                    "enum",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)
TEXTS = st.none() | WORDS | st.text(max_size=3)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "rule": st.sampled_from(sorted(CHANGES)) | st.sampled_from([one["rule"] for one in REAL]),
    "operation": st.sampled_from(["get-page-metadata", "list-sites"]) | st.text(max_size=3),
    "part": st.sampled_from(["operation", "parameter", "request", "response", "header"]),
    "name": TEXTS,
    "status": TEXTS,
    "media_type": TEXTS,
    "pointer": st.none() | st.sampled_from(["", "/", "/*", "/seo", "/title", "/pages/*/id", "/~2", "/seo/title/x"]),
    "before": JSON,
    "after": JSON,
}


def report(*changes: dict[str, Any]) -> dict[str, Any]:
    numbered = [{**change, "id": f"{number:012x}"} for number, change in enumerate(changes)]
    head = {"schema": 1, "old": "old", "new": "new", "operations": [], "missing": [], "worst": None, "notes": []}
    return {**head, "changes": numbered}


@given(st.sampled_from(REAL), st.fixed_dictionaries({}, optional=FIELDS))
@settings(max_examples=60, deadline=None)
def test_a_change_that_somebody_wrote_is_taken_or_left(change: dict[str, Any], written: dict[str, Any]) -> None:
    content = report({**change, **written})
    assert mistake(content, "webflow_contract.reports.differences", "difference.schema.json") is None
    result = follow(reading.read(content, "difference.json").values(), TEXT)
    assert len(result.taken) + len(result.known) + len(result.left) == 1
    assert all(why and "\n" not in why for _, why in result.left)
    assert (result.text == TEXT) is not result.taken
    if result.taken:
        validate(documents.parse(result.text, "openapi.yaml"), "openapi.yaml")
