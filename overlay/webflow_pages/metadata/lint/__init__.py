"""Lint: rules over the texts of pages in locales, each with a code that can be looked up.

Importing this package loads next to nothing: settings need the rules, and not what checks texts.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from webflow_pages.metadata.lint.ignoring import useless_ignores
    from webflow_pages.metadata.lint.linting import lint
    from webflow_pages.metadata.lint.rule import Rule
    from webflow_pages.metadata.lint.rules import RULES, find_rule
    from webflow_pages.metadata.lint.settings import Ignore, LintSettings

__all__ = ["RULES", "Ignore", "LintSettings", "Rule", "find_rule", "lint", "useless_ignores"]

_HOME: Final = {
    "RULES": "rules",
    "Ignore": "settings",
    "LintSettings": "settings",
    "Rule": "rule",
    "find_rule": "rules",
    "lint": "linting",
    "useless_ignores": "ignoring",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
