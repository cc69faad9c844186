"""The command as a process: what it loads, pipes that close, signals, what is not installed, completion."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from webflow_contract.carriers.server import running
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox
from webflow_pages import __version__, contract_date, contract_version

from .conftest import COMMAND, Stage, assert_no_token, process, surroundings


@pytest.fixture
def environment(stage: Stage, sandbox: Sandbox) -> dict[str, str]:
    stage.handler = sandbox
    known = {"WEBFLOW_TOKEN": sandbox.token, "WEBFLOW_SITE_ID": sandbox.site_id}
    return surroundings(WEBFLOW_BASE_URL=stage.base_url, **known)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let commands hear of Ctrl-C even where these tests run in the background, whose processes do not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_it_runs_as_a_process(environment: dict[str, str], sandbox: Sandbox) -> None:
    options = ("update", "/pricing", "--locale", "fr-FR", "--title", "Nos prix", "--slug", "prix", "--json")
    done = process(*options, env=environment)
    assert done.returncode == 1
    assert json.loads(done.stdout)["not_applied"] == ["slug"]
    assert "staged" in done.stderr
    assert_no_token(done.stdout, done.stderr)


def test_the_version_is_that_of_the_package_and_of_the_contract() -> None:
    done = process("--version")
    says = f"webflow-pages {__version__} (contract {contract_version}, read {contract_date})\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, says, "")


@pytest.mark.parametrize(
    "arguments",
    [("--help",), (), *((name, "--help") for name in ("get", "list", "update", "locales", "doctor"))],
    ids=" ".join,
)
def test_help_names_every_command_and_option(arguments: tuple[str, ...]) -> None:
    done = process(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    expected = ["get", "list", "update", "locales", "doctor", "--version", "--install-completion", "WEBFLOW_TOKEN"]
    if len(arguments) == 2:
        expected = ["--json", "--token-file", "--site"]
    for name in expected:
        assert name in done.stdout


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["update", "--help"], ["update", "/"], ["nonsense"]], ids=" ".join
)
def test_what_sends_nothing_loads_neither_httpx_nor_the_client(arguments: list[str]) -> None:
    program = (
        "import sys; from webflow_pages.commands.app import run; run(sys.argv[1:]);"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, env=surroundings()
    )
    loaded = done.stderr.splitlines()[-1].split()
    assert "cyclopts" in loaded
    assert [name for name in loaded if name.split(".")[0] in ("httpx", "webflow_api", "webflow_contract")] == []
    ours = {name for name in loaded if name.startswith("webflow_pages.")}
    assert ours <= {
        "webflow_pages._version",
        "webflow_pages._contract",
        "webflow_pages.printable",
        *(f"webflow_pages.commands{name}" for name in ("", ".app", ".outcomes", ".writing", ".changes")),
        *(f"webflow_pages.commands.{name}" for name in ("one_page", "parameters", "whole_site")),
    }


@pytest.mark.parametrize("missing", ["cyclopts", "rich"])
@pytest.mark.parametrize("arguments", [["--version"], ["list"]], ids=" ".join)
def test_without_the_extra_it_says_what_to_install(missing: str, arguments: list[str]) -> None:
    program = (
        f"import sys, runpy; sys.modules[{missing!r}] = None; sys.argv[0] = 'webflow-pages';"
        "runpy.run_module('webflow_pages', run_name='__main__', alter_sys=False)"
    )
    environment = surroundings(WEBFLOW_TOKEN="any-token-at-all", WEBFLOW_BASE_URL="http://127.0.0.1:9")
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False, env=environment
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"webflow-pages: {missing} is not installed: pip install 'webflow-pages[cli]'\n"


def test_without_the_extra_nothing_is_written(environment: dict[str, str], sandbox: Sandbox) -> None:
    program = (
        "import sys; sys.modules['rich'] = None; from webflow_pages.commands.app import run;"
        "run(['update', '/pricing', '--locale', 'primary', '--title', 'T'])"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert not sandbox.requests()


@pytest.mark.parametrize("arguments", [("list",), ("list", "--json"), ("get", "/"), ("doctor",)], ids=" ".join)
def test_a_reader_that_has_gone_is_no_failure_to_talk_about(
    environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, *arguments], env=environment, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_help_ends_without_a_word_when_its_reader_has_gone() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, "--help"], stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writing)
    assert done.stderr == b""


def test_a_reader_that_has_gone_does_not_change_what_came_of_an_update(environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    options = ("update", "/pricing", "--locale", "fr-FR", "--title", "T", "--slug", "prix")
    done = subprocess.run(
        [*COMMAND, *options], env=environment, stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert done.returncode == 1
    assert "not applied, although Webflow answered 200: slug" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_long_list_can_be_cut_by_head(tmp_path: Path) -> None:
    seed = [{"id": f"{number:024x}", "title": "T" * 100} for number in range(3000)]

    def service(request: Request) -> Response:
        offset = int(dict(request.query)["offset"])
        body = {"pages": seed[offset : offset + 100], "pagination": {"limit": 100, "offset": offset, "total": 3000}}
        return Response(200, {}, json.dumps(body).encode())

    with running(service) as url:
        known = surroundings(WEBFLOW_BASE_URL=url, WEBFLOW_TOKEN="any-token-at-all", WEBFLOW_SITE_ID="0" * 24)
        script = f"{' '.join(COMMAND)} list | head -1; echo ${{PIPESTATUS[0]}}"
        bash = shutil.which("bash")
        assert bash is not None
        done = subprocess.run([bash, "-c", script], env=known, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines()[0].startswith("Path")
    assert done.stdout.splitlines()[1] == "0"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_an_output_that_cannot_be_written_is_told(environment: dict[str, str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "list"], env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (
        1,
        "webflow-pages: the output cannot be written: No space left on device\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_what_came_of_an_update_is_told_even_where_its_output_cannot_be_written(environment: dict[str, str]) -> None:
    options = ("update", "/pricing", "--locale", "fr-FR", "--title", "T")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *options], env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert [line.partition(",")[0] for line in done.stderr.splitlines()] == [
        "The change is staged",
        "webflow-pages: the output cannot be written: No space left on device",
    ]


def test_without_a_stdout_it_says_so(environment: dict[str, str]) -> None:
    command = " ".join([*COMMAND, "list", ">&-"])
    done = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "there is no stdout" in done.stderr


def test_without_a_stderr_the_code_is_the_same(environment: dict[str, str]) -> None:
    command = " ".join([*COMMAND, "get", "nothing", "2>&-"])
    done = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("list",), ""),
        (
            ("update", "0" * 24, "--locale", "primary", "--title", "T"),
            f"webflow-pages: whether page {'0' * 24} was changed is not known: look at it with 'webflow-pages get'\n",
        ),
    ],
    ids=["list", "update"],
)
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_it_without_a_traceback(arguments: tuple[str, ...], says: str) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def service(request: Request) -> Response:
        asked.set()
        go_on.wait(20)
        return Response(500)

    with running(service) as url:
        known = surroundings(WEBFLOW_BASE_URL=url, WEBFLOW_TOKEN="any-token-at-all", WEBFLOW_SITE_ID="0" * 24)
        running_command = subprocess.Popen(
            [*COMMAND, *arguments], env=known, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        try:
            assert asked.wait(20)
            running_command.send_signal(signal.SIGINT)
            stdout, stderr = running_command.communicate(timeout=10)
        finally:
            go_on.set()
            running_command.kill()
            running_command.communicate()
    assert (running_command.returncode, stdout, stderr) == (130, "", says)


def test_ctrl_c_while_modules_are_loaded_ends_it_without_a_traceback() -> None:
    program = (
        "import sys, runpy, importlib.abc\n"
        "class Interrupt(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'cyclopts': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "runpy.run_module('webflow_pages', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_what_is_tried_again_in_vain_is_one_line() -> None:
    known = surroundings(WEBFLOW_BASE_URL="http://127.0.0.1:9/v2", WEBFLOW_TOKEN="any-token-at-all")
    done = process("get", "0" * 24, env=known)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.parametrize("json_too", [[], ["--json"]])
def test_an_encoding_that_lacks_letters_gets_escapes(environment: dict[str, str], json_too: list[str]) -> None:
    narrow = {**environment, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = process("get", "/about", "--locale", "fr-FR", *json_too, env=narrow)
    assert (done.returncode, done.stderr) == (0, "")
    if json_too:
        assert json.loads(done.stdout)["page"]["title"] == "À propos"
    else:
        assert r"\xc0 propos" in done.stdout


def test_json_has_letters_where_stdout_is_utf_8(environment: dict[str, str]) -> None:
    done = process(
        "get",
        "/about",
        "--locale",
        "fr-FR",
        "--json",
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
    )
    assert '"À propos"' in done.stdout


@pytest.mark.parametrize(
    ("shell", "file", "startup"),
    [
        ("bash", ".local/share/bash-completion/completions/webflow-pages", ".bashrc"),
        ("zsh", ".zsh/completions/_*webflow-pages", ".zshrc"),
        ("fish", ".config/fish/completions/webflow-pages.fish", None),
    ],
)
def test_completion_is_installed_for_a_shell(tmp_path: Path, shell: str, file: str, startup: str | None) -> None:
    known = {name: value for name, value in surroundings(HOME=str(tmp_path)).items() if not name.startswith("ZSH")}
    done = process("--install-completion", "--shell", shell, env=known)
    assert (done.returncode, done.stderr) == (0, "")
    (installed,) = tmp_path.glob(file)
    script = installed.read_text(encoding="utf-8")
    for name in ("webflow-pages", "doctor", "locales", "token-file"):
        assert name in script
    expected = {file.split("/")[0], *([startup] if startup else [])}
    assert {path.name for path in tmp_path.iterdir()} == expected


def test_the_completion_of_bash_completes(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    script = tmp_path / "completion"
    installed = process(
        "--install-completion", "--shell", "bash", "--output", str(script), env=surroundings(HOME=str(tmp_path))
    )
    assert installed.returncode == 0
    function = re.search(r"complete .*-F (\S+) webflow-pages", script.read_text(encoding="utf-8"))
    assert function is not None
    program = f'. {script}; COMP_WORDS=(webflow-pages do); COMP_CWORD=1; {function.group(1)}; echo "${{COMPREPLY[*]}}"'
    done = subprocess.run([bash, "-c", program], capture_output=True, text=True, check=False, env=surroundings())
    assert done.stdout.split() == ["doctor"], done.stderr


def test_completion_that_cannot_be_installed_is_one_line(tmp_path: Path) -> None:
    occupied = tmp_path / ".local"
    occupied.write_text("a file where a folder has to be", encoding="utf-8")
    done = process("--install-completion", "--shell", "bash", env=surroundings(HOME=str(tmp_path)))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert "mistake of ours" not in done.stderr
