"""Whether what is about to be released may be."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from attrs import frozen

from webflow_contract import documents
from webflow_contract.contract import generation
from webflow_contract.contract.validation import validated
from webflow_contract.diff.change import Difference
from webflow_contract.diff.compare import compare
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.errors import StaleError
from webflow_contract.release import built, changelog, kept, surface
from webflow_contract.release.current import VERSION
from webflow_contract.release.steps import Step, Version, largest, step, version

CHANGELOG: Final = Path("CHANGELOG.md")

_CONTRACT: Final = Path("spec", "openapi.yaml")
_STEPS: Final[Mapping[Step, str]] = {"breaking": "a breaking step", "addition": "an addition", "fix": "a fix"}
_SHOWN: Final = 3


@frozen
class Pending:
    """What is different since the last release.

    ``gone`` and ``come`` are names of the generated client. ``of_contract`` is the step that the contract asks for, and
    ``asked`` the step that both ask for; None where nothing is different.
    """

    last: kept.Release
    contract_version: str
    difference: Difference
    gone: Sequence[str]
    come: Sequence[str]

    @property
    def of_contract(self) -> Step | None:
        """The step of the contract's own version."""
        return step(self.difference)

    @property
    def asked(self) -> Step | None:
        """The step of the package's version."""
        of_client: Step | None = "breaking" if self.gone else "addition" if self.come else None
        return largest(one for one in (self.of_contract, of_client) if one is not None)

    @property
    def next(self) -> Version:
        """The smallest version that the next release of the package can have."""
        return version(self.last.version, str(kept.FILE)).after(self.asked or "fix")

    @property
    def contract_before(self) -> Version:
        """The version that the contract had."""
        return version(self.last.contract["info"]["version"], str(kept.FILE))

    @property
    def next_contract(self) -> Version:
        """The smallest version that the contract can have."""
        return self.contract_before if self.of_contract is None else self.contract_before.after(self.of_contract)


def pending(root: Path) -> Pending | None:
    """Return what is different since the last release; None before the first one.

    Raises:
        DocumentError, OverlayError: ``spec/`` or what is kept is broken.
        VersionError: A version is malformed.
    """
    last = kept.last(root)
    if last is None:
        return None
    contract = validated(root / "spec")
    difference = compare(Source(last.contract, last.version), Source(contract, "spec/"), last.contract, also=contract)
    now = built.of_checkout(root)
    return Pending(
        last,
        contract["info"]["version"],
        difference,
        surface.gone(last.surface, now),
        surface.come(last.surface, now),
    )


def problems(root: Path, current: str) -> Iterator[str]:
    """Yield why a checkout cannot be released as a version, each with what to do about it.

    Raises:
        DocumentError, OverlayError, GenerationError: ``spec/``, the changelog or what is kept is broken.
        VersionError: A version is malformed.
    """
    try:
        generation.check(root)
    except StaleError as error:
        yield str(error)
    found = pending(root)
    if found is not None:
        yield from _versions(found, version(current, str(VERSION)))
    yield from _changelog(root, current, found)


def _versions(found: Pending, current: Version) -> Iterator[str]:
    if current < found.next:
        yield f"version {current} after {found.last.version}: {_why(found)}: set {found.next} or more in {VERSION}"
    of_contract, before = version(found.contract_version, str(_CONTRACT)), found.contract_before
    if of_contract < found.next_contract and found.of_contract is not None:
        yield (
            f"contract {of_contract} after {before}: what it says asks for {_STEPS[found.of_contract]}: "
            f"set info.version to {found.next_contract} or more in {_CONTRACT}, and run 'make generate'"
        )
    elif of_contract != before and found.of_contract is None:
        yield (
            f"contract {of_contract} after {before}: it says what it said: set info.version back to {before} in "
            f"{_CONTRACT}, and run 'make generate'"
        )


def _why(found: Pending) -> str:
    if found.asked is None:
        return "contract and client are the same"
    if found.asked == found.of_contract:
        return f"the contract asks for {_STEPS[found.asked]}"
    names = found.gone or found.come
    listed = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    has = "has another" if found.gone else "has new"
    return f"the generated client {has} {listed}, which asks for {_STEPS[found.asked]}"


def _changelog(root: Path, current: str, found: Pending | None) -> Iterator[str]:
    path = root / CHANGELOG
    said = next((one for one in changelog.sections(documents.text_of(path)) if one.name == current), None)
    if said is None:
        yield f"{CHANGELOG} has no section '## [{current}] - YYYY-MM-DD': move what is unreleased there"
        return
    if not said.has_day:
        yield f"{CHANGELOG}: the section of {current} has no day behind its name: '## [{current}] - YYYY-MM-DD'"
    if not said.entries:
        yield f"{CHANGELOG}: the section of {current} has no entry"
    if found is not None:
        changes = found.difference.changes
        silent = dict.fromkeys(f"`{changelog.subject(one)}`" for one in changes if not said.names(one))
        if silent:
            yield (
                f"{CHANGELOG}: no entry of {current} names {', '.join(silent)}, as code: "
                "see 'webflow-contract release draft'"
            )
