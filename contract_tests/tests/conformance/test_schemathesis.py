"""schemathesis asks the sandbox everything that the effective contract allows, and much that it does not.

All of schemathesis' checks are on. What is excepted stands in ``CONFIGURATION`` and ``REFUSALS_ON_A_GUESS``, each with
the fact that asks for it.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from hypothesis import Phase, given, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

from webflow_contract.carriers.app import asgi
from webflow_contract.contract import effective
from webflow_contract.drifts import drifting
from webflow_contract.exchange import Handler
from webflow_contract.sandbox import Assumptions, Sandbox

sandbox = Sandbox(rate_limit="off")

OTHER_PAGES = sandbox.page_ids_of("one-tongue")

# Ids have to exist for an answer to be a 200, and random ones do not.
IDS = {
    "pages": [
        sandbox.page_id,
        sandbox.page_ids["/"],
        sandbox.page_ids["/detail_posts"],
        sandbox.page_ids_of("one-tongue")["/"],
    ],
    "sites": [sandbox.site_id, sandbox.site_ids["one-tongue"]],
    "locales": [sandbox.locale_ids["fr-FR"], sandbox.locale_ids["de-DE"]],
}

CONFIGURATION: dict[str, Any] = {
    "generation": {
        "max-examples": 60,
        "deterministic": True,
        "database": "none",
        # The token is supplied with every request; that it is needed is what the check ignored_auth proves.
        "with-security-parameters": False,
    },
    "dictionaries": {name: {"values": ids} for name, ids in IDS.items()},
    "parameters": {
        "path.page_id": {"dictionary": "pages", "probability": 0.8},
        "path.site_id": {"dictionary": "sites", "probability": 0.8},
        "query.localeId": {"dictionary": "locales", "probability": 0.8},
    },
    "checks": {
        "enabled": True,
        # Stricter than schemathesis, which lets 401, 403, 409, 429 and 5xx pass. 404: an id of the right form that
        # nothing has, and an id that is empty or has a slash, which makes another path of it.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "404"]},
        "negative_data_rejection": {"expected-statuses": ["400", "404"]},
    },
}

# What the contract allows and nobody has seen refused. Here none of it is, so that no refusal has to be excepted.
ACCEPTING = Assumptions(
    get_with_unknown_locale_id="ignored",
    put_with_unknown_locale_id="ignored",
    malformed_locale_id="as_unknown",
    empty_title="stored",
    malformed_slug="accepted",
    duplicate_slug="accepted",
    other_method="method_not_allowed",
)

# As it comes, the sandbox refuses some of it: a localeId that no locale of the site has, an empty title, a malformed
# slug, a taken slug (all unknown or inferred: each is an assumption, to be measured on a real site).
REFUSALS_ON_A_GUESS = {
    "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404"]},
    # No 405 is documented anywhere, so that another method is taken to be answered like another path, with 404.
    "unsupported_method": {"enabled": False},
}

PARAMETERLESS = "list-sites"


def contract() -> dict[str, Any]:
    document = deepcopy(effective.load())
    document["components"]["parameters"]["PageId"]["example"] = sandbox.page_id
    document["components"]["parameters"]["SiteId"]["example"] = sandbox.site_id
    return document


def api(handler: Handler, checks: dict[str, Any] | None = None) -> Any:
    configuration = deepcopy(CONFIGURATION)
    configuration["checks"] |= checks or {}
    loaded = schemathesis.openapi.from_dict(contract(), config=SchemathesisConfig.from_dict(configuration))
    loaded.app = asgi(handler)
    return loaded


class Asker:
    """Asks, has the answer checked, and remembers how often what was answered."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, str, int]] = set()
        self.operations: set[str] = set()

    def __call__(self, case: schemathesis.Case) -> None:
        headers = {"Authorization": f"Bearer {sandbox.token}"}
        answer = case.call(headers=headers)
        operation = case.operation.definition.raw["operationId"]
        self.operations.add(operation)
        self.seen.add((operation, case.meta.generation.mode.value, answer.status_code))
        case.validate_response(answer, headers=headers)


@pytest.fixture(scope="module")
def ask() -> Iterator[Asker]:
    """Make sure at the end that the checks had something to check: successes and refusals of each operation."""
    asker = Asker()
    yield asker
    assert asker.operations
    for operation in asker.operations:
        assert (operation, "positive", 200) in asker.seen
        assert (operation, "negative", 400) in asker.seen or operation == PARAMETERLESS


accepting = api(Sandbox(rate_limit="off", assumptions=ACCEPTING))
guessing = api(sandbox, REFUSALS_ON_A_GUESS)


@accepting.parametrize()
def test_what_the_contract_allows_is_accepted_and_what_it_forbids_is_refused(
    ask: Asker, case: schemathesis.Case
) -> None:
    ask(case)


@guessing.parametrize()
def test_the_sandbox_as_it_comes_conforms_too(ask: Asker, case: schemathesis.Case) -> None:
    ask(case)


@pytest.mark.parametrize(
    "drift",
    [
        "authentication-ignored",
        "content-type-text",
        "not-found-becomes-html",
        "slug-becomes-number",
        "update-answers-201",
        "validation-ignored",
    ],
)
def test_a_drifting_sandbox_does_not_conform(drift: str) -> None:
    """Or the tests above would prove nothing."""
    operation = api(drifting(Sandbox(rate_limit="off", assumptions=ACCEPTING), [drift]))["/pages/{page_id}"]["PUT"]
    allowed = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    forbidden = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(max_examples=60, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(allowed | forbidden)
    def ask_all(case: schemathesis.Case) -> None:
        Asker()(case)

    with pytest.raises(FailureGroup):
        ask_all()
