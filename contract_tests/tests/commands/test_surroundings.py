"""What stands around a command does not change what it says: pipes, proxies, encodings, services that have gone."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from webflow_contract.carriers.server import running
from webflow_contract.drifts import drifting
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox

from .conftest import COMMAND, Run, surroundings

JOURNAL = "webflow-contract.journal.json"


def arguments(sandbox: Sandbox, base_url: str) -> tuple[str, ...]:
    return ("check", "--base-url", base_url, "--site", sandbox.site_id, "--page", sandbox.page_id)


@pytest.mark.parametrize(("drifts", "code"), [((), 0), (("slug-becomes-number",), 1)])
def test_a_reader_that_has_gone_does_not_change_the_verdict(
    sandbox: Sandbox, tmp_path: Path, drifts: tuple[str, ...], code: int
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with running(drifting(sandbox, drifts)) as base_url:
        done = subprocess.run(
            [*COMMAND, *arguments(sandbox, base_url), "--json", "report.json"],
            cwd=tmp_path,
            env=surroundings(WEBFLOW_TOKEN=sandbox.token),
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    os.close(writing)
    assert (done.returncode, done.stderr) == (code, b"")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["verdict"] == (
        "drift" if code else "clean"
    )


def test_no_proxy_of_the_environment_sees_a_request_to_this_machine(run: Run, sandbox: Sandbox, base_url: str) -> None:
    seen: list[Request] = []

    def proxy(request: Request) -> Response:
        seen.append(request)
        return Response(502)

    with running(proxy) as url:
        address = url.removesuffix("/v2")
        done = run(
            *arguments(sandbox, base_url),
            WEBFLOW_TOKEN=sandbox.token,
            HTTP_PROXY=address,
            http_proxy=address,
            ALL_PROXY=address,
            NO_PROXY="",
            no_proxy="",
        )
    assert (done.returncode, seen) == (0, []), done.stdout


def test_what_an_encoding_lacks_is_escaped(run: Run, sandbox: Sandbox) -> None:
    def accented(request: Request) -> Response:
        return Response(418, {}, b"") if "é".encode() in request.content else sandbox(request)

    with running(accented) as base_url:
        done = run(*arguments(sandbox, base_url), WEBFLOW_TOKEN=sandbox.token, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (1, "")
    assert "\\xe9" in done.stdout


def test_a_service_that_has_gone_keeps_its_journal(here: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    content = {
        "schema": 1,
        "base_url": "http://127.0.0.1:1/v2",
        "page_id": sandbox.page_id,
        "originals": [{"localeId": None, "texts": [[["title"], "Pricing"]], "metadata": {}}],
    }
    (tmp_path / JOURNAL).write_text(json.dumps(content), encoding="utf-8")
    done = here("restore", WEBFLOW_TOKEN=sandbox.token)
    assert done.returncode == 4
    assert "the primary locale: http://127.0.0.1:1 does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / JOURNAL).exists()


def test_a_page_that_is_not_put_back_is_exit_4_and_restore_mends_it(
    here: Run, sandbox: Sandbox, tmp_path: Path
) -> None:
    mended = threading.Event()

    def refusing(request: Request) -> Response:
        if request.method == "PUT" and b"webflow-contract probe" not in request.content and not mended.is_set():
            return Response(500, {}, b"{}")
        return sandbox(request)

    with running(refusing) as base_url:
        done = here(*arguments(sandbox, base_url), "--json", "report.json", WEBFLOW_TOKEN=sandbox.token)
        report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
        assert (done.returncode, report["verdict"], report["restored"]) == (4, "not-restored", False)
        mended.set()
        restored = here("restore", WEBFLOW_TOKEN=sandbox.token)
    assert restored.returncode == 0, restored.stderr
    assert _title(sandbox) == "Pricing"
    assert not (tmp_path / JOURNAL).exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signals_while_the_page_is_being_put_back_do_not_keep_it_from_being_put_back(
    sandbox: Sandbox, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    restoring, go_on = threading.Event(), threading.Event()

    def handler(request: Request) -> Response:
        authorized = request.headers.get("authorization") == f"Bearer {sandbox.token}"
        update = request.method == "PUT" and request.path.endswith(sandbox.page_id)
        if authorized and update and request.content.startswith(b'{"title":"Pricing",'):
            restoring.set()
            assert go_on.wait(20)
        return sandbox(request)

    with running(handler) as base_url:
        process = subprocess.Popen(
            [*COMMAND, *arguments(sandbox, base_url)],
            cwd=tmp_path,
            env=surroundings(WEBFLOW_TOKEN=sandbox.token),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert restoring.wait(20)
            process.send_signal(number)
            assert process.stderr is not None
            assert "being put back" in process.stderr.readline()
            process.send_signal(number)
            go_on.set()
            _, stderr = process.communicate(timeout=30)
        finally:
            go_on.set()
            process.kill()
            process.communicate()
    assert (process.returncode, stderr) == (code, "")
    assert _title(sandbox) == "Pricing"
    assert list(tmp_path.iterdir()) == []


def _title(sandbox: Sandbox) -> str:
    headers = {"authorization": f"Bearer {sandbox.token}"}
    title: str = sandbox(Request("GET", f"/v2/pages/{sandbox.page_id}", (), headers)).json()["title"]
    return title


@pytest.mark.parametrize(
    ("variable", "value"),
    [("ALL_PROXY", "garbage://x"), ("ALL_PROXY", "socks5://127.0.0.1:9"), ("SSL_CERT_FILE", "/no/such/file")],
)
def test_surroundings_that_keep_httpx_from_sending_are_one_line(here: Run, variable: str, value: str) -> None:
    arguments = ("check", "--base-url", "https://localhost:9/v2", "--site", "s", "--page", "p")
    done = here(*arguments, WEBFLOW_TOKEN="token", **{variable: value})
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
    assert "proxies and certificates" in done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_output_that_cannot_be_written_is_no_finding(unbuffered: str) -> None:
    command, known = [*COMMAND, "unproven"], surroundings(PYTHONUNBUFFERED=unbuffered)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, env=known, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistake_of_the_tools_is_no_finding_either() -> None:
    program = (
        "import sys; from webflow_contract.commands.app import run; from webflow_contract.contract import effective;"
        "effective.load = lambda: 1 / 0; sys.exit(run(['check']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (3, "", 1)
    assert "ZeroDivisionError" in done.stderr
