"""Take a change of the vendor's document over into ``spec/openapi.yaml``.

What is taken over is structure. The contract is written in our own words: descriptions and examples are left out.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from webflow_contract.diff.change import Change
from webflow_contract.diff.schemas.limits import NAMES
from webflow_contract.documents import Document
from webflow_contract.following import in_answers, in_objects, in_operations, in_schemas
from webflow_contract.following.edits import Edit
from webflow_contract.following.errors import by_hand
from webflow_contract.following.places import PlacedChange, placed
from webflow_contract.rules.changes import SUBJECTS

_SPECIAL: Final = {
    "-with-default": "",
    "-with-deprecation": "",
    "-read-only-property-": "-property-",
    "-write-only-property-": "-property-",
    "-x-extensible-": "-",
    "response-mediatype-": "response-body-",
}
_INSIDE: Final = ("request-parameter-property-", "response-header-property-")
_KEYWORDS: Final = {
    **{name: keyword for keyword, name in NAMES.items()},
    "pattern": "pattern",
    "multiple-of": "multipleOf",
    "default-value": "default",
    "const": "const",
    "unique-items": "uniqueItems",
}
_WORDS: Final = ("set", "unset", "increased", "decreased", "added", "removed", "changed", "generalized", "specialized")

_Editor = Callable[[PlacedChange], list[Edit]]


def edits(change: Change, contract: Document) -> list[Edit]:
    """Return what makes the documented contract say what the vendor's document says now.

    Raises:
        FollowingError: No patch can say it, or the contract has nothing there.
    """
    editor = _editor(change.rule)
    if editor is None:
        raise by_hand("no patch can say it")
    return editor(placed(change, contract))


def can_be_said(rule: str) -> bool:
    """Return whether a patch can say what a rule is about, wherever the contract leaves no doubt where."""
    return _editor(rule) is not None


def plain(rule: str) -> str:
    """Return a rule without what oasdiff tells apart only to judge it: the edit is the same."""
    for special, usual in _SPECIAL.items():
        rule = rule.replace(special, usual)
    return rule


def _editor(rule: str) -> _Editor | None:
    """Return what turns a change by a rule into edits; None where nothing can."""
    if rule.startswith(_INSIDE):  # a report does not say where inside of a parameter or header
        return None
    rule = plain(rule)
    if rule in _WHOLE:
        return _WHOLE[rule]
    if flag := re.fullmatch(r"re.+-property-became-(not-)?(read|write)-only", rule):
        return partial(in_schemas.flag, name=f"{flag[2]}Only", holds=not flag[1])
    aspect = _aspect(rule)
    name, _, word = aspect.rpartition("-")
    if aspect not in _ASPECTS and name in _KEYWORDS and word in _WORDS:
        return partial(in_schemas.keyword, name=_KEYWORDS[name])
    return _ASPECTS.get(aspect)


def _aspect(rule: str) -> str:
    subject = max((one for one in SUBJECTS if rule.startswith(f"{one}-")), key=len, default="")
    return rule.removeprefix(f"{subject}-")


_ASPECTS: Final[Mapping[str, _Editor]] = {
    **dict.fromkeys(("type-changed", "type-generalized", "type-specialized"), in_schemas.types),
    **dict.fromkeys(("list-of-types-widened", "list-of-types-narrowed"), in_schemas.types),
    **dict.fromkeys(("became-nullable", "became-not-nullable"), in_schemas.nullable),
    "enum-value-added": in_schemas.value_added,
    "enum-value-removed": in_schemas.value_removed,
    "became-enum": in_schemas.became_enum,
    "enum-removed": in_schemas.enum_removed,
    **dict.fromkeys(("became-required", "became-optional"), in_objects.requiredness),
    **dict.fromkeys(("deprecated", "reactivated"), in_schemas.deprecated),
}

_WHOLE: Final[Mapping[str, _Editor]] = {
    "response-required-property-added": in_objects.property_added,
    "response-optional-property-added": in_objects.property_added,
    "new-required-request-property": in_objects.property_added,
    "new-optional-request-property": in_objects.property_added,
    "response-required-property-removed": in_objects.property_removed,
    "response-optional-property-removed": in_objects.property_removed,
    "request-property-removed": in_objects.property_removed,
    "response-success-status-added": in_answers.status_added,
    "response-non-success-status-added": in_answers.status_added,
    "response-success-status-removed": in_answers.status_removed,
    "response-non-success-status-removed": in_answers.status_removed,
    "response-media-type-added": in_answers.media_type_added,
    "request-body-media-type-added": in_answers.media_type_added,
    "response-media-type-removed": in_answers.media_type_removed,
    "request-body-media-type-removed": in_answers.media_type_removed,
    "response-header-added": in_answers.header_added,
    "required-response-header-removed": in_answers.header_removed,
    "optional-response-header-removed": in_answers.header_removed,
    "new-required-request-parameter": in_operations.parameter_added,
    "new-optional-request-parameter": in_operations.parameter_added,
    "request-parameter-removed": in_operations.parameter_removed,
    "api-security-scope-added": in_operations.scope,
    "api-security-scope-removed": in_operations.scope,
    "endpoint-deprecated": in_operations.deprecated,
    "endpoint-reactivated": in_operations.deprecated,
}
