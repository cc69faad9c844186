"""Read and write the YAML files that the contract consists of.

YAML is read strictly: a key given twice is an error, and a date stays the text that it is.
"""

from pathlib import Path
from typing import Any

import yaml

from webflow_contract.errors import DocumentError

Document = dict[str, Any]
"""An OpenAPI or Overlay document, as plain JSON-like values."""


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader that leaves dates alone and refuses keys given twice, keys that are no texts and circular values."""

    def construct_object(self, node: yaml.Node, deep: bool = True) -> Any:  # noqa: ANN401, ARG002  (PyYAML's signature)
        # Only a value that is made at once with all its parts is found to contain itself.
        return super().construct_object(node, deep=True)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag not in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"):
                raise yaml.constructor.ConstructorError(None, None, "a key has to be a text: quote it", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is there twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _PlainDumper(yaml.SafeDumper):
    """SafeDumper that indents lists, writes no anchors and loses no NEL."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  (PyYAML's signature)
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  (PyYAML's signature)
        return True

    def represent_text(self, data: str) -> yaml.ScalarNode:
        # In any other style the character NEL is read back as a space or a line feed.
        return self.represent_scalar("tag:yaml.org,2002:str", data, '"' if "\x85" in data else None)


_PlainDumper.add_representer(str, _PlainDumper.represent_text)


def parse(text: str, name: str) -> Document:
    """Parse a YAML or JSON document whose top level is an object. ``name`` is how errors call it.

    Raises:
        DocumentError: The text is no YAML, or no object; the message has line and column.
    """
    try:
        value = yaml.load(text, _StrictLoader)  # noqa: S506  (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise DocumentError(f"{place}: not valid YAML: {error.problem or error.context}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise DocumentError(f"{name}: not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(value, dict):
        raise DocumentError(f"{name}: has to be an object at the top level, and is {type(value).__name__}")
    return value


def read(path: Path) -> Document:
    """Read the document in a file.

    Raises:
        DocumentError: There is no such file, it is not UTF-8, or it is no document.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: is not UTF-8 at byte {error.start}") from error
    return parse(text, str(path))


def dump(document: Document) -> str:
    """Write a document as YAML, keys in the document's order. The same document gives the same text."""
    return yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110)
