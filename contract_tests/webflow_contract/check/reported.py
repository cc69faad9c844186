"""A finding as a report tells it: what is left of it once the run is over."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from attrs import frozen

from webflow_contract.errors import ContractToolError

_NEAR = 3


@frozen
class Reported:
    """A finding of an earlier run. What made its id is known no longer: the id is what it is found by."""

    id: str
    rule: str
    operation: str
    status: int | None
    pointer: str | None
    documented: str
    observed: str

    @property
    def expected_status(self) -> int | None:
        """The status that the request was to be answered with, where the finding is that it was not."""
        expected = re.match(r"([1-5][0-9]{2}): ", self.documented)
        return int(expected[1]) if expected and self.pointer is None else None

    @property
    def summary(self) -> str:
        """What it is about, on one line."""
        status = "" if self.status is None else f" {self.status}"
        place = "" if self.pointer is None else f" {self.pointer or '(the whole body)'}"
        return f"{self.rule} {self.operation}{status}{place}"


@frozen
class Record:
    """What an earlier run checked, and what it found."""

    name: str
    subject: str
    findings: tuple[Reported, ...]

    def finding(self, wanted: str) -> Reported:
        """Return the finding of an id.

        Raises:
            ContractToolError: There is none.
        """
        for finding in self.findings:
            if finding.id == wanted:
                return finding
        raise ContractToolError(f"{self.name} has no finding {wanted!r}: {_instead(wanted, self.findings)}")


def _instead(wanted: str, findings: Sequence[Reported]) -> str:
    if not findings:
        return "it has none at all"
    known = {finding.id: finding for finding in findings}
    near = [id_ for id_ in known if wanted and id_.startswith(wanted.lower())]
    near = near or get_close_matches(wanted.lower(), known, n=_NEAR)
    listed = ", ".join(f"{id_} ({known[id_].summary})" for id_ in near[:_NEAR] or list(known)[:_NEAR])
    if near:
        return f"did you mean {listed}?"
    return f"it has {len(findings)}, such as {listed}"
