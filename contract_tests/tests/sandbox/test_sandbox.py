"""The sandbox as an object: what it names, keeps, forgets and takes back."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Clock, Sandbox
from webflow_contract.sandbox.log import CAPACITY
from webflow_contract.sandbox.sandbox import RateLimitError, SnapshotError, UnknownSiteError
from webflow_contract.sandbox.seed import default, seed_of

Ask = Callable[..., Response]
Make = Callable[..., Sandbox]


def title(ask: Ask, sandbox: Sandbox, **query: str) -> str:
    shown: str = ask(sandbox, "GET", f"/pages/{sandbox.page_id}", **query).json()["title"]
    return shown


def write(ask: Ask, sandbox: Sandbox, body: Any, **query: str) -> None:
    assert ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", body, **query).status == 200


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Let threads take turns after every few instructions."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("eager_threads")
def test_several_threads_share_a_sandbox(make: Make, ask: Ask) -> None:
    sandbox = make(rate_limit=400)
    statuses, slugs = list[int](), list[str]()

    def work(name: str) -> None:
        for number in range(100):
            answer = ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", {"slug": f"{name}-{number}"})
            statuses.append(answer.status)
            if answer.status == 200:
                slugs.append(answer.json()["slug"])

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200] * 400 + [429] * 400
    assert len(set(slugs)) == 400
    assert sorted(entry.number for entry in sandbox.requests()) == list(range(1, 801))


def test_the_sandbox_alone_imports_nothing_heavy() -> None:
    code = (
        "import sys, webflow_contract.sandbox; "
        "print(sorted({'starlette', 'uvicorn', 'httpx', 'anyio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_token_is_not_in_a_repr() -> None:
    sandbox = Sandbox()
    assert sandbox.token not in repr(Request("GET", "/", headers={"authorization": f"Bearer {sandbox.token}"}))
    with sandbox.looking() as world:
        assert sandbox.token not in repr(default()) + repr(list(world.tokens.values())) + repr(sandbox)


def test_it_names_what_is_there() -> None:
    sandbox = Sandbox()

    assert list(sandbox.site_ids) == ["lantern-loom", "one-tongue", "somebody-else"]
    assert sandbox.page_ids["/company/press"] == sandbox.page_ids_of("lantern-loom")["/company/press"]
    assert sandbox.page_ids["/"] != sandbox.page_ids_of("one-tongue")["/"]
    assert sandbox.tokens["full"] == sandbox.token
    assert list(sandbox.locale_ids) == list(sandbox.cms_locale_ids) == ["en-US", "fr-FR", "de-DE", "pt-BR"]


def test_a_site_that_is_not_there_names_the_nearest() -> None:
    sandbox = Sandbox()

    with pytest.raises(UnknownSiteError, match=r"there is no site 'one-tong': did you mean 'one-tongue'\?"):
        sandbox.page_ids_of("one-tong")
    with pytest.raises(UnknownSiteError, match="there is no site 'x'"):
        sandbox.publish("x")


@pytest.mark.parametrize(
    ("pages", "slug"),
    [
        ([{"title": "Home", "kind": "home"}, {"title": "A", "slug": "a"}], "a"),
        (
            [
                {"title": "Folder", "slug": "f", "kind": "folder", "pages": [{"title": "In", "slug": "in"}]},
                {"title": "Bare", "slug": "bare"},
                {"title": "Own", "slug": "own", "seo": {"title": "Own"}},
                {"title": "More", "slug": "more", "seo": {"title": "More", "description": "More"}},
            ],
            "more",
        ),
        ([{"title": "Home", "kind": "home"}], None),
        ([{"title": "F", "slug": "f", "kind": "folder"}, {"title": "T", "slug": "t", "kind": "template"}], "t"),
    ],
)
def test_the_page_to_write_is_static_and_has_most_texts(ask: Ask, pages: list[Any], slug: str | None) -> None:
    sandbox = Sandbox(seed_of({"sites": [{"displayName": "S", "pages": pages}]}))

    assert ask(sandbox, "GET", f"/pages/{sandbox.page_id}").json()["slug"] == slug


@pytest.mark.parametrize("limit", [0, -1, True, 1.5, "5", "OFF", "of", None])
def test_a_rate_limit_that_is_none_is_refused(limit: Any) -> None:
    with pytest.raises(RateLimitError, match=f"rate_limit is 1 or more, or 'off' or 'by_plan', and not {limit!r}"):
        Sandbox(rate_limit=limit)


def test_a_snapshot_of_another_sandbox_is_refused(sandbox: Sandbox) -> None:
    other = Sandbox(seed_of({"sites": [{"displayName": "S", "pages": [{"title": "H", "kind": "home"}]}]}))
    with pytest.raises(SnapshotError, match="other sites"):
        sandbox.restore(other.snapshot())


def test_the_token_can_do_most_on_the_first_site(ask: Ask) -> None:
    site = {"displayName": "One", "pages": [{"title": "H", "kind": "home"}]}
    tokens = [
        {"token": "elsewhere", "sites": ["two"]},
        {"token": "little", "scopes": ["sites:read"]},
        {"token": "most"},
    ]
    sandbox = Sandbox(seed_of({"sites": [site, {**site, "displayName": "Two"}], "tokens": tokens}))
    assert sandbox.token == "most"


def test_sites_are_named_by_id_or_short_name(sandbox: Sandbox, ask: Ask) -> None:
    one_tongue = sandbox.site_ids["one-tongue"]
    assert sandbox.page_ids_of("one-tongue") == sandbox.page_ids_of(one_tongue)
    assert list(sandbox.locale_ids_of("one-tongue")) == ["en-US"]
    assert sandbox.locale_ids_of(sandbox.site_id) == sandbox.locale_ids
    sandbox.publish("one-tongue")
    assert ask(sandbox, "GET", f"/sites/{one_tongue}").json()["lastPublished"] == sandbox.clock.timestamp()


def test_what_is_no_operation_of_the_service_has_none_in_the_log(sandbox: Sandbox, ask: Ask) -> None:
    ask(sandbox, "PATCH", "/pages")
    ask(sandbox, "GET", "/pages/x", base="/proxy/v2")
    assert [entry.operation for entry in sandbox.requests()] == [None, None]


def test_a_snapshot_is_what_it_was_however_often_it_is_taken_back(sandbox: Sandbox, ask: Ask) -> None:
    write(ask, sandbox, {"title": "First", "slug": "first"})
    snapshot = sandbox.snapshot()
    for _ in range(2):
        write(ask, sandbox, {"title": "Second", "slug": "second"})
        write(ask, sandbox, {"title": "Deux"}, localeId=sandbox.locale_ids["fr-FR"])
        sandbox.publish()

        sandbox.restore(snapshot)

        assert title(ask, sandbox) == "First"
        assert title(ask, sandbox, localeId=sandbox.locale_ids["fr-FR"]) == "Tarifs"
        site = ask(sandbox, "GET", f"/sites/{sandbox.site_id}").json()
        assert site["lastPublished"] == "2026-02-23T16:04:41.810Z"
        # Slugs that are taken are part of it.
        about = f"/pages/{sandbox.page_ids['/about']}"
        assert ask(sandbox, "PUT", about, {"slug": "first"}).status == 400
        assert ask(sandbox, "PUT", about, {"slug": "second"}).status == 200
        sandbox.restore(snapshot)


def test_a_reset_forgets_everything_but_the_clock(ask: Ask) -> None:
    sandbox = Sandbox(rate_limit=5, clock=Clock(running=False))
    write(ask, sandbox, {"title": "New"})
    sandbox.assume(empty_body="bad_request")
    sandbox.switches.on("slow")
    sandbox.switches.remember()
    sandbox.switches.on("cut")
    sandbox.clock.advance(7)

    sandbox.reset()

    assert (sandbox.requests(), [switch.name for switch in sandbox.switches.active]) == ((), ["slow"])
    assert sandbox.assumptions.empty_body == "accepted"
    answer = ask(sandbox, "PUT", f"/pages/{sandbox.page_id}", {})
    assert (answer.json()["title"], answer.headers["x-ratelimit-remaining"]) == ("Pricing", "4")
    assert sandbox.clock.seconds() == 7
    assert [entry.number for entry in sandbox.requests()] == [1]


def test_assumptions_that_it_was_made_with_survive_a_reset(make: Make) -> None:
    sandbox = make(empty_body="bad_request")
    sandbox.assume(empty_body="accepted")

    sandbox.reset()

    assert sandbox.assumptions.empty_body == "bad_request"


def test_two_sandboxes_that_are_asked_the_same_answer_the_same(ask: Ask) -> None:
    def told() -> list[Response]:
        sandbox = Sandbox(clock=Clock(default_start(), running=False))
        write(ask, sandbox, {"slug": "prices", "openGraph": {"title": "Own"}})
        sandbox.clock.advance(1.5)
        sandbox.publish()
        paths = ["/sites", f"/sites/{sandbox.site_id}/pages", f"/pages/{sandbox.page_id}"]
        return [ask(sandbox, "GET", path) for path in paths]

    assert told() == told()


def default_start() -> Any:
    return Clock(running=False).now().replace(year=2026, month=1, day=1, microsecond=0)


def test_what_is_published_is_what_was_staged(sandbox: Sandbox, ask: Ask, clock: Clock) -> None:
    write(ask, sandbox, {"slug": "prices"})
    clock.advance(60)

    sandbox.publish()

    pages = ask(sandbox, "GET", f"/sites/{sandbox.site_id}/pages").json()["pages"]
    assert {page["lastUpdated"] for page in pages} == {clock.timestamp()}
    assert next(page for page in pages if page["id"] == sandbox.page_id)["publishedPath"] == "/prices"
    other = ask(sandbox, "GET", f"/pages/{sandbox.page_ids_of('one-tongue')['/']}").json()
    assert other["lastUpdated"] == "2026-02-23T15:53:18.252Z"
    site = ask(sandbox, "GET", f"/sites/{sandbox.site_id}").json()
    dates = [one[name] for one in (site, *site["customDomains"]) for name in ("lastPublished", "fullSiteCompiledAt")]
    assert set(dates) == {clock.timestamp()}


def test_the_log_says_what_was_asked(sandbox: Sandbox, ask: Ask, clock: Clock) -> None:
    write(ask, sandbox, {"title": "é"}, localeId=sandbox.locale_ids["fr-FR"])
    ask(sandbox, "GET", "/nowhere", token=None)
    ask(sandbox, "GET", "/sites", token="nobody's")

    first, second, third = sandbox.requests()
    assert (first.number, first.at) == (1, clock.timestamp())
    assert (first.method, first.path) == ("PUT", f"/v2/pages/{sandbox.page_id}")
    assert (first.query, first.operation) == ((("localeId", sandbox.locale_ids["fr-FR"]),), "update-page-metadata")
    assert (first.token, first.status, first.switches) == ("full", 200, ())
    assert first.body == '{"title": "\\u00e9"}'
    assert (second.operation, second.token, second.status) == (None, "none", 401)
    assert (third.operation, third.token, third.status) == ("list-sites", "unknown", 401)


def test_the_log_is_bounded(sandbox: Sandbox) -> None:
    for _ in range(CAPACITY + 5):
        sandbox(Request("PUT", "/v2/sites", content=b"\xff" * 100_000))

    entries = sandbox.requests()
    assert (len(entries), entries[0].number, entries[-1].number) == (CAPACITY, 6, CAPACITY + 5)
    assert {len(entry.body) for entry in entries} == {10_000}


def test_the_limit_is_what_token_plan_or_setting_say(ask: Ask) -> None:
    def limit(seed: Any = None, **options: Any) -> str:
        return ask(Sandbox(seed, **options), "GET", "/sites").headers["x-ratelimit-limit"]

    site, *others = default().sites
    cms = evolve(default(), sites=(evolve(site, plan="cms"), *others))
    token, *more = default().tokens
    own = evolve(default(), tokens=(evolve(token, rate_limit=7), *more))
    assert [limit(), limit(cms), limit(own), limit(own, rate_limit=9), limit(own, rate_limit="off")] == [
        "60",
        "120",
        "7",
        "9",
        "7",
    ]
