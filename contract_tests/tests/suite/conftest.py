"""The suite as a consumer's CI runs it: a pytest of its own, in an empty folder, with an environment of its own."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

# What would be imported anew by every pytest in this process, if it were not there before, or could not be.
import webflow_contract.check.judges  # noqa: F401
from webflow_contract.carriers.server import running
from webflow_contract.exchange import Handler, Request
from webflow_contract.sandbox import Sandbox

Run = Callable[..., pytest.RunResult]
State = Callable[[], list[bytes]]

SETTINGS = """
[pytest]
addopts = --strict-markers --strict-config -p no:cacheprovider
filterwarnings =
    error
    ignore:Module already imported so cannot be rewritten; _editable:pytest.PytestAssertRewriteWarning
"""
JOURNAL = "webflow-contract.journal.json"


def surroundings(**more: str) -> dict[str, str]:
    """Return an environment without anything of Webflow's but what is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEBFLOW_", "PYTEST_"))}
    return {**kept, **more}


def named(url: str, sandbox: Sandbox) -> dict[str, str]:
    """Return the four variables that ``webflow-contract sandbox`` prints."""
    return {
        "WEBFLOW_BASE_URL": url,
        "WEBFLOW_TOKEN": sandbox.token,
        "WEBFLOW_SITE_ID": sandbox.site_id,
        "WEBFLOW_PAGE_ID": sandbox.page_id,
    }


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run pytest in this process, where hypothesis is as it comes, and leave it as it was."""
    pytester.makeini(SETTINGS)
    for name in [name for name in os.environ if name.startswith("WEBFLOW_")]:
        monkeypatch.delenv(name)
    before = settings.get_current_profile_name()
    settings.load_profile("default")

    def run(*arguments: str, plugins: tuple[object, ...] = (), **environment: str) -> pytest.RunResult:
        with pytest.MonkeyPatch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            return pytester.runpytest_inprocess("--pyargs", *arguments, plugins=plugins)

    yield run
    settings.load_profile(before)


def written(sandbox: Sandbox) -> list[str]:
    """Return the bodies of all requests that were to change something."""
    return [entry.body for entry in sandbox.requests() if entry.method != "GET"]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit="off")


@pytest.fixture
def live(run: Run, sandbox: Sandbox) -> Run:
    """Serve a handler, by default the sandbox itself, and run the suite against it. No token may be in the output."""

    def live(*arguments: str, handler: Handler = sandbox, **environment: str) -> pytest.RunResult:
        with running(handler) as url:
            done = run(*arguments, "--live", **{**named(url, sandbox), **environment})
        assert not [token for token in sandbox.tokens.values() if token in f"{done.stdout}{done.stderr}"]
        return done

    return live


@pytest.fixture
def state(sandbox: Sandbox) -> State:
    """See every page in every locale, byte for byte, but for when it was last updated."""

    def state() -> list[bytes]:
        seen = [_seen(sandbox, page, locale) for page in sandbox.page_ids.values() for locale in _locales(sandbox)]
        sandbox.forget_requests()
        return seen

    return state


def _locales(sandbox: Sandbox) -> list[str]:
    return list(sandbox.locale_ids.values())


def _seen(sandbox: Sandbox, page_id: str, locale_id: str) -> bytes:
    headers = {"authorization": f"Bearer {sandbox.token}"}
    request = Request("GET", f"/v2/pages/{page_id}", (("localeId", locale_id),), headers)
    return re.sub(rb'"lastUpdated":"[^"]*"', b"", sandbox(request).content)
