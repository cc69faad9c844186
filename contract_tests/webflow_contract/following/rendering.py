"""Write values as they stand in the contract: short lists on a line, and everything else as a block."""

import sys
import textwrap
from typing import Any, Final

import yaml

_WIDTH: Final = 120
_SHORT: Final = 80
_TEXT: Final = "tag:yaml.org,2002:str"


class _Dumper(yaml.SafeDumper):
    """SafeDumper that indents lists, writes no anchors, and quotes twice what would be no text without quotes."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  (PyYAML's signature)
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  (PyYAML's signature)
        return True

    def represent_text(self, data: str) -> yaml.ScalarNode:
        # NEL is read back as a space in any other style, and an end of line takes more than one line there.
        tag = self.resolve(yaml.ScalarNode, data, (True, False))  # type: ignore[no-untyped-call]
        is_text = tag == _TEXT and not {"\x85", "\n"} & set(data)
        return self.represent_scalar(_TEXT, data, None if is_text else '"')


class _BlockDumper(_Dumper):
    """A dumper of blocks, with lists of a few plain values on a line."""

    def represent_values(self, data: list[Any]) -> yaml.SequenceNode:
        is_plain = not any(isinstance(value, dict | list) for value in data)
        return self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=is_plain and len(str(data)) <= _SHORT)


_Dumper.add_representer(str, _Dumper.represent_text)
_BlockDumper.add_representer(list, _BlockDumper.represent_values)


def on_a_line(value: Any) -> str:  # noqa: ANN401  (JSON is any value)
    """Write a value on one line."""
    return _dumped(_Dumper, [value], sys.maxsize, flow=True)[1:-2]


def entry_on_a_line(key: str, value: Any) -> str:  # noqa: ANN401  (JSON is any value)
    """Write an entry of an object on one line."""
    return _dumped(_Dumper, {key: value}, sys.maxsize, flow=True)[1:-2]


def entry(key: str, value: Any, indent: int) -> str:  # noqa: ANN401  (JSON is any value)
    """Write an entry of an object as lines."""
    return _indented(_dumped(_BlockDumper, {key: value}, _WIDTH - indent), indent)


def item(value: Any, indent: int) -> str:  # noqa: ANN401  (JSON is any value)
    """Write an item of a list as lines."""
    if isinstance(value, dict | list):
        return _indented(_dumped(_BlockDumper, [value], _WIDTH - indent), indent)
    return _indented(f"- {on_a_line(value)}\n", indent)


def _dumped(dumper: type[_Dumper], value: Any, width: int, *, flow: bool = False) -> str:  # noqa: ANN401
    written = yaml.dump(
        value, Dumper=dumper, default_flow_style=flow, sort_keys=False, allow_unicode=True, width=max(width, 40)
    )
    return str(written)


def _indented(text: str, indent: int) -> str:
    return textwrap.indent(text, " " * indent)
