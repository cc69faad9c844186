"""Whether a run has looked for a finding: were it still there, the run would have it."""

import re
from typing import Final

from webflow_contract.check.coverage import Coverage, Seen
from webflow_contract.check.reported import Reported
from webflow_contract.pointers import parts, pointer

_SERVER_ERROR: Final = "response-server-error-intermittent"
_HEADER_TYPE: Final = "response-header-type-changed"
_QUOTA: Final = "quota-contradictory"
_ADDED: Final = "response-optional-property-added"
_IDENTITY: Final = "response-identity-changed"


def looked_for(coverage: Coverage, finding: Reported) -> bool:
    """Return whether what would show a finding again was seen: its status, and in that its property or header.

    Where another status was expected, that is the one which comes when the finding is gone.
    """
    if not coverage.behaviour.get(finding.operation, {}).get(finding.rule, True):
        return False
    statuses = coverage.statuses.get(finding.operation, {})
    status = _status(statuses, finding)
    if status is None:
        return any(statuses.values())
    return (
        statuses[status]
        and _property_came(coverage.properties.get(finding.operation, {}).get(status, {}), finding)
        and _headers_came(coverage.headers.get(finding.operation, {}).get(status, {}), finding)
    )


def _status(statuses: Seen, finding: Reported) -> str | None:
    """Return what the status is described under; None where any request may show the finding."""
    if finding.rule == _SERVER_ERROR and finding.expected_status is None:
        return None
    expected = str(finding.expected_status or finding.status)
    return next((key for key in (expected, f"{expected[0]}XX", "default") if key in statuses), None)


def _property_came(seen: Seen, finding: Reported) -> bool:
    if not finding.pointer:
        return True
    place = _place(finding.pointer, seen)
    return seen[place] if place in seen and not _is_about_presence(finding) else _holder_came(seen, place)


def _place(found: str, seen: Seen) -> str:
    """Return a place as the coverage has it: a star stands for any index."""
    if found in seen:
        return found
    return pointer("*" if part.isascii() and part.isdecimal() else part for part in parts(found))


def _is_about_presence(finding: Reported) -> bool:
    """Return whether a finding is that something is there or is not: then it may be so without the property.

    To the judge of identities, what is absent is null.
    """
    absent = "absent" in (finding.documented, finding.observed)
    return absent or finding.rule == _ADDED or (finding.rule, finding.observed) == (_IDENTITY, "null")


def _holder_came(seen: Seen, place: str) -> bool:
    """Return whether the object around a place was seen, which the coverage knows by what is in it.

    Of an object that the contract does not describe, it does not: that came with whatever holds it.
    """
    holder = place.rpartition("/")[0]
    inside = [was for name, was in seen.items() if name.startswith(f"{holder}/")]
    if inside:
        return any(inside)
    if holder in seen:
        return seen[holder]
    return not holder or _holder_came(seen, holder)


def _headers_came(seen: Seen, finding: Reported) -> bool:
    named = _headers(finding)
    return all(was for name, was in seen.items() if name.lower() in named)


def _headers(finding: Reported) -> set[str]:
    """Return the headers whose values a finding is about, in lower case. That one is absent shows without any."""
    if finding.rule == _HEADER_TYPE:
        return {finding.documented.partition(",")[0].lower()}
    if finding.rule == _QUOTA:
        return set(re.findall(r"[\w-]+", f"{finding.documented} {finding.observed}".lower()))
    return set()
