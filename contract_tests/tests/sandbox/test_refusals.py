"""Tokens, scopes, ids and routes: who is refused, and in which words."""

from collections.abc import Callable
from typing import Any

import pytest

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox

Ask = Callable[..., Response]
Make = Callable[..., Sandbox]

UNKNOWN = "0" * 24


def _envelope(message: str, code: str) -> dict[str, Any]:
    return {"message": message, "code": code, "externalReference": None, "details": []}


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer revoked", "sandbox-token-full", "Basic sandbox-token-full", "Bearer é\x00"],
)
@pytest.mark.parametrize("path", ["/sites", f"/pages/{UNKNOWN}", "/pages/malformed"])
def test_missing_and_wrong_tokens_look_alike(sandbox: Sandbox, ask: Ask, authorization: str | None, path: str) -> None:
    headers = {} if authorization is None else {"authorization": authorization}

    answer = ask(sandbox, "GET", path, token=None, headers=headers)

    assert answer.status == 401
    assert answer.json() == _envelope("Request not authorized", "not_authorized")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_read_in_any_case(sandbox: Sandbox, ask: Ask, scheme: str) -> None:
    headers = {"authorization": f"{scheme} {sandbox.token}"}

    assert ask(sandbox, "GET", "/sites", token=None, headers=headers).status == 200


def test_a_token_without_pages_write_reads_and_does_not_write(sandbox: Sandbox, ask: Ask) -> None:
    token = sandbox.tokens["without-pages-write"]

    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}", token=token).status == 200
    answer = ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", {"title": "No"}, token=token)
    assert answer.status == 403
    assert answer.json() == _envelope(
        "OAuthForbidden: You are missing the following scopes - 'pages:write'", "missing_scopes"
    )
    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json()["title"] == "Pricing"


def test_a_token_without_sites_read_writes_pages_and_does_not_see_sites(sandbox: Sandbox, ask: Ask) -> None:
    token = sandbox.tokens["without-sites-read"]

    assert ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", {"title": "Yes"}, token=token).status == 200
    assert ask(sandbox, "GET", f"/sites/{sandbox.site_id}/pages", token=token).status == 200
    for path in ("/sites", f"/sites/{sandbox.site_id}"):
        answer = ask(sandbox, "GET", path, token=token)
        assert answer.status == 403
        assert answer.json()["message"].endswith("'sites:read'")


@pytest.mark.parametrize(
    "malformed",
    ["home", "5EED0000000000000000D003", "5eed0000000000000000d00", "5eed0000000000000000d0031", "..", "%00", "%ff",
     "5eed0000000000000000d003%0a", "5eed0000000000000000d003%2f", "٣" * 24],
)  # fmt: skip
@pytest.mark.parametrize("template", ["/pages/{}", "/sites/{}", "/sites/{}/pages"])
def test_a_malformed_id_is_invalid(sandbox: Sandbox, ask: Ask, malformed: str, template: str) -> None:
    answer = ask(sandbox, "GET", template.format(malformed))

    assert answer.status == 400
    assert answer.json() == _envelope("Validation Error: Provided ID is invalid", "validation_error")


def test_a_percent_encoded_id_is_the_id(sandbox: Sandbox, ask: Ask) -> None:
    encoded = "".join(f"%{ord(character):02x}" for character in sandbox.page_id)

    assert ask(sandbox, "GET", f"/pages/{encoded}").json()["id"] == sandbox.page_id


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_an_unknown_page_is_not_found(sandbox: Sandbox, ask: Ask, method: str) -> None:
    answer = ask(sandbox, method, f"/pages/{UNKNOWN}", {"title": "Nowhere"})

    assert answer.status == 404
    assert answer.json() == _envelope("Requested resource not found", "resource_not_found")


def test_an_unknown_site_says_so(sandbox: Sandbox, ask: Ask) -> None:
    answer = ask(sandbox, "GET", f"/sites/{UNKNOWN}")

    assert answer.status == 404
    assert answer.json()["message"] == "Requested resource not found: The site cannot be found"


@pytest.mark.parametrize(
    "path", ["", "/", "/pages", "/pages/", "/sites/", "/sites//pages", "/collections", "/%70ages/x"]
)
def test_an_unknown_route_is_not_found(sandbox: Sandbox, ask: Ask, path: str) -> None:
    answer = ask(sandbox, "GET", path)

    assert answer.status == 404
    assert answer.json()["code"] == "resource_not_found"


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "BREW", ""])
def test_another_method_on_a_known_path_has_a_documented_answer(sandbox: Sandbox, ask: Ask, method: str) -> None:
    answer = ask(sandbox, method, f"/pages/{sandbox.page_id}")

    assert answer.status == 404
    assert answer.json()["code"] == "resource_not_found"


def test_the_primary_locale_is_refused_in_the_reported_words(sandbox: Sandbox, ask: Ask) -> None:
    primary = sandbox.locale_ids["en-US"]

    answer = ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", {"title": "No"}, localeId=primary)

    assert answer.status == 400
    assert answer.json() == _envelope(
        "Bad Request: Request is malformed: The provided locale must be a secondary locale.", "bad_request"
    )


def test_a_locale_of_another_site_is_none_of_this_one(sandbox: Sandbox, ask: Ask) -> None:
    french = sandbox.locale_ids["fr-FR"]

    answer = ask(sandbox, "GET", f"/pages/{sandbox.page_ids_of('one-tongue')['/']}", localeId=french)

    assert answer.status == 400
    assert answer.json()["message"].endswith("must be a valid locale.")


def test_a_refused_write_touches_nothing(sandbox: Sandbox, ask: Ask) -> None:
    before = ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json()
    for locale in (sandbox.cms_locale_ids["fr-FR"], UNKNOWN, "fr-FR", sandbox.locale_ids["en-US"]):
        answer = ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", {"title": "No"}, localeId=locale)
        assert answer.status == 400

    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json() == before


@pytest.mark.parametrize(
    ("media_type", "status"),
    [
        ("application/json", 200),
        ("Application/JSON ; charset=utf-8", 200),
        ("application/merge-patch+json", 200),
        ("application/jsonp", 400),
        ("application/json-seq", 400),
        ("text/json", 400),
        ("", 400),
    ],
)
def test_json_is_a_media_type_of_its_own(make: Make, ask: Ask, media_type: str, status: int) -> None:
    sandbox = make(content_type_not_json="bad_request")
    headers = {"content-type": media_type}
    assert ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", {"title": "New"}, headers=headers).status == status
