"""``webflow-contract sandbox``: four lines on stdout, and a service behind them."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from webflow_contract.drifts import DRIFTS

from .conftest import COMMAND, Run, surroundings

NAMES = ["WEBFLOW_BASE_URL", "WEBFLOW_TOKEN", "WEBFLOW_SITE_ID", "WEBFLOW_PAGE_ID"]

Served = tuple[subprocess.Popen[str], dict[str, str]]


@pytest.fixture
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    arguments = getattr(request, "param", [])
    process = subprocess.Popen(
        [*COMMAND, "sandbox", *arguments],
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield process, dict(process.stdout.readline().strip().split("=", 1) for _ in NAMES)
    process.kill()
    process.communicate()


def page(environment: dict[str, str], client: httpx.Client | None = None) -> httpx.Response:
    return (client or httpx).get(
        f"{environment['WEBFLOW_BASE_URL']}/pages/{environment['WEBFLOW_PAGE_ID']}",
        headers={"Authorization": f"Bearer {environment['WEBFLOW_TOKEN']}"},
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_four_lines_serves_and_ends_well(served: Served, number: signal.Signals) -> None:
    process, environment = served
    assert list(environment) == NAMES
    assert environment["WEBFLOW_BASE_URL"].endswith("/v2")
    assert page(environment).json()["siteId"] == environment["WEBFLOW_SITE_ID"]

    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=10)

    assert (process.returncode, stdout) == (0, "")
    assert "curl" in stderr
    assert "Traceback" not in stderr


@pytest.mark.parametrize("served", [["--drift", "title-removed", "--drift", "slug-becomes-number"]], indirect=True)
def test_drifts_are_switched_on_by_name_and_combine(served: Served) -> None:
    body = page(served[1]).json()
    assert "title" not in body
    assert body["slug"] == 4711


@pytest.mark.parametrize("served", [["--rate-limit", "2"]], indirect=True)
def test_the_rate_limit_can_be_set(served: Served) -> None:
    assert [page(served[1]).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("served", [["--rate-limit", "off"]], indirect=True)
def test_the_rate_limit_can_be_off_and_leaves_its_headers(served: Served) -> None:
    with httpx.Client() as client:
        answers = [page(served[1], client) for _ in range(70)]
    assert {answer.status_code for answer in answers} == {200}
    assert all("x-ratelimit-remaining" in answer.headers for answer in answers)


@pytest.mark.parametrize(
    "served", [["--drift", "title-removed@get-page-metadata", "--fault", "conflict@list-sites"]], indirect=True
)
def test_faults_and_drifts_can_be_for_one_operation(served: Served) -> None:
    environment = served[1]
    base_url, headers = environment["WEBFLOW_BASE_URL"], {"Authorization": f"Bearer {environment['WEBFLOW_TOKEN']}"}
    assert "title" not in page(environment).json()
    listed = httpx.get(f"{base_url}/sites/{environment['WEBFLOW_SITE_ID']}/pages", headers=headers)
    assert listed.json()["pages"][0]["title"] == "Home"
    assert httpx.get(f"{base_url}/sites", headers=headers).status_code == 409


@pytest.mark.parametrize(
    "served", [["--assume", "etag=absent", "--assume", "locale_id_of_primary=null"]], indirect=True
)
def test_assumptions_can_be_flipped(served: Served) -> None:
    answer = page(served[1])
    assert ("etag" in answer.headers, answer.json()["localeId"]) == (False, None)


def test_a_seed_of_ones_own_is_served(tmp_path: Path) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text("sites:\n- displayName: Mine\n  pages:\n  - {title: Own, slug: own}\ntokens:\n- {token: t0ken}\n")
    served = [*COMMAND, "sandbox", "--seed", str(seed)]
    with subprocess.Popen(
        served, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        environment = dict(process.stdout.readline().strip().split("=", 1) for _ in NAMES)
        title = page(environment).json()["title"]
        process.terminate()
        process.communicate(timeout=10)
    assert (title, environment["WEBFLOW_TOKEN"]) == ("Own", "t0ken")


def test_what_it_says_on_stderr_works_in_a_shell(served: Served) -> None:
    process, environment = served
    process.terminate()
    _, stderr = process.communicate(timeout=10)

    with_v2 = environment["WEBFLOW_BASE_URL"]
    exports = [line.strip() for line in stderr.splitlines() if line.startswith("  export ")]
    (curl,) = (line.strip() for line in stderr.splitlines() if line.startswith("  curl "))
    assert exports == [f"export {name}={value}" for name, value in environment.items()]
    script = "\n".join([*exports, curl.replace("curl ", "printf '%s\\n' ", 1)])
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "-H",
        f"Authorization: Bearer {environment['WEBFLOW_TOKEN']}",
        f"{with_v2}/pages/{environment['WEBFLOW_PAGE_ID']}",
    ]
    assert f"Watch it at {with_v2.removesuffix('v2')} " in stderr


@pytest.mark.parametrize(
    "served",
    [["--assume", "empty_title=stored", "--fault", "slow@list-pages", "--drift", "title-removed"]],
    indirect=True,
)
def test_a_reset_goes_back_to_what_the_command_line_says(served: Served) -> None:
    control = served[1]["WEBFLOW_BASE_URL"].removesuffix("/v2") + "/_sandbox"
    httpx.post(f"{control}/faults", json={"name": "cut"})
    httpx.patch(f"{control}/assumptions", json={"etag": "absent"})

    state = httpx.post(f"{control}/reset").json()

    assert [switch["name"] for switch in state["active"]] == ["title-removed", "slow"]
    assert state["flipped"] == {"empty_title": "stored"}


def test_a_token_that_a_shell_would_read_is_quoted(tmp_path: Path) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text(
        "sites:\n- displayName: Mine\n  pages:\n  - {title: Own, slug: own}\ntokens:\n- token: a;echo$HOME'x\n"
    )
    with subprocess.Popen(
        [*COMMAND, "sandbox", "--seed", str(seed)],
        env=surroundings(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        export = next(line for line in lines if "WEBFLOW_TOKEN" in line)
        process.terminate()
    shown = subprocess.run(
        ["sh", "-c", f'{export}\nprintf %s "$WEBFLOW_TOKEN"'], capture_output=True, text=True, check=True
    )
    assert shown.stdout == "a;echo$HOME'x"


def test_without_a_stdout_it_says_so() -> None:
    command = " ".join([*COMMAND, "sandbox", ">&-"])
    done = subprocess.run(
        ["sh", "-c", command], env=surroundings(), capture_output=True, text=True, check=False, timeout=20
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "there is no stdout" in done.stderr


def test_it_serves_the_page_and_the_control(served: Served) -> None:
    host = served[1]["WEBFLOW_BASE_URL"].removesuffix("/v2")
    assert httpx.get(host).headers["content-type"] == "text/html; charset=utf-8"
    assert httpx.get(f"{host}/_sandbox/assumptions").json()[0]["name"] == "put_with_primary_locale_id"


def test_a_port_in_use_is_one_line(here: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = here("sandbox", "--port", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert port in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--port", "x"),
        ("--port", "-1"),
        ("--port", "65536"),
        ("--port", "80.5"),
        ("--port", "off"),
        ("--rate-limit", "0"),
        ("--rate-limit", "some"),
        ("--rate-limit", "1.5"),
    ],
    ids=" ".join,
)
def test_a_wrong_value_is_one_line(here: Run, arguments: tuple[str, str]) -> None:
    done = here("sandbox", *arguments)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert arguments[0] in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--fault", "slwo"), "there is no fault 'slwo': did you mean 'slow'?"),
        (("--fault", "title-removed"), "there is no fault 'title-removed'"),
        (("--drift", "slow"), "there is no drift 'slow'"),
        (("--fault", "slow@list-page"), "there is no operation 'list-page': did you mean 'list-pages'"),
        (("--assume", "etag"), "--assume takes NAME=VALUE"),
        (("--assume", "etga=absent"), "there is no assumption 'etga': did you mean 'etag'?"),
        (("--assume", "etag=no"), "etag is 'no', but must be one of: present, absent"),
        (("--seed", "missing.yaml"), "missing.yaml: cannot be read: No such file or directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_word_is_one_line(here: Run, arguments: tuple[str, str], words: str) -> None:
    done = here("sandbox", *arguments)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert words in done.stderr


def test_an_unknown_drift_names_the_nearest(here: Run) -> None:
    done = here("sandbox", "--drift", "slug-becomes-numbr")
    assert (done.returncode, done.stdout) == (2, "")
    assert "slug-becomes-number" in done.stderr
    assert "slug-becomes-number" in DRIFTS


def test_a_missing_library_names_the_extra() -> None:
    program = "import sys; sys.modules['cyclopts'] = None; from webflow_contract.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "webflow-pages[contract]" in done.stderr
    assert len(done.stderr.splitlines()) == 1
