"""A plan: what would change, page by page and locale by locale, what is refused, and what cannot be undone."""

from typing import Final, Literal

from attrs import field, frozen

from webflow_pages.metadata.entries import Kind
from webflow_pages.metadata.errors import Place
from webflow_pages.metadata.fields import Field, Value, Values
from webflow_pages.metadata.finding import Finding

Permission = Literal["primary", "slugs", "templates", "bindings", "clearing", "overrides"]
"""What a plan may touch only if it is told so."""

PERMISSIONS: Final[tuple[Permission, ...]] = ("primary", "slugs", "templates", "bindings", "clearing", "overrides")

Reason = Permission | Literal["slug-ignored", "slug-empty", "slug-swapped", "changed-since"]
"""Why a change is refused: a permission that it lacks, or a reason that none does away with."""

FILES: Final = "files"
"""The origin of a plan that was made of files."""


@frozen
class Change:
    """A field that would change.

    Args:
        field: The field.
        before: What it holds now; None where it holds nothing.
        after: What it is to hold.
        shows_in: Locales that show the same text now and may inherit it, and so may show the new one, too.
    """

    field: Field
    before: Value | None
    after: Value
    shows_in: tuple[str, ...] = ()


@frozen
class Update:
    """The changes of one page in one locale, which are sent together.

    Args:
        page_id: The page's id.
        path: Its path in the primary locale; None where it has none.
        locale: The locale's tag.
        locale_id: The locale's id; None for the primary one.
        kind: What the page is.
        position: Where the page stood in the listing, from 0.
        changes: The fields that change, in the order of ``FIELDS``.
        before: What all fields held when the plan was made.
    """

    page_id: str
    path: str | None
    locale: str
    locale_id: str | None
    kind: Kind
    position: int
    changes: tuple[Change, ...]
    before: Values

    @property
    def name(self) -> str:
        """What the page is called in messages: its path, or its id."""
        return self.path or self.page_id

    @property
    def after(self) -> dict[Field, Value]:
        """What the fields that change are to hold."""
        return {change.field: change.after for change in self.changes}


@frozen
class Refusal:
    """A change that was asked for and that the plan leaves out."""

    page_id: str
    path: str | None
    locale: str
    change: Change
    reason: Reason
    advice: str
    place: Place | None = None

    @property
    def name(self) -> str:
        """What the page is called in messages: its path, or its id."""
        return self.path or self.page_id


@frozen
class Loss:
    """What a rollback could not bring back. ``field`` is None where it is about the whole page in that locale."""

    page_id: str
    path: str | None
    locale: str
    field: Field | None
    why: str

    @property
    def name(self) -> str:
        """What the page is called in messages: its path, or its id."""
        return self.path or self.page_id


@frozen
class Quota:
    """Where the token stood when the plan was made: requests a minute, requests left, seconds until there are more."""

    limit: int | None = None
    remaining: int | None = None
    resets_in: int | None = None


@frozen(kw_only=True)
class Plan:
    """What would change on a site.

    Args:
        site_id: The site's id.
        primary: The tag of the primary locale.
        made: When the plan was made, in ISO 8601 and UTC.
        origin: What it was made from: ``files``, or ``rollback of RUN``.
        page_locales: How many pages times locales were read.
        guard: How many percent of these may change at the most.
        allowed: The permissions that were given.
        updates: What would change, in the order in which it is applied.
        refusals: What was asked for and is left out.
        losses: What could not be brought back.
        findings: What lint says of the texts as they would be.
        quota: Where the token stood.
    """

    site_id: str
    primary: str
    made: str
    origin: str
    page_locales: int
    guard: float = 100.0
    allowed: tuple[Permission, ...] = ()
    updates: tuple[Update, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    losses: tuple[Loss, ...] = ()
    findings: tuple[Finding, ...] = ()
    quota: Quota = field(factory=Quota)

    @property
    def share(self) -> float:
        """The part of the site's pages times locales that would change, from 0 to 1."""
        return len(self.updates) / self.page_locales if self.page_locales else 0.0
