"""The ids of rules about values: what oasdiff calls a difference, and a name of ours where it has none."""

from webflow_contract.diff.schemas.drafts import PARAMETER, REQUEST_BODY, RESPONSE_BODY, Spot, Subject
from webflow_contract.rules.changes import CHANGES


def rule(subject: Subject, spot: Spot, aspect: str) -> str:
    """Return the id of the rule about an aspect of a value."""
    if subject.direction == "request" and aspect == "type-specialized" and not (subject is PARAMETER and spot.place):
        aspect = "type-changed"  # oasdiff has no word of its own for it
    id_ = f"{subject.inner if spot.place else subject.whole}-{aspect}"
    special = _special(subject, spot, aspect)
    if special in CHANGES:
        return special
    return id_ if id_ in CHANGES else id_.replace("-x-extensible-", "-")


def _special(subject: Subject, spot: Spot, aspect: str) -> str:
    if subject is RESPONSE_BODY and not spot.place and aspect == "enum-value-removed":
        return "response-mediatype-enum-value-removed"
    if subject is REQUEST_BODY and spot.place and spot.read_only:
        return f"request-read-only-property-{aspect}"
    if subject is RESPONSE_BODY and spot.place and spot.write_only:
        return f"response-write-only-property-{aspect}"
    return ""


def presence(subject: Subject, spot: Spot, change: str, *, required: bool, default: bool) -> str:
    """Return the id of the rule about a property that is there now (``added``), or no longer (``removed``)."""
    kind = "required" if required else "optional"
    if subject.direction == "response":
        write_only = "write-only-" if subject is RESPONSE_BODY and spot.write_only else ""
        return f"{subject.inner.removesuffix('property')}{kind}-{write_only}property-{change}"
    if change == "removed":
        return f"{subject.inner}-removed"
    return _with_default(f"new-{kind}-{subject.inner}", default=default and required)


def requiredness(subject: Subject, spot: Spot, *, required: bool, default: bool) -> str:
    """Return the id of the rule about a property that has to be there now, or no longer."""
    id_ = rule(subject, spot, f"became-{'required' if required else 'optional'}")
    return _with_default(id_, default=default and required)


def _with_default(id_: str, *, default: bool) -> str:
    special = f"{id_}-with-default"
    return special if default and special in CHANGES else id_
