"""The JSON Schema of what ``--json`` prints tells the documents apart, and the code keeps to what it promises."""

import ast
import copy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

import webflow_pages
from webflow_pages import commands
from webflow_pages.commands.changes import FIELDS, option_of
from webflow_pages.commands.doctor import NAMES

from .conftest import SCHEMA, Cli

UPDATE = ("update", "/pricing", "--locale", "primary", "--title", "T", "--json")
COMMANDS = {
    "get": ("get", "/", "--json"),
    "list": ("list", "--json"),
    "update": UPDATE,
    "dryRun": (*UPDATE, "--dry-run"),
    "locales": ("locales", "--json"),
    "doctor": ("doctor", "--json"),
    "pull": ("pull", "--json"),
    "lint": ("lint", "--format", "json"),
    "applied": ("apply", "--yes", "--json"),
    "runs": ("runs", "--json"),
    "audit": ("audit", "--json"),
}
SOURCES = sorted(Path(commands.__file__).parent.glob("*.py"))


@pytest.fixture(autouse=True)
def pulled(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a change of a text in French ready in files."""
    monkeypatch.chdir(tmp_path)
    cli("pull")
    pricing = tmp_path / "pages" / "pricing.yaml"
    pricing.write_text(pricing.read_text(encoding="utf-8").replace("Tarifs", "Nos tarifs", 1), encoding="utf-8")


def fits(name: str, document: Any) -> bool:
    return jsonschema_rs.validator_for({**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{name}"}]}).is_valid(document)


def test_the_schema_is_one() -> None:
    jsonschema_rs.meta.validate(SCHEMA)
    assert {entry["$ref"] for entry in SCHEMA["oneOf"]} == {f"#/$defs/{name}" for name in COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_document_fits_its_own_form_only(cli: Cli, name: str) -> None:
    document = cli(*COMMANDS[name]).json
    assert [other for other in COMMANDS if fits(other, document)] == [name]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_document_without_one_of_its_keys_does_not_fit(cli: Cli, name: str) -> None:
    document = cli(*COMMANDS[name]).json
    for key in document:
        without = copy.deepcopy(document)
        del without[key]
        assert not fits(name, without), key
    assert not fits(name, {**document, "schema": 2})


def test_the_schema_knows_every_field_and_the_fields_are_options(cli: Cli) -> None:
    assert SCHEMA["$defs"]["field"]["enum"] == list(FIELDS)
    helped = cli("update", "--help").stdout
    for field in FIELDS:
        assert option_of(field)[:24] in helped


def test_the_doctor_tells_its_checks_in_order(cli: Cli) -> None:
    assert [check["name"] for check in cli("doctor", "--json").json["checks"]] == list(NAMES)


def test_the_commands_use_the_client_as_everybody_does() -> None:
    public = set(webflow_pages.__all__)
    taken = [
        (path.name, node.module, alias.name)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("webflow_")
        for alias in node.names
    ]
    assert len(taken) > 20
    known = ("webflow_pages.commands", "webflow_pages.metadata", "webflow_pages.printable", "webflow_pages._version")
    inner = [one for one in taken if not one[1].startswith(known)]
    assert {one for one in inner if one[1] != "webflow_pages" or one[2] not in public} == set()
