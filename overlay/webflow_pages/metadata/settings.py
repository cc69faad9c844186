"""The settings: ``webflow-pages.toml``.

.. code-block:: toml

    [lint]
    profile = "google-desktop"
    primary = "en"

    [lint.widths]
    title = 560

    [lint.levels]
    PM301 = "error"

    [[lint.ignore]]
    rule = "PM102"
    page = "/legal/*"
    reason = "Nobody looks for these."
    until = 2027-01-01

    [plan]
    guard = 30
    allow = ["primary"]
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Literal, NoReturn, cast

from attrs import field, frozen

from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.fields import FIELDS, Field
from webflow_pages.metadata.finding import LEVELS, Level
from webflow_pages.metadata.lint.rules import find_rule, nearest
from webflow_pages.metadata.lint.settings import DEFAULT_PROFILE, Ignore, LintSettings
from webflow_pages.metadata.plan.model import PERMISSIONS, Permission
from webflow_pages.metadata.toml_places import TomlPlaces
from webflow_pages.metadata.widths.profiles import PROFILES, Limit

__all__ = ["DEFAULT", "LintSettings", "Settings", "parse_settings", "read_settings"]

DEFAULT: Final = Path("webflow-pages.toml")
"""The settings' file, where none is named and this one is there."""

_LARGEST: Final = 1_000_000
"""Bytes. No settings are larger, and some files never end."""

_MOST: Final = 1_000_000
"""Pixels, characters and percent. No limit is larger."""

_WIDTHS: Final[Mapping[str, Field]] = {
    "title": "seo.title",
    "description": "seo.description",
    "open-graph-title": "open_graph.title",
    "open-graph-description": "open_graph.description",
}
"""The keys of [lint.widths], and the fields that they limit. ``-least`` behind one is the least."""

_LEAST: Final = "-least"


@frozen
class Settings:
    """What a project has set.

    Args:
        lint: How to lint.
        guard: Percent of the site's pages times locales that a plan may change at the most; None: what is usual.
        allow: What plans may touch beyond the ordinary.
    """

    lint: LintSettings = field(factory=LintSettings)
    guard: float | None = None
    allow: tuple[Permission, ...] = ()


def read_settings(path: Path | None = None) -> Settings:
    """Read the settings.

    Args:
        path: The file; else ``webflow-pages.toml`` in the current folder. Without that one, all is as usual.

    Raises:
        FileError: The file cannot be read or is malformed, or a setting is unknown or cannot be.
    """
    named = path if path is not None else DEFAULT
    text = _text(named, optional=path is None)
    return Settings() if text is None else parse_settings(text, str(named))


def parse_settings(text: str, file: str) -> Settings:
    """Read settings from a text.

    Args:
        text: The text, in TOML.
        file: What messages call it.

    Raises:
        FileError: As ``read_settings``.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _malformed(error, text, file) from error
    except (RecursionError, ValueError) as error:  # nested too deeply; a number of thousands of digits
        raise FileError("it is no TOML that can be read", Place(file)) from error
    top = _Table(document, "", TomlPlaces(text, file))
    top.check_keys(("lint", "plan"))
    plan = top.table("plan")
    plan.check_keys(("guard", "allow"))
    return Settings(_lint(top.table("lint")), _guard(plan), _allow(plan))


def _text(path: Path, *, optional: bool) -> str | None:
    try:
        with path.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except FileNotFoundError as error:
        if optional:
            return None
        raise FileError("there is no such file", Place(str(path))) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FileError(f"it cannot be read: {reason}", Place(str(path))) from error
    if len(content) > _LARGEST:
        raise FileError("it is too large for settings", Place(str(path)))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileError("it is no text in UTF-8", Place(str(path), line)) from error


def _malformed(error: tomllib.TOMLDecodeError, text: str, file: str) -> FileError:
    message, _, where = str(error).rpartition(" (at ")
    found = re.fullmatch(r"line (\d+), column (\d+)\)", where)
    if found is not None:
        place = Place(file, int(found.group(1)), int(found.group(2)))
    else:  # at the end of the document
        place = Place(file, text.count("\n") + 1, len(text) - text.rfind("\n"))
    return FileError(f"it is no TOML: {message}", place)


@frozen
class _Table:
    """A table of the settings, with its name and where it stands."""

    values: Mapping[str, Any]
    name: str
    places: TomlPlaces
    number: int = 0

    def place(self, key: str | None = None) -> Place:
        return self.places.of(self.name, key, self.number)

    def refuse(self, text: str, key: str | None = None) -> NoReturn:
        raise FileError(text, self.place(key))

    def path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def check_keys(self, known: Iterable[str]) -> None:
        every = list(known)
        for key in self.values:
            if key not in every:
                near = get_close_matches(key.replace("_", "-").lower(), every, n=1)
                advice = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(every)}"
                self.refuse(f"there is no setting {self.path(key)!r}: {advice}", key)

    def table(self, key: str) -> "_Table":
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.refuse(f"{self.path(key)} has to be a table, [{self.path(key)}], and is {_kind(value)}", key)
        return _Table(value, self.path(key), self.places)

    def array(self, key: str) -> list["_Table"]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.refuse(f"{self.path(key)} has to be tables, each under [[{self.path(key)}]]", key)
        return [_Table(one, self.path(key), self.places, number) for number, one in enumerate(value)]

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            self.refuse(f"{self.path(key)} has to be a text, and is {_kind(value)}", key)
        return value

    def number_of(self, key: str) -> float | None:
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST:
            self.refuse(f"{self.path(key)} has to be a number from 0 to {_MOST:,}, and is {_kind(value)}", key)
        return float(value)


def _kind(value: object) -> str:
    """Return what kind of value it is, in TOML's words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "a text" if value.strip() else "empty"
    if isinstance(value, int | float):
        return f"the number {value:g}" if abs(value) <= _MOST else "a number too large"
    return {dict: "a table", list: "an array", datetime: "a time", date: "a date"}.get(type(value), "a time")


