"""``explain``: what a rule of lint is about."""

from textwrap import fill, wrap
from typing import TYPE_CHECKING, Final

from webflow_pages.commands.outcomes import CommandError
from webflow_pages.commands.writing import tell
from webflow_pages.metadata.lint.rules import GROUPS, RULES, find_rule, nearest

if TYPE_CHECKING:
    from webflow_pages.metadata.lint.rule import Rule

_COLUMNS: Final = 80

_SUMMARY: Final = " " * 7
"""What stands before a rule's summary: it begins below the name."""


def explain(code: str | None = None) -> int:
    """Tell what a rule is about, or which ones there are, and return the exit code.

    Raises:
        CommandError: There is no such rule.
    """
    if code is None:
        tell("\n".join(map(_group, GROUPS)))
        return 0
    rule = find_rule(code)
    if rule is None:
        near = nearest(code)
        advice = f"did you mean {' or '.join(near)}?" if near else "'webflow-pages explain' lists them"
        raise CommandError(f"there is no rule {code!r}", advice)
    tell(_explained(rule))
    return 0


def _group(begin: str) -> str:
    rules = [rule for rule in RULES.values() if rule.code.startswith(begin)]
    return f"{GROUPS[begin]}\n{''.join(map(_listed, rules))}"


def _listed(rule: "Rule") -> str:
    """Return a rule and, below it, what it is about."""
    summary = fill(rule.summary, _COLUMNS, initial_indent=_SUMMARY, subsequent_indent=_SUMMARY)
    return f"{rule.code}  {rule.name} ({rule.level})\n{summary}\n"


def _explained(rule: "Rule") -> str:
    parts = {"Do": rule.advice, "Example": rule.example, "Source": rule.source}
    texts = [rule.meaning, *(f"{name}: {text}" for name, text in parts.items() if text)]
    settings = f'[lint.levels]\n{rule.code} = "off"   # or "error", "warning", "note"'
    blocks = [f"{rule.code} {rule.name} ({rule.level})", *("\n".join(wrap(text, _COLUMNS)) for text in texts), settings]
    return "\n\n".join(blocks) + "\n"
