"""The table ``[lint]`` of the settings."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Literal, cast

from webflow_pages.metadata.fields import FIELDS, Field
from webflow_pages.metadata.finding import LEVELS, Level
from webflow_pages.metadata.lint.rules import find_rule, nearest
from webflow_pages.metadata.lint.settings import DEFAULT_PROFILE, Ignore, LintSettings
from webflow_pages.metadata.toml_table import Table, choice, shown
from webflow_pages.metadata.widths.profiles import PROFILES, Limit

_WIDTHS: Final[Mapping[str, Field]] = {
    "title": "seo.title",
    "description": "seo.description",
    "open-graph-title": "open_graph.title",
    "open-graph-description": "open_graph.description",
}
"""The keys of [lint.widths], and the fields that they limit. ``-least`` behind one is the least."""

_LEAST: Final = "-least"


def lint_settings(lint: Table) -> LintSettings:
    """Return what lint is told.

    Args:
        lint: The table; an empty one is as usual.

    Raises:
        FileError: A setting is unknown or cannot be.
    """
    lint.check_keys(("profile", "primary", "widths", "levels", "ignore"))
    name = lint.text("profile") or DEFAULT_PROFILE
    profile = PROFILES.get(name)
    if profile is None:
        lint.refuse(f"there is no profile {shown(name)}: {choice(name, PROFILES)}", "profile")
    limits = dict(profile.limits)
    widths = lint.table("widths")
    widths.check_keys([*_WIDTHS, *(f"{key}{_LEAST}" for key in _WIDTHS)])
    for key, limited in _WIDTHS.items():
        limits[limited] = _limit(widths, key, limits[limited])
    ignores = tuple(_ignore(one) for one in lint.tables("ignore"))
    primary = lint.text("primary")
    place = lint.place("primary") if primary is not None else None
    return LintSettings(limits, _levels(lint.table("levels")), ignores, primary, place)


def _limit(widths: Table, key: str, limit: Limit) -> Limit:
    changed = limit.changed(widths.amount(key), widths.amount(f"{key}{_LEAST}"))
    if changed.least > changed.most:
        named = key if key in widths.values else f"{key}{_LEAST}"
        widths.refuse(f"the least of lint.widths.{key}, {changed.least:g}, is above the most, {changed.most:g}", named)
    return changed


def _levels(levels: Table) -> dict[str, Level | Literal["off"]]:
    known = (*LEVELS, "off")
    found: dict[str, Level | Literal["off"]] = {}
    for key, level in levels.values.items():
        code = _code(levels, key, key)
        if not isinstance(level, str) or level not in known:
            levels.refuse(f"{levels.path(key)} cannot be {shown(level)}: {choice(level, known)}", key)
        if code in found:
            levels.refuse(f"{code} has two levels: leave one out", key)
        found[code] = cast("Level | Literal['off']", level)
    return found


def _code(table: Table, named: str, key: str) -> str:
    rule = find_rule(named)
    if rule is None:
        near = nearest(named)
        advice = f"did you mean {' or '.join(near)}?" if near else "'webflow-pages explain' lists them"
        table.refuse(f"there is no rule {shown(named)}: {advice}", key)
    return rule.code


def _ignore(table: Table) -> Ignore:
    table.check_keys(("rule", "reason", "page", "locale", "field", "until"))
    rule = table.text("rule")
    if rule is None:
        table.refuse("a [[lint.ignore]] needs a rule: its code or its name")
    code = _code(table, rule, "rule")
    reason = table.text("reason")
    if reason is None:
        table.refuse(f"a [[lint.ignore]] of {code} needs a reason, for those who come after you")
    return Ignore(
        code,
        reason,
        table.text("page"),
        table.text("locale"),
        _field(table),
        _until(table),
        table.place(),
    )


def _field(table: Table) -> Field | None:
    name = table.text("field")
    if name is not None and name not in FIELDS:
        table.refuse(f"there is no field {shown(name)}: {choice(name, FIELDS)}", "field")
    return name


def _until(table: Table) -> date | None:
    until = table.values.get("until")
    if until is not None and (not isinstance(until, date) or isinstance(until, datetime)):
        table.refuse("until has to be a date, without quotation marks: until = 2030-01-31", "until")
    return until