def _guard(plan: _Table) -> float | None:
    guard = plan.number_of("guard")
    if guard is not None and not 0 < guard <= 100:
        plan.refuse("plan.guard has to be percent, above 0 and up to 100", "guard")
    return guard


def _allow(plan: _Table) -> tuple[Permission, ...]:
    allow = plan.values.get("allow", [])
    if not isinstance(allow, list):
        plan.refuse(f"plan.allow has to be an array, such as [{PERMISSIONS[0]!r}], and is {_kind(allow)}", "allow")
    for permission in allow:
        if permission not in PERMISSIONS:
            plan.refuse(f"plan.allow has no {permission!r}: {_choice(permission, PERMISSIONS)}", "allow")
    return tuple(dict.fromkeys(allow))


def _choice(value: object, known: Iterable[str]) -> str:
    """Return the advice to take a known value: the nearest one, or else all."""
    every = list(known)
    near = get_close_matches(value.lower(), every, n=1) if isinstance(value, str) else []
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(every)}"


def _lint(lint: _Table) -> LintSettings:
    lint.check_keys(("profile", "primary", "widths", "levels", "ignore"))
    name = lint.text("profile") or DEFAULT_PROFILE
    profile = PROFILES.get(name)
    if profile is None:
        lint.refuse(f"there is no profile {name!r}: {_choice(name, PROFILES)}", "profile")
    limits = dict(profile.limits)
    widths = lint.table("widths")
    widths.check_keys([*_WIDTHS, *(f"{key}{_LEAST}" for key in _WIDTHS)])
    for key, limited in _WIDTHS.items():
        limits[limited] = _limit(widths, key, limits[limited])
    ignores = tuple(_ignore(one) for one in lint.array("ignore"))
    return LintSettings(limits, _levels(lint.table("levels")), ignores, lint.text("primary"))


def _limit(widths: _Table, key: str, limit: Limit) -> Limit:
    changed = limit.changed(widths.number_of(key), widths.number_of(f"{key}{_LEAST}"))
    if changed.least > changed.most:
        widths.refuse(f"the least of lint.widths.{key}, {changed.least:g}, is above the most, {changed.most:g}", key)
    return changed


def _levels(levels: _Table) -> dict[str, Level | Literal["off"]]:
    known = (*LEVELS, "off")
    found: dict[str, Level | Literal["off"]] = {}
    for key, level in levels.values.items():
        code = _code(levels, key, key)
        if not isinstance(level, str) or level not in known:
            levels.refuse(f"{levels.path(key)} cannot be {_shown(level)}: {_choice(level, known)}", key)
        if code in found:
            levels.refuse(f"{code} has two levels: leave one out", key)
        found[code] = cast("Level | Literal['off']", level)
    return found


def _code(table: _Table, named: str, key: str) -> str:
    rule = find_rule(named)
    if rule is None:
        near = nearest(named)
        advice = f"did you mean {' or '.join(near)}?" if near else "'webflow-pages explain' lists them"
        table.refuse(f"there is no rule {named!r}: {advice}", key)
    return rule.code


def _ignore(table: _Table) -> Ignore:
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


def _field(table: _Table) -> Field | None:
    name = table.text("field")
    if name is not None and name not in FIELDS:
        table.refuse(f"there is no field {name!r}: {_choice(name, FIELDS)}", "field")
    return name


def _until(table: _Table) -> date | None:
    until = table.values.get("until")
    if until is not None and (not isinstance(until, date) or isinstance(until, datetime)):
        table.refuse("until has to be a date, without quotation marks: until = 2030-01-31", "until")
    return until


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str) else _kind(value)
