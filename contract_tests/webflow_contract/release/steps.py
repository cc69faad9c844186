"""Which step of the version a change of the contract asks for."""

import re
from collections.abc import Iterable
from typing import Final, Literal

from attrs import frozen

from webflow_contract.diff.change import Change, Difference
from webflow_contract.errors import ContractToolError

Step = Literal["breaking", "addition", "fix"]

STEPS: Final[tuple[Step, ...]] = ("breaking", "addition", "fix")
"""The steps, the largest first."""

_TAKEN_AWAY: Final = ("-property-removed", "-parameter-removed", "-success-status-removed")
_RETYPED: Final = ("-type-changed", "-type-generalized", "-list-of-types-widened")
_NEW: Final = (
    "-property-added",
    "-status-added",
    "-header-added",
    "-media-type-added",
    "-enum-value-added",
    "-any-of-added",
    "-one-of-added",
    "-alternative-added",
    "-became-nullable",
    "-deprecated",
    "endpoint-added",
    "body-added-optional",
)
_ACCEPTED: Final = ("-type-generalized", "-list-of-types-widened", "-enum-removed", "-became-optional")
"""What may be sent now that could not."""


class VersionError(ContractToolError):
    """A version is no MAJOR.MINOR.PATCH."""


def step_of(change: Change) -> Step:
    """Return the step that a change asks for.

    What breaks callers is breaking, and so is what takes a property, a parameter or a success away, or gives a value
    another type. What is new, can be sent now or is deprecated is an addition. The rest is a fix.
    """
    of_success = change.status is None or change.status.startswith("2")
    if change.level == "breaking" or change.rule.endswith(_TAKEN_AWAY):
        return "breaking"
    if change.rule.endswith(_RETYPED) and change.level == "warning" and change.part == "response" and of_success:
        return "breaking"
    sent = change.part in ("request", "parameter")
    if change.rule.startswith("new-") or change.rule.endswith(_NEW) or (sent and change.rule.endswith(_ACCEPTED)):
        return "addition"
    return "fix"


def step(difference: Difference) -> Step | None:
    """Return the step that a difference asks for: of changes of prose alone, a fix; None where there is nothing."""
    found = largest(map(step_of, difference.changes))
    return found or ("fix" if difference.notes else None)


def largest(steps: Iterable[Step]) -> Step | None:
    """Return the largest of some steps; None of none."""
    found = set(steps)
    return next((one for one in STEPS if one in found), None)


@frozen(order=True)
class Version:
    """A version, as Semantic Versioning has it, without pre-releases."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """Write it as usual."""
        return f"{self.major}.{self.minor}.{self.patch}"

    def after(self, step: Step) -> "Version":
        """Return the next version for a step. Before 1.0.0, the minor number breaks and the patch adds, as in Cargo."""
        if self.major == 0:
            return Version(0, self.minor + 1, 0) if step == "breaking" else Version(0, self.minor, self.patch + 1)
        if step == "breaking":
            return Version(self.major + 1, 0, 0)
        if step == "addition":
            return Version(self.major, self.minor + 1, 0)
        return Version(self.major, self.minor, self.patch + 1)


def version(text: str, where: str) -> Version:
    """Parse a version. ``where`` is the file that says it, for the error.

    Raises:
        VersionError: It is none.
    """
    numbers = re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", text)
    if numbers is None:
        raise VersionError(f"{where}: {text!r} is no version such as 1.2.3")
    return Version(*map(int, numbers.groups()))
