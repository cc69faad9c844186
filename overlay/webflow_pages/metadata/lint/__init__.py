"""Lint: rules over the texts of pages in locales, each with a code that can be looked up."""

from webflow_pages.metadata.lint.ignoring import useless_ignores
from webflow_pages.metadata.lint.linting import lint
from webflow_pages.metadata.lint.rule import Rule
from webflow_pages.metadata.lint.rules import RULES, find_rule
from webflow_pages.metadata.lint.settings import Ignore, LintSettings

__all__ = ["RULES", "Ignore", "LintSettings", "Rule", "find_rule", "lint", "useless_ignores"]
