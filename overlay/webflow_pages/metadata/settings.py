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

from pathlib import Path
from typing import Final

from attrs import field, frozen

from webflow_pages.metadata.errors import FileError
from webflow_pages.metadata.lint.reading import lint_settings
from webflow_pages.metadata.lint.settings import LintSettings
from webflow_pages.metadata.plan.model import PERMISSIONS, Permission
from webflow_pages.metadata.storing import read_text
from webflow_pages.metadata.toml_table import Table, choice, kind_of, parse_toml, shown

__all__ = ["DEFAULT", "LintSettings", "Settings", "parse_settings", "read_settings"]

DEFAULT: Final = Path("webflow-pages.toml")
"""The settings' file, where none is named and this one is there."""

_LARGEST: Final = 1_000_000
"""Bytes. No settings are larger, and some files never end."""


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
    try:
        text = read_text(named, largest=_LARGEST)
    except FileError as error:
        if path is None and isinstance(error.__cause__, FileNotFoundError):
            return Settings()
        raise
    return parse_settings(text, str(named))


def parse_settings(text: str, file: str) -> Settings:
    """Read settings from a text.

    Args:
        text: The text, in TOML.
        file: What messages call it.

    Raises:
        FileError: As ``read_settings``.
    """
    top = parse_toml(text, file)
    top.check_keys(("lint", "plan"))
    plan = top.table("plan")
    plan.check_keys(("guard", "allow"))
    return Settings(lint_settings(top.table("lint")), _guard(plan), _allow(plan))


def _guard(plan: Table) -> float | None:
    guard = plan.amount("guard", most=100)
    if guard == 0:
        plan.refuse("plan.guard has to be percent, above 0 and up to 100", "guard")
    return guard


def _allow(plan: Table) -> tuple[Permission, ...]:
    allow = plan.values.get("allow", [])
    if not isinstance(allow, list):
        plan.refuse(f"plan.allow has to be an array, such as [{PERMISSIONS[0]!r}], and is {kind_of(allow)}", "allow")
    for permission in allow:
        if not isinstance(permission, str):
            plan.refuse(f"plan.allow has to be of texts, and has {kind_of(permission)}", "allow")
        if permission not in PERMISSIONS:
            plan.refuse(f"plan.allow has no {shown(permission)}: {choice(permission, PERMISSIONS)}", "allow")
    return tuple(dict.fromkeys(allow))
