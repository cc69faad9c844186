"""``webflow-contract release``: what the next release has to be, whether it may go out, and keeping it."""

from datetime import UTC, datetime
from pathlib import Path

from webflow_contract.commands.talking import say, tell
from webflow_contract.errors import ContractToolError


def draft(*, root: Path = Path()) -> int:
    """Print what the next release has to be: its version, and a draft of its changelog.

    Parameters
    ----------
    root
        The checkout.
    """
    from webflow_contract.release import changelog
    from webflow_contract.release.checking import pending

    found = pending(root)
    if found is None:
        say("Nothing has been released yet: there is nothing to compare with.")
        return 0
    if found.asked is None:
        say(f"Contract and generated client are as they were at {found.last.version}.")
        return 0
    changes, notes = found.difference.changes, len(found.difference.notes)
    say(f"Since {found.last.version}: {len(changes)} changes of the contract, and {notes} of its prose: {found.asked}.")
    say(f"The package goes to {found.next} at the least, the contract to {found.next_contract}.")
    tell(f"## [{found.next}] - {datetime.now(UTC).date()}\n")
    tell(changelog.draft(changes, found.gone) or "### Changed\n\n- The words of the contract.\n")
    return 0


def check(*, root: Path = Path()) -> int:
    """Say whether the checkout may be released: the version's step, the changelog, the generated tree.

    Exit codes: 0 it may, 1 it may not, 2 usage, or a file that cannot be read.

    Parameters
    ----------
    root
        The checkout.
    """
    from webflow_contract.release.checking import problems
    from webflow_contract.release.current import current

    version = current(root)
    found = list(problems(root, version))
    for problem in found:
        tell(f"refused  {problem}")
    if not found:
        tell(f"ready    {version} may be released: 'make build', and 'webflow-contract release keep' when it is out")
    return 1 if found else 0


def keep(*, root: Path = Path()) -> int:
    """Keep what is in the wheel in dist/ as the last release, once it is out.

    Exit codes: 0 kept, 2 usage, no such wheel, or the checkout may not be released or is not what the wheel has.

    Parameters
    ----------
    root
        The checkout.
    """
    from webflow_contract.contract import effective
    from webflow_contract.release import built, kept
    from webflow_contract.release.checking import problems
    from webflow_contract.release.current import current

    version = current(root)
    found = list(problems(root, version))
    if found:
        raise ContractToolError(f"{version} may not be released: {'; '.join(found)}")
    wheel = built.read(root, version)
    if wheel.contract != effective.build(root / "spec"):
        raise ContractToolError(
            f"the wheel of {version} in {root / 'dist'} has another contract than spec/: check out what was released"
        )
    release = kept.Release(version, str(datetime.now(UTC).date()), wheel.contract, wheel.surface)
    tell(f"kept     {kept.keep(root, release)}: {version}")
    return 0
