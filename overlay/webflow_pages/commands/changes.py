"""What an update asks for, by field, and how it differs from what a page shows. Fields are named as in the client."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from webflow_pages.commands.outcomes import CommandError

if TYPE_CHECKING:
    from webflow_pages import Page

Wanted = Mapping[str, str | bool]
"""The fields to update, such as ``seo.title``, and what they are to be."""

FIELDS: Final = (
    "title",
    "slug",
    "seo.title",
    "seo.description",
    "open_graph.title",
    "open_graph.description",
    "open_graph.title_copied",
    "open_graph.description_copied",
)

BINDING: Final = "{{wf"
"""How a place in a text begins that Webflow fills in. Text that is written over it is the same on every page."""


@frozen
class Change:
    """A field that an update would change. ``before`` is None or ``UNSET`` where there is nothing."""

    field: str
    before: object
    after: str | bool


def option_of(field: str) -> str:
    """Return the option that sets a field."""
    return "--" + field.replace(".", "-").replace("_", "-")


def check_wanted(wanted: Wanted) -> None:
    """Refuse an update that cannot be meant.

    Raises:
        CommandError: No field is given, or an empty text.
    """
    if not wanted:
        raise CommandError("there is nothing to update", f"give one of {', '.join(map(option_of, FIELDS))}")
    for field, value in wanted.items():
        if isinstance(value, str) and not value.strip():
            advice = "leave it out, as nobody knows what Webflow makes of an empty text"
            raise CommandError(f"{option_of(field)} is empty", advice)


def arguments(wanted: Wanted) -> dict[str, Any]:
    """Return the arguments of ``pages.update``: what is wanted, and nothing else."""
    from webflow_pages import OpenGraph, Seo

    parts: tuple[tuple[str, type[Seo | OpenGraph]], ...] = (("seo", Seo), ("open_graph", OpenGraph))
    given: dict[str, Any] = {field: value for field, value in wanted.items() if "." not in field}
    for part, model in parts:
        fields: dict[str, Any] = {
            field.partition(".")[2]: value for field, value in wanted.items() if field.startswith(f"{part}.")
        }
        if fields:
            given[part] = model(**fields)
    return given


def shown(page: "Page", field: str) -> object:
    """Return what a page shows in a field; ``UNSET`` where it has none."""
    from webflow_pages import UNSET

    value: object = page
    for name in field.split("."):
        value = getattr(value, name, UNSET)
    return value


def differences(page: "Page", wanted: Wanted) -> list[Change]:
    """Return what an update would change on a page."""
    before = {field: shown(page, field) for field in wanted}
    return [Change(field, before[field], after) for field, after in wanted.items() if before[field] != after]


def lost_bindings(changes: list[Change]) -> list[str]:
    """Return the fields whose binding would be written over."""
    return [change.field for change in changes if isinstance(change.before, str) and BINDING in change.before]


def why_not_applied(page: "Page") -> list[str]:
    """Return what is known of the reasons why an update was not applied in full."""
    reasons = []
    if "slug" in page.not_applied:
        reasons.append(
            "Webflow ignores a slug on the home page, on templates and utility pages, and in secondary locales without "
            "an Advanced or Enterprise localization plan."
        )
    for text in ("open_graph.title", "open_graph.description"):
        if text in page.not_applied and shown(page, f"{text}_copied") is True:
            flag = option_of(f"{text}_copied").removeprefix("--")
            reasons.append(f"{text} mirrors the SEO text: send --no-{flag} along with it.")
    return reasons
