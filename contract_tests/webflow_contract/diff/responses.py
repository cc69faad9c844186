"""Compare what an operation answers: statuses, headers and bodies."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from webflow_contract.diff import bodies
from webflow_contract.diff.meaning.inlining import inlined
from webflow_contract.diff.meaning.nodes import Location, Source, node
from webflow_contract.diff.meaning.shapes import mapping
from webflow_contract.diff.schemas import walk
from webflow_contract.diff.schemas.drafts import HEADER, RESPONSE_BODY, Difference, Draft
from webflow_contract.diff.selecting import Found
from webflow_contract.documents import Document

About = tuple[str, str | None, str | None, Difference]
"""The status, the header if it is about one, the media type if it is about one, and the difference."""


@frozen(slots=False)
class _Answer:
    source: Source
    value: Document
    location: Location

    @property
    def side(self) -> bodies.Side:
        return self.source, self.value, self.location


def compare(old: Found, new: Found) -> Iterator[About]:
    """Yield what is different about answers.

    A status that only its range or ``default`` describes on one side is compared with what is said there, too.

    Raises:
        DocumentError: An answer cannot be read.
    """
    before, after = _answers(old), _answers(new)
    for status, one in before.items():
        if status not in after:
            rule, place, instead = _rule(status, "removed"), (*new.location, "responses"), _covering(after, status)
            draft = Draft(rule=rule, old=one.location, new=place, before=status, after=instead)
            yield status, None, None, draft
    for status, one in after.items():
        if status not in before:
            rule, place, instead = _rule(status, "added"), (*old.location, "responses"), _covering(before, status)
            draft = Draft(rule=rule, old=place, new=one.location, before=instead, after=_shown(one))
            yield status, None, None, draft
    for status in dict.fromkeys([*after, *before]):
        was, now = _covering(before, status), _covering(after, status)
        if was is not None and now is not None:
            yield from ((status, *found) for found in _changed(before[was], after[now]))


def _rule(status: str, change: str) -> str:
    return f"response-{'success' if status.startswith('2') else 'non-success'}-status-{change}"


def _answers(of: Found) -> dict[str, _Answer]:
    found: dict[str, _Answer] = {}
    for status, one in mapping(of.value.get("responses")).items():
        value, location = of.source.behind(one, (*of.location, "responses", status))
        found[status if status == "default" else status.upper()] = _Answer(of.source, mapping(value), location)
    return found


def _covering(answers: dict[str, _Answer], status: str) -> str | None:
    """Return under which name a status is described: its own, its range's or ``default``."""
    names = (status,) if status == "default" else (status, f"{status[:1]}XX", "default")
    return next((name for name in names if name in answers), None)


def _changed(old: _Answer, new: _Answer) -> Iterator[tuple[str | None, str | None, Difference]]:
    for name, found in _headers(old, new):
        yield name, None, found
    if bodies.has_any(old.side) or bodies.has_any(new.side):
        for media_type, found in bodies.compare(RESPONSE_BODY, old.side, new.side):
            yield None, media_type, found


def _headers(old: _Answer, new: _Answer) -> Iterator[tuple[str, Difference]]:
    before, after = _described(old), _described(new)
    for key, (name, one) in before.items():
        if key not in after:
            kind = "required" if one.value.get("required") is True else "optional"
            yield name, Draft(rule=f"{kind}-response-header-removed", old=one.location, new=new.location, before=name)
    for key, (name, one) in after.items():
        if key not in before:
            yield name, Draft(rule="response-header-added", old=old.location, new=one.location, after=_header(one))
        else:
            yield from ((name, found) for found in _header_changed(before[key][1], one))
    was, now = _always(old), _always(new)
    for key in (one for one in before if one in after and one in was ^ now):
        rule = f"response-header-{'always-comes' if key in now else 'may-be-absent'}"
        yield after[key][0], Draft(rule=rule, old=old.location, new=new.location, before=key in was, after=key in now)


def _described(of: _Answer) -> dict[str, tuple[str, _Answer]]:
    found: dict[str, tuple[str, _Answer]] = {}
    for name, one in mapping(of.value.get("headers")).items():
        value, location = of.source.behind(one, (*of.location, "headers", name))
        if name.lower() != "content-type":  # OpenAPI leaves it to the media types
            found[name.lower()] = name, _Answer(of.source, mapping(value), location)
    return found


def _always(of: _Answer) -> set[str]:
    return {name.lower() for name in mapping(of.value.get("x-presence"))}


def _header_changed(old: _Answer, new: _Answer) -> Iterator[Difference]:
    was, now = (one.value.get("required") is True for one in (old, new))
    if was != now:
        rule = f"response-header-became-{'required' if now else 'optional'}"
        yield Draft(rule=rule, old=old.location, new=new.location, before=was, after=now)
    yield from walk.compare(HEADER, _header_node(old), _header_node(new))


def _header_node(of: _Answer) -> Any:  # noqa: ANN401
    return node(of.source, of.value.get("schema"), (*of.location, "schema"))


def _header(one: _Answer) -> dict[str, Any]:
    return {"required": one.value.get("required") is True, "schema": inlined(_header_node(one))}


def _shown(one: _Answer) -> dict[str, Any]:
    described: dict[str, Any] = {}
    for name, media in mapping(one.value.get("content")).items():
        schema, place = mapping(media).get("schema"), (*one.location, "content", name, "schema")
        described[name] = {"schema": inlined(node(one.source, schema, place))}
    headers = {name: _header(header) for name, header in _described(one).values()}
    return {"headers": headers, "content": described}
