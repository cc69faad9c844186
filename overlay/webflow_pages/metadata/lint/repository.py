"""Where findings stand in a repository. GitHub shows them beside a line only if it gets the path from there."""

from collections.abc import Iterable, Iterator
from os.path import isabs, normpath, realpath, relpath
from pathlib import Path

from attrs import evolve

from webflow_pages.metadata.finding import Finding


def root_of(workspace: Path, folder: Path) -> Path:
    """Return the repository's root: the nearest folder above that has one, within the workspace, or else that.

    Args:
        workspace: Where a job of GitHub Actions checks out, ``GITHUB_WORKSPACE``.
        folder: The current folder.
    """
    top, inner = Path(realpath(workspace)), Path(realpath(folder))
    if not inner.is_relative_to(top):
        return top
    within = (one for one in (inner, *inner.parents) if one.is_relative_to(top) and (one / ".git").exists())
    return next(within, top)


def from_root(findings: Iterable[Finding], root: Path, folder: Path) -> Iterator[Finding]:
    """Yield the findings with their files as they are called from the root. What is not below it stays as it is.

    Args:
        findings: Findings whose files are called from the current folder.
        root: The repository's root (``root_of``).
        folder: The current folder.
    """
    for finding in findings:
        if finding.place is None:
            yield finding
        else:
            yield evolve(finding, place=evolve(finding.place, file=_from(finding.place.file, root, Path(folder))))


def _from(file: str, root: Path, folder: Path) -> str:
    whole = Path(normpath(file if isabs(file) else Path(realpath(folder)) / file))
    for one in (whole, Path(realpath(whole.parent)) / whole.name):
        if one.is_relative_to(root):
            return Path(relpath(one, root)).as_posix()
    return file
