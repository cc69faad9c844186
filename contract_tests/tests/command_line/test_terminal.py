"""What reaches a terminal: no escape sequence of a page's, no markup, nothing cut that cannot be found again."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
import unicodedata
from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.seed import seed_of

from .conftest import COMMAND, Against, Cli, Stage, surroundings

OURS = re.compile(r"\x1b\[[0-9;]*m")
"""The colours that the command itself writes."""

EVIL = "a\x1b[2Jb\x1b]0;title\x07c\x9b31md\rE\ne\x7f\u202egnp\u2028f\u2066\u200b"
SHOWN = r"a\u001b[2Jb\u001b]0;title\u0007c\u009b31md\rE\ne\u007f\u202egnp\u2028f\u2066\u200b"  # in JSON's spelling
MARKUP = "[red]not red[/red] [link=https://example.com]x[/] :smile: \\[b]"
FRENCH = "Prix\u00a0: 5\u202f€, 家族 👨‍👩‍👧"


def in_terminal(
    *arguments: str, columns: int = 80, environment: dict[str, str], more: dict[str, str] | None = None
) -> str:
    """Run a command in a terminal of its own and return what it showed."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {name: value for name, value in environment.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=subprocess.DEVNULL,
        env={**kept, "TERM": "xterm-256color", **(more or {})},
    )
    os.close(terminal)
    shown = b"".join(chunks(controller))
    os.close(controller)
    process.wait(timeout=30)
    return shown.decode().replace("\r\n", "\n")


