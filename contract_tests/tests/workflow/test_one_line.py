"""The line for any other CI: it ends with the code that counts, and never passes on what lies about."""

import os
import subprocess
from pathlib import Path

import pytest

from .runner import program

LINE = (
    "rm -f drift.json; code=0; webflow-contract check --json drift.json || code=$?; case $code in [0134]) "
    "webflow-contract alert --report drift.json --state state.json;; *) (exit $code);; esac"
)
"""As the README has it, but for the options that name the page."""

SHELLS = [["sh", "-c"], ["sh", "-ec"], ["bash", "-c"], ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]]


def play(folder: Path, check: int, writes: bool, alert: int) -> None:
    """Let the check end with a code, with or without a report. The alert fails where there is none."""
    program(
        folder / "webflow-contract",
        f"""if [ "$1" = check ]; then {"echo new > drift.json; " * writes}exit {check}; fi
if [ "$(cat drift.json)" != new ]; then exit 2; fi
exit {alert}""",
    )


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
@pytest.mark.parametrize(
    ("check", "writes", "alert", "code"),
    [
        (0, True, 0, 0),
        (1, True, 0, 0),
        (1, True, 1, 1),
        (3, True, 3, 3),
        (4, True, 4, 4),
        (2, False, 0, 2),
        (2, True, 0, 2),
        (3, False, 0, 2),
        (4, False, 0, 2),
        (127, False, 0, 127),
        (143, False, 0, 143),
    ],
)
def test_it_ends_with_the_code_that_counts(
    tmp_path: Path, shell: list[str], check: int, writes: bool, alert: int, code: int
) -> None:
    (tmp_path / "drift.json").write_text("new", encoding="utf-8")
    play(tmp_path, check, writes, alert)
    environment = {"PATH": os.pathsep.join([str(tmp_path), "/usr/bin", "/bin"])}
    assert subprocess.run([*shell, LINE], cwd=tmp_path, env=environment, check=False).returncode == code


@pytest.mark.parametrize(
    "shell", [["sh", "-ec"], ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]], ids=" ".join
)
def test_a_shell_that_stops_at_errors_stops_at_it(tmp_path: Path, shell: list[str]) -> None:
    environment = {"PATH": os.pathsep.join([str(tmp_path), "/usr/bin", "/bin"])}
    for check, alert, goes_on in ((1, 0, True), (1, 1, False), (2, 0, False), (4, 4, False)):
        play(tmp_path, check, True, alert)
        done = subprocess.run(
            [*shell, f"{LINE}\necho on"], cwd=tmp_path, env=environment, capture_output=True, check=False
        )
        assert (done.stdout == b"on\n") is goes_on
