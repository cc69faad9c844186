"""The matrix: what each page has in each locale, field by field. Nothing here does I/O."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from webflow_pages.metadata.fields import FIELDS, MIRROR, Field, Values
from webflow_pages.metadata.state import SitePage, SiteState

if TYPE_CHECKING:
    from webflow_pages.metadata.settings import LintSettings

Mark = Literal["missing", "wide", "duplicate", "inherited", "mirrored"]
"""What is noted of a field: nothing is in it, it is wider than is shown, another page has the same in the locale, it is
the primary locale's text (inherited or written like it: nobody can tell), or it mirrors the SEO text."""

MARKS: Final[tuple[Mark, ...]] = ("missing", "wide", "duplicate", "inherited", "mirrored")

PROBLEMS: Final[tuple[Mark, ...]] = ("missing", "wide", "duplicate")
"""The marks that ask for something to be done."""

AUDITED: Final[tuple[Field, ...]] = tuple(field for field in FIELDS if field != "slug")
"""The fields that are looked at: the texts that people read."""

_RULES: Final[Mapping[str, Mark]] = {"too-wide": "wide", "duplicate": "duplicate"}
"""What a rule's name has in it that gives a mark."""

_Noted = dict[tuple[str, str, Field], list[Mark]]


@frozen
class Cell:
    """A page in a locale: the marks of its fields. A field without any is set, and nothing is the matter with it."""

    locale: str
    marks: Mapping[Field, tuple[Mark, ...]]

    def fields(self, mark: Mark) -> tuple[Field, ...]:
        """Return the fields that have a mark."""
        return tuple(field for field, marks in self.marks.items() if mark in marks)


@frozen
class Row:
    """A page, by its path or its id, and its cells in the order of the locales.

    Args:
        page_id: Its id.
        name: Its path, or its id where it has none.
        kind: What it is.
        cells: What it has in each locale.
        shared: Whether another page has the path as well, as a branch has that of its page.
    """

    page_id: str
    name: str
    kind: str
    cells: tuple[Cell, ...]
    shared: bool = False

    @property
    def label(self) -> str:
        """What tells the page from all others: its name, and its id beside a path that several have."""
        return f"{self.name} ({self.page_id})" if self.shared else self.name


@frozen
class Matrix:
    """Pages by locales.

    Args:
        site_id: The site's id.
        locales: The tags, the primary locale's first.
        rows: The pages, by path.
        counts: How many fields have each mark, by locale.
    """

    site_id: str
    locales: tuple[str, ...]
    rows: tuple[Row, ...]
    counts: Mapping[str, Counter[Mark]]

    def total(self) -> Counter[Mark]:
        """Return how many fields have each mark."""
        return sum(self.counts.values(), Counter[Mark]())


def matrix_of(state: SiteState, settings: "LintSettings") -> Matrix:
    """Return the matrix of a site. What is too wide or a duplicate is for lint to say; what it ignores counts not."""
    tags = tuple(locale.tag for locale in state.locales)
    noted = _noted(state, settings)
    paths = Counter(page.path for page in state.pages.values())
    rows = [_row(state, page, noted, shared=paths[page.path] > 1) for page in state.pages.values()]
    rows.sort(key=lambda row: (row.name, row.page_id))
    counts: dict[str, Counter[Mark]] = {tag: Counter() for tag in tags}
    for row in rows:
        for cell in row.cells:
            counts[cell.locale].update(mark for marks in cell.marks.values() for mark in marks)
    return Matrix(state.site_id, tags, tuple(rows), counts)


def _noted(state: SiteState, settings: "LintSettings") -> _Noted:
    """Return the marks that lint gives, by the page's id, the locale and the field."""
    from webflow_pages.metadata.lint import RULES, lint

    names = {code: rule.name for code, rule in RULES.items()}
    noted: _Noted = {}
    for finding in lint(state.entries(), settings, primary=state.locales[0].tag, complete=True):
        if finding.ignored is None and finding.field is not None and finding.page_id is not None:
            marks = noted.setdefault((finding.page_id, finding.locale, finding.field), [])
            marks += [mark for part, mark in _RULES.items() if part in names[finding.code]]
    return noted


def _row(state: SiteState, page: SitePage, noted: _Noted, *, shared: bool) -> Row:
    primary = state.values.get((page.id, state.locales[0].tag), {})
    cells: list[Cell] = []
    for locale in state.locales:
        values = state.values.get((page.id, locale.tag), {})
        marks: dict[Field, tuple[Mark, ...]] = {}
        for field in AUDITED:
            own = _marks(field, values, primary, is_primary=locale.primary)
            marks[field] = tuple(dict.fromkeys([*noted.get((page.id, locale.tag, field), ()), *own]))
        cells.append(Cell(locale.tag, {field: given for field, given in marks.items() if given}))
    return Row(page.id, page.path or page.id, page.kind, tuple(cells), shared and page.path is not None)


def _marks(field: Field, values: Values, primary: Values, *, is_primary: bool) -> Iterator[Mark]:
    value = values.get(field)
    if value is MIRROR:
        yield "mirrored"
    elif value is None or not str(value).strip():
        yield "missing"
    elif not is_primary and value == primary.get(field):
        yield "inherited"
