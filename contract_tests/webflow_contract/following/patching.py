"""Turn edits into a patch of a file, which ``git apply`` takes. Comments and everything unsaid stay."""

import io
from collections.abc import Iterable
from difflib import unified_diff

from ruamel.yaml import YAML

from webflow_contract.following.edits import Edit, apply

_WIDTH = 120


def patch(name: str, before: str, after: str) -> str:
    """Return the unified diff between two texts of a file; empty where they are the same."""
    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a YAML text with edits."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(text)
    apply(document, edits)
    written = io.StringIO()
    yaml.dump(document, written)
    return written.getvalue()
