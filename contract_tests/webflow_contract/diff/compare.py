"""Compare two OpenAPI documents in terms of the operations that this package uses."""

from collections.abc import Iterator

from webflow_contract.diff import prose, requests, responses, security
from webflow_contract.diff.change import Change, Difference, Note, Part
from webflow_contract.diff.levels import Callers
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.diff.meaning.shapes import texts
from webflow_contract.diff.schemas.drafts import Difference as Came
from webflow_contract.diff.schemas.drafts import Draft, Words
from webflow_contract.diff.selecting import Found, Wanted, has_path, select, servers, wanted
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError
from webflow_contract.rules import LEVELS


def compare(old: Source, new: Source, contract: Document, *, also: Document | None = None) -> Difference:
    """Return what two documents say differently of the operations of a contract, the worst first.

    The contract is the one that the package's clients were made from: it says which operations they use, and how they
    take what comes. Operations that ``also`` has, another contract, are looked for besides.

    Raises:
        DocumentError: A document is no OpenAPI 3, cannot be followed, or neither has any of the operations.
    """
    try:
        return _compared(old, new, contract, wanted(contract, also))
    except RecursionError:
        raise DocumentError(f"{old.name} and {new.name}: schemas are nested too deep to be compared") from None


def _compared(old: Source, new: Source, contract: Document, looked_for: list[Wanted]) -> Difference:
    before, after = select(old, looked_for), select(new, looked_for)
    if not before and not after:
        listed = ", ".join(f"{one.method.upper()} {one.template}" for one in looked_for)
        raise DocumentError(f"{old.name} and {new.name}: neither has an operation of this package ({listed})")
    pairs = [(one, before.get(one.id), after.get(one.id)) for one in looked_for]
    callers, changes, notes = Callers(contract), dict[str, Change](), list[Note]()
    for one, was, now in pairs:
        gathered = _Gathered(callers, one)
        gathered.compare(was, now, new)
        changes |= {change.id: change for change in gathered.changes}
        notes += gathered.notes
    return Difference(
        old=old.name,
        new=new.name,
        compared=tuple(one.id for one, was, now in pairs if was or now),
        missing=tuple(one.id for one, was, now in pairs if not was and not now),
        changes=tuple(sorted(changes.values(), key=lambda change: LEVELS.index(change.level))),
        notes=tuple(notes),
    )


class _Gathered:
    """What is different about one operation."""

    def __init__(self, callers: Callers, operation: Wanted) -> None:
        self.changes: list[Change] = []
        self.notes: list[Note] = []
        self._callers = callers
        self._operation = operation

    def compare(self, old: Found | None, new: Found | None, document: Source) -> None:
        if old is not None and new is not None:
            self._both(old, new)
        elif old is not None:
            self._take(Draft(rule=_removed(old, document), old=old.location, new=("paths",), before=old.template))
        elif new is not None:
            self._take(Draft(rule="endpoint-added", old=("paths",), new=new.location, after=new.template))

    def _both(self, old: Found, new: Found) -> None:
        for draft in _about_itself(old, new):
            self._take(draft)
        for draft in security.compare(old, new):
            self._take(draft)
        for name, found in requests.parameters(old, new):
            self._take(found, "parameter", name=name)
        for media_type, found in requests.body(old, new):
            self._take(found, "request", media_type=media_type)
        for status, header, media_type, found in responses.compare(old, new):
            part: Part = "header" if header else "response"
            self._take(found, part, name=header, status=status, media_type=media_type)
        for where, keyword, place, other, was, now in prose.compare(old, new):
            self.notes.append(
                Note(
                    operation=self._operation.id,
                    where=where,
                    keyword=keyword,
                    old=place,
                    new=other,
                    before=was,
                    after=now,
                )
            )

    def _take(
        self,
        found: Came,
        part: Part = "operation",
        *,
        name: str | None = None,
        status: str | None = None,
        media_type: str | None = None,
    ) -> None:
        if isinstance(found, Words):
            self._note(found, " ".join(word for word in (part, status, name) if word))
            return
        place = None if part == "operation" or (part == "response" and media_type is None) else found.spot.place
        self.changes.append(
            Change(
                rule=found.rule,
                level=self._callers.level(found, self._operation.id, part, status),
                operation=self._operation.id,
                part=part,
                name=name,
                status=status,
                media_type=media_type,
                place=place,
                old=found.old,
                new=found.new,
                before=found.before,
                after=found.after,
            )
        )

    def _note(self, words: Words, where: str) -> None:
        called = where + (f" {'.'.join(words.place)}" if words.place else "")
        self.notes.append(
            Note(
                operation=self._operation.id,
                where=called,
                keyword=words.keyword,
                old=words.old,
                new=words.new,
                before=words.before,
                after=words.after,
            )
        )


def _removed(old: Found, document: Source) -> str:
    what = "api" if has_path(document, old.template) else "api-path"
    how = "with" if old.value.get("deprecated") is True else "without"
    return f"{what}-removed-{how}-deprecation"


def _about_itself(old: Found, new: Found) -> Iterator[Draft]:
    """Yield what is different about id, deprecation, tags and servers."""
    was, now = old.value.get("operationId"), new.value.get("operationId")
    if was != now:
        rule = "api-operation-id-added" if was is None else "api-operation-id-removed"
        yield Draft(rule=rule, old=old.location, new=new.location, before=was, after=now)
    was, now = (one.value.get("deprecated") is True for one in (old, new))
    if was != now:
        rule = "endpoint-deprecated" if now else "endpoint-reactivated"
        yield Draft(rule=rule, old=old.location, new=new.location, before=was, after=now)
    was, now = (texts(one.value.get("tags")) for one in (old, new))
    for tag in was:
        if tag not in now:
            yield Draft(rule="api-tag-removed", old=(*old.location, "tags"), new=new.location, before=tag)
    for tag in now:
        if tag not in was:
            yield Draft(rule="api-tag-added", old=old.location, new=(*new.location, "tags"), after=tag)
    was, now = (servers(one.value, one.item, one.source.document) for one in (old, new))
    if was and now and was != now:
        yield Draft(rule="api-server-changed", old=("servers",), new=("servers",), before=was, after=now)
