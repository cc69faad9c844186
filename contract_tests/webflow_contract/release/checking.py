"""Whether what is about to be released may be."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from attrs import frozen

from webflow_contract import documents
from webflow_contract.contract import effective, generation
from webflow_contract.diff.change import Difference
from webflow_contract.diff.compare import compare
from webflow_contract.diff.meaning.nodes import Source
from webflow_contract.errors import StaleError
from webflow_contract.release import changelog, kept
from webflow_contract.release.steps import Step, Version, step, version

_CHANGELOG: Final = Path("CHANGELOG.md")
_STEPS: Final[Mapping[Step, str]] = {"breaking": "a breaking step", "addition": "an addition", "fix": "a fix"}


@frozen
class Pending:
    """What is different since the last release.

    ``asked`` is the step that the contract asks for; None where nothing of it is different.
    """

    last: kept.Release
    contract_version: str
    difference: Difference
    asked: Step | None

    @property
    def next(self) -> Version:
        """The smallest version that the next release of the package can have."""
        return version(self.last.version).after(self.asked or "fix")

    @property
    def next_contract(self) -> Version:
        """The smallest version that the contract can have."""
        before = version(self.last.contract["info"]["version"])
        return before if self.asked is None else before.after(self.asked)


def pending(root: Path) -> Pending | None:
    """Return what is different since the last release; None before the first one.

    Raises:
        DocumentError, OverlayError: ``spec/`` or what is kept is broken.
        VersionError: A version is malformed.
    """
    last = kept.last(root)
    if last is None:
        return None
    contract = effective.build(root / "spec")
    difference = compare(Source(last.contract, last.version), Source(contract, "spec/"), last.contract)
    return Pending(last, contract["info"]["version"], difference, step(difference))


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
        yield from _versions(found, version(current))
    yield from _changelog(root, current, found)


def _versions(found: Pending, current: Version) -> Iterator[str]:
    why = "the contract is the same" if found.asked is None else f"the contract asks for {_STEPS[found.asked]}"
    if current < found.next:
        file = "overlay/webflow_pages/_version.py"
        yield f"version {current} after {found.last.version}: {why}: set {found.next} or more in {file}"
    if version(found.contract_version) < found.next_contract:
        before = found.last.contract["info"]["version"]
        yield (
            f"contract {found.contract_version} after {before}: {why}: set info.version to {found.next_contract} or "
            "more in spec/openapi.yaml, and run 'make generate'"
        )


def _changelog(root: Path, current: str, found: Pending | None) -> Iterator[str]:
    path = root / _CHANGELOG
    said = next((one for one in changelog.sections(documents.text_of(path)) if one.name == current), None)
    if said is None:
        yield f"{_CHANGELOG} has no section '## [{current}] - YYYY-MM-DD': move what is unreleased there"
        return
    if said.date is None:
        yield f"{_CHANGELOG}: the section of {current} has no date: '## [{current}] - YYYY-MM-DD'"
    if not said.says_something:
        yield f"{_CHANGELOG}: the section of {current} has no entry"
    if found is not None:
        changes = found.difference.changes
        silent = dict.fromkeys(changelog.subject(one) for one in changes if not said.names(one))
        if silent:
            yield (
                f"{_CHANGELOG}: the section of {current} does not name {', '.join(silent)}: "
                "see 'webflow-contract release draft'"
            )
