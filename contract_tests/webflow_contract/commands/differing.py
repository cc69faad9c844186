"""``webflow-contract diff``."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from webflow_contract.commands.reporting import asked_for
from webflow_contract.errors import ContractToolError
from webflow_contract.writing import write_whole

if TYPE_CHECKING:
    from rich.console import Console

    from webflow_contract.diff.change import Difference
    from webflow_contract.diff.vendor import Comparison

FailOn = Literal["breaking", "warning", "information", "none"]


def diff(
    old: str | None = None,
    new: str | None = None,
    /,
    *,
    against_vendor: str | None = None,
    root: Path | None = None,
    json: Path | None = None,
    fail_on: FailOn = "breaking",
) -> int:
    """Compare two OpenAPI files in terms of the operations that this package uses.

    With --against-vendor, the vendor's own file is compared with the contract: what we do not have, what we say
    otherwise, and what spec/observed.yaml covers already.

    Exit codes: 0 nothing at or above the level, 1 something is, 2 usage, or a file that cannot be read or written.

    Parameters
    ----------
    old
        The earlier document, YAML or JSON: a path or an https address.
    new
        The later one.
    against_vendor
        The vendor's document, instead of OLD and NEW. What a deviation stands for does not fail.
    root
        The checkout whose spec folder has the contract, for --against-vendor; this folder if it is left out.
    json
        Write what was found to a file, for programs.
    fail_on
        The level from which on a change fails the command. Changes of prose never do.
    """
    files = asked_for(json=json)
    if against_vendor is not None:
        if old is not None or new is not None:
            raise ContractToolError("--against-vendor takes the place of OLD and NEW: leave them out")
        return _against_vendor(against_vendor, root or Path(), files, fail_on)
    if root is not None:
        raise ContractToolError("--root says where the contract is, which goes with --against-vendor only")
    if old is None or new is None:
        raise ContractToolError("name two documents: webflow-contract diff OLD NEW")
    return _between(old, new, files, fail_on)


def _between(old: str, new: str, files: dict[str, Path], fail_on: FailOn) -> int:
    from webflow_contract.contract import effective
    from webflow_contract.diff.compare import compare
    from webflow_contract.diff.reading import read
    from webflow_contract.reports.differences.as_json import as_json
    from webflow_contract.reports.differences.terminal import show

    difference = compare(read(old), read(new), effective.load())
    _write(files, as_json(difference))
    with suppress(SystemExit):  # rich's answer to a reader that has gone: the verdict stays what it is
        show(difference, _console())
    return _code(difference, fail_on)


def _against_vendor(vendor: str, root: Path, files: dict[str, Path], fail_on: FailOn) -> int:
    from webflow_contract.diff.reading import read
    from webflow_contract.diff.vendor import against_vendor
    from webflow_contract.reports.differences.as_json import comparison_as_json
    from webflow_contract.reports.differences.terminal import show_comparison

    comparison = against_vendor(root / "spec", read(vendor))
    _write(files, comparison_as_json(comparison))
    with suppress(SystemExit):
        show_comparison(comparison, _console())
    return _code(comparison, fail_on)


def _write(files: dict[str, Path], text: str) -> None:
    for path in files.values():
        write_whole(path, text, "report")


def _code(found: "Difference | Comparison", fail_on: FailOn) -> int:
    return 1 if fail_on != "none" and found.reaches(fail_on) else 0


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False)
