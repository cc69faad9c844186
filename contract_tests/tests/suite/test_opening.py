"""What is looked at before anything is asked, and which pages of somebody's are left alone."""

import json

import pytest

from webflow_contract.check.schema import ClosedContract
from webflow_contract.check.sending import Sender
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract import effective
from webflow_contract.exchange import Request
from webflow_contract.sandbox import Sandbox
from webflow_contract.suite import opening
from webflow_contract.suite.asking import Asker
from webflow_contract.suite.service import Service

ELSEWHERE = "https://service.example/v2"


def opened(sandbox: Sandbox, page: str, *, base_url: str = ELSEWHERE, locale: str | None = None) -> Service:
    subject = Subject(base_url, sandbox.site_id, sandbox.page_ids[page], locale)
    sender = Sender(sandbox, subject, Credentials(sandbox.token), sleep=_never, progress=lambda line: None)
    return opening.live(Asker(sender, ClosedContract(effective.load()), base_url), subject, has_second_token=False)


def _never(seconds: float) -> None:
    raise AssertionError(f"nothing makes it wait {seconds} s")


def refused(sandbox: Sandbox, page: str, **options: str) -> str:
    with pytest.raises(pytest.fail.Exception) as failure:
        opened(sandbox, page, **options)
    assert {entry.method for entry in sandbox.requests()} == {"GET"}
    return str(failure.value)


def test_texts_that_can_be_put_back_may_be_written(sandbox: Sandbox) -> None:
    assert opened(sandbox, "/pricing").texts == {
        None: {
            ("title",): "Pricing",
            ("seo", "title"): "Pricing | Lantern & Loom",
            ("seo", "description"): "What a lamp costs, and why.",
            ("openGraph", "title"): "Lamps at a fair price",
            ("openGraph", "description"): "Three sizes, one price list.",
        }
    }


def test_a_text_that_mirrors_another_is_left_alone(sandbox: Sandbox) -> None:
    assert set(opened(sandbox, "/contact").texts[None]) == {("title",), ("seo", "title"), ("seo", "description")}


def test_of_a_locale_only_its_own_texts_may_be_written(sandbox: Sandbox) -> None:
    french = sandbox.locale_ids["fr-FR"]
    assert opened(sandbox, "/about", locale="fr_fr").texts[french] == {("title",): "À propos"}


@pytest.mark.parametrize("page", ["/", "/detail_posts"])
def test_the_home_page_and_templates_are_left_alone(sandbox: Sandbox, page: str) -> None:
    assert "name an ordinary draft page" in refused(sandbox, page)


def test_on_this_machine_nobody_sees_the_home_page(sandbox: Sandbox) -> None:
    assert opened(sandbox, "/", base_url="http://127.0.0.1/v2").texts[None]


@pytest.mark.parametrize(("tag", "where"), [(None, "the primary locale"), ("de-DE", "de-DE")])
def test_a_page_with_the_marker_stops_the_suite(sandbox: Sandbox, tag: str | None, where: str) -> None:
    query = () if tag is None else (("localeId", sandbox.locale_ids[tag]),)
    headers = {"authorization": f"Bearer {sandbox.token}"}
    content = json.dumps({"title": "Pricing (webflow-contract probe)"}).encode()
    sandbox(Request("PUT", f"/v2/pages/{sandbox.page_id}", query, headers, content))
    sandbox.forget_requests()
    assert f"the texts of an earlier run in {where}" in refused(sandbox, "/pricing")
