"""``explain``: what a rule of lint is about."""

from textwrap import wrap
from typing import TYPE_CHECKING, Final

from webflow_pages.commands.outcomes import CommandError
from webflow_pages.commands.writing import tell
from webflow_pages.metadata.lint.rules import RULES, find_rule, nearest

if TYPE_CHECKING:
    from webflow_pages.metadata.lint.rule import Rule

_COLUMNS: Final = 88


def explain(code: str | None = None) -> int:
    """Tell what a rule is about, or which ones there are, and return the exit code.

    Raises:
        CommandError: There is no such rule.
    """
    if code is None:
        width = max(len(rule.name) for rule in RULES.values())
        tell(
            "".join(f"{rule.code}  {rule.level:<7}  {rule.name:<{width}}  {rule.summary}\n" for rule in RULES.values())
        )
        return 0
    rule = find_rule(code)
    if rule is None:
        near = nearest(code)
        advice = f"did you mean {' or '.join(near)}?" if near else "'webflow-pages explain' lists them"
        raise CommandError(f"there is no rule {code!r}", advice)
    tell(_explained(rule))
    return 0


def _explained(rule: "Rule") -> str:
    parts = {"Do": rule.advice, "Example": rule.example, "Source": rule.source}
    texts = [rule.meaning, *(f"{name}: {text}" for name, text in parts.items() if text)]
    settings = f'[lint.levels]\n{rule.code} = "off"   # or "error", "warning", "note"'
    blocks = [f"{rule.code} {rule.name} ({rule.level})", *("\n".join(wrap(text, _COLUMNS)) for text in texts), settings]
    return "\n\n".join(blocks) + "\n"
