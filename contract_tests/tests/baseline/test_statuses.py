"""A status that is in no contract is one finding of its operation, and hides nothing of what it stands for."""

from collections.abc import Callable

from attrs import evolve

from webflow_contract.check.findings import Finding
from webflow_contract.check.run import run
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract import effective
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox import Sandbox

Change = Callable[[Request, Response], int]


def found(change: Change) -> dict[str, Finding]:
    """Check a sandbox whose answers have other statuses."""
    world = Sandbox(rate_limit="off")
    subject = Subject("http://127.0.0.1/v2", world.site_id, world.page_id, "fr-FR")
    credentials = Credentials(world.token, world.tokens["without-pages-write"])
    report = run(_changed(world, change), subject, credentials, effective.load(), label="", journal=None)
    return {finding.id: finding for finding in report.findings}


def _changed(handler: Handler, change: Change) -> Handler:
    def answer(request: Request) -> Response:
        response = handler(request)
        return evolve(response, status=change(request, response))

    return answer


def unprocessable(request: Request, response: Response) -> int:
    return 422 if request.method == "PUT" and response.status == 400 else response.status


def gone(request: Request, response: Response) -> int:
    return 422 if request.method == "PUT" and response.status == 404 else response.status


def both(request: Request, response: Response) -> int:
    return min(unprocessable(request, response), gone(request, response), key=lambda status: status != 422)


def test_another_refusal_with_the_same_unknown_status_is_a_finding_of_its_own() -> None:
    one, other, together = found(unprocessable), found(gone), found(both)
    for accepted in (one, other):
        left = [finding for id_, finding in together.items() if id_ not in accepted]
        assert {finding.rule for finding in left} == {"response-non-success-status-removed"}
    assert {finding.rule for id_, finding in together.items() if id_ in one and id_ in other} == {
        "response-non-success-status-added"
    }


def test_a_redirect_is_no_success_and_no_acceptance() -> None:
    read = found(lambda request, response: 302 if request.path.endswith("/sites") else response.status)
    assert {finding.rule for finding in read.values()} == {
        "response-non-success-status-added",
        "response-success-status-removed",
        "response-non-success-status-removed",  # without a token, too
    }
    refused = found(lambda request, response: 302 if response.status == 400 else response.status)
    assert {finding.rule for finding in refused.values()} == {
        "response-non-success-status-added",
        "response-non-success-status-removed",
    }