def chunks(controller: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(controller, 65_536)
        except OSError:  # Linux's way to say that nobody writes any more
            return
        if not chunk:
            return
        yield chunk


@pytest.fixture
def world() -> Sandbox:
    pages = [
        {"title": EVIL, "slug": "evil", "seo": {"title": MARKUP, "description": FRENCH}},
        {
            "title": "Long",
            "slug": "a-slug-that-is-as-long-as-slugs-get-when-nobody-shortens-them",
            "seo": {"title": "x" * 200},
        },
    ]
    locales = {"primary": {"tag": "en-US", "displayName": EVIL}}
    return Sandbox(
        seed_of({"sites": [{"displayName": f"{MARKUP}{EVIL}", "locales": locales, "pages": pages}]}), rate_limit="off"
    )


@pytest.fixture
def environment(stage: Stage, world: Sandbox) -> dict[str, str]:
    stage.handler = world
    return surroundings(WEBFLOW_BASE_URL=stage.base_url, WEBFLOW_TOKEN=world.token)


def assert_harmless(text: str) -> None:
    for character in text:
        assert character in "\n\u200d" or unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp"), text


COMMANDS = [
    ("list",),
    ("get", "/evil"),
    ("locales",),
    ("doctor",),
    ("update", "/evil", "--locale", "primary", "--title", EVIL),
    ("update", "/evil", "--locale", "primary", "--title", "T", "--seo-title", EVIL, "--dry-run"),
    ("get", f"/{EVIL}"),
    ("get", EVIL),
    ("get", "/evil", "--site", EVIL),
    ("get", "/evil", "--locale", EVIL),
    (EVIL,),
    ("get", "/evil", f"--{EVIL}"),
    ("get", "/evil", EVIL),
    ("update", "/evil", "--locale", "primary", f"--open-graph-title-copied={EVIL}"),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=range(len(COMMANDS)))
@pytest.mark.parametrize("json_too", [False, True])
def test_no_control_character_of_anybody_is_written(
    against: Against, world: Sandbox, arguments: tuple[str, ...], json_too: bool
) -> None:
    done = against(world)(*arguments, *(["--json"] if json_too else []), WEBFLOW_TOKEN=world.token)
    assert_harmless(done.stdout)
    assert_harmless(done.stderr)
    assert done.stdout or done.stderr


def test_control_characters_are_shown_in_the_spelling_of_json(against: Against, world: Sandbox) -> None:
    lines = against(world)("get", "/evil", WEBFLOW_TOKEN=world.token).lines
    assert lines[0] == ["Title", SHOWN]
    assert json.loads(f'"{SHOWN}"') == EVIL


def test_json_still_says_what_the_page_has(against: Against, world: Sandbox) -> None:
    page = against(world)("get", "/evil", "--json", WEBFLOW_TOKEN=world.token).json["page"]
    assert (page["title"], page["seo"]) == (EVIL, {"title": MARKUP, "description": FRENCH})


def test_markup_is_text(against: Against, world: Sandbox) -> None:
    lines = against(world)("get", "/evil", WEBFLOW_TOKEN=world.token).lines
    assert ["SEO title", MARKUP] in lines
    assert ["SEO description", FRENCH] in lines


def test_an_error_of_a_service_is_harmless(against: Against) -> None:
    body = json.dumps({"code": MARKUP, "message": EVIL}).encode()
    cli = against(lambda request: Response(400, {}, body))
    assert_harmless(cli("list", "--site", "0" * 24).stderr)
    assert_harmless(cli("doctor").stdout)


@pytest.mark.parametrize(
    ("arguments", "several"),
    [
        (("list",), True),
        (("doctor",), True),
        (("doctor", "--site", "0" * 24), True),
        (("list",), False),
        (("doctor",), False),
        (("locales",), False),
        (("get", "1" * 24), False),
        (("get", "/shop webflow-pages: forged"), False),
    ],
)
def test_no_text_of_a_service_makes_a_line_of_its_own(
    against: Against, arguments: tuple[str, ...], several: bool
) -> None:
    forged = "/shop\nwebflow-pages: forged\x0bwebflow-pages: forged\u2028webflow-pages: forged"
    page = {"id": "1" * 24, "title": forged, "publishedPath": "/shop\nwebflow-pages: forged"}
    site = {"id": "2" * 24, "displayName": forged, "locales": {"primary": {"tag": forged, "displayName": forged}}}

    def service(request: Request) -> Response:
        body = {"sites": [site, {**site, "id": "3" * 24}][: 1 + several], "pages": [page], **site, **page}
        return Response(200, {}, json.dumps(body).encode())

    done = against(service)(*arguments)
    lines = [*done.stdout.splitlines(), *done.stderr.splitlines()]
    assert any("forged" in line for line in lines)
    assert not any(line.strip().startswith("webflow-pages: forged") for line in lines)


@pytest.mark.parametrize("command", [("list",), ("get", "/evil"), ("locales",), ("doctor",)], ids=" ".join)
@pytest.mark.parametrize("columns", [40, 80, 140])
def test_a_terminal_gets_colours_of_ours_only_and_whole_ids(
    environment: dict[str, str], world: Sandbox, command: tuple[str, ...], columns: int
) -> None:
    shown = in_terminal(*command, columns=columns, environment=environment)
    assert OURS.search(shown)
    plain = OURS.sub("", shown)
    assert_harmless(plain)
    expected = {"list": list(world.page_ids.values()), "get": [world.page_ids["/evil"], world.site_id]}
    expected["locales"], expected["doctor"] = list(world.locale_ids.values()), ["unproven"]
    for id_ in expected[command[0]]:
        assert id_ in plain
    # Below 72 columns the terminal breaks the lines, which loses nothing.
    assert max(map(cell_len, plain.splitlines())) <= max(columns, 72)


def test_a_terminal_breaks_long_texts_and_loses_none(environment: dict[str, str], world: Sandbox) -> None:
    page = world.page_ids["/a-slug-that-is-as-long-as-slugs-get-when-nobody-shortens-them"]
    shown = OURS.sub("", in_terminal("get", page, columns=80, environment=environment))
    assert shown.count("x") == 200
    listed = OURS.sub("", in_terminal("list", columns=80, environment=environment))
    assert "…" not in listed
    paths = "".join(line[:16].strip() for line in listed.splitlines()[1:])
    assert "/a-slug-that-is-as-long-as-slugs-get-when-nobody-shortens-them" in paths


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_can_have_no_colours(environment: dict[str, str], more: dict[str, str]) -> None:
    shown = in_terminal("list", environment=environment, more=more)
    assert "\x1b" not in shown
    assert shown.startswith("Path ")


def test_colours_that_are_forced_on_a_pipe_stay_out(
    against: Against, world: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("COLUMNS", "40")
    listed = against(world)("list", WEBFLOW_TOKEN=world.token)
    assert "\x1b" not in listed.stdout
    assert "x" * 200 in listed.stdout


def test_a_dry_run_and_an_update_look_well_at_80_columns(environment: dict[str, str]) -> None:
    options = ("update", "/evil", "--locale", "primary", "--title", "word " * 30, "--slug", "other")
    dry = OURS.sub("", in_terminal(*options, "--dry-run", environment=environment))
    wet = OURS.sub("", in_terminal(*options, environment=environment))
    for shown in (dry, wet):
        assert shown.count("word") == 30
        assert max(map(len, shown.splitlines())) <= 80


def test_json_is_plain_in_a_terminal(environment: dict[str, str]) -> None:
    shown = in_terminal("list", "--json", columns=40, environment=environment)
    assert "\x1b" not in shown
    assert len(json.loads(shown)["pages"]) == 2


def test_no_line_ends_in_spaces(cli: Cli) -> None:
    for command in (("list",), ("get", "/"), ("locales",), ("doctor",)):
        assert not re.search(r"[ \t]$", cli(*command).stdout, re.MULTILINE)
