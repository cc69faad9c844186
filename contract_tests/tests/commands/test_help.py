"""The list of commands says of each what its own help says."""

from importlib import import_module

import pytest

from webflow_contract.commands.app import COMMANDS, run

Printed = pytest.CaptureFixture[str]


def plain(text: str) -> str:
    """Return what a table says, without its frame and the breaks of its lines."""
    return " ".join(text.replace("│", " ").split())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_line_of_its_help(name: str, capsys: Printed) -> None:
    home, summary = COMMANDS[name]
    module, function = home.split(":")
    documentation = getattr(import_module(f"webflow_contract.commands.{module}"), function).__doc__
    assert documentation.splitlines()[0] == summary
    group, _, last = name.rpartition(" ")
    for arguments in ([*group.split(), "--help"], group.split()):
        assert run(arguments) == 0
        assert f"{last} {summary}" in plain(capsys.readouterr().out)


def test_the_help_of_a_command_says_all_of_it(capsys: Printed) -> None:
    assert run(["check", "--help"]) == 0
    assert "Exit codes: 0 clean" in capsys.readouterr().out
    assert run(["release", "keep", "--help"]) == 0
    assert "Exit codes: 0 kept" in capsys.readouterr().out
