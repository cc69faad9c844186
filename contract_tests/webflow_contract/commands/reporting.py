"""Where a check's reports go: to the terminal, and to the files that were asked for."""

import os
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from webflow_contract.errors import ContractToolError
from webflow_contract.writing import write_whole

if TYPE_CHECKING:
    from webflow_contract.check.report import Report


def asked_for(**paths: Path | None) -> dict[str, Path]:
    """Return the files that were asked for, by form.

    Raises:
        ContractToolError: One of them cannot be written.
    """
    files = {form: path for form, path in paths.items() if path is not None}
    for path in files.values():
        check_writable(path, "report")
    return files


def check_writable(path: Path, what: str) -> None:
    """Refuse a path before the check, which costs quota and touches a page."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise ContractToolError(f"{path}: the {what} cannot be written: there is no folder {folder}")
    if path.is_dir():
        raise ContractToolError(f"{path}: the {what} cannot be written: it is a folder")
    if not os.access(folder, os.W_OK):
        raise ContractToolError(f"{path}: the {what} cannot be written: no permission for {folder}")


def check_apart(files: Mapping[str, Path | None]) -> None:
    """Refuse two options that name the same file, of which the later would be lost in the earlier."""
    seen: dict[str, str] = {}
    for option, path in files.items():
        if path is not None:
            other = seen.setdefault(os.path.realpath(path), option)
            if other != option:
                raise ContractToolError(f"{path}: --{other} and --{option} name the same file")


def deliver(report: "Report", files: Mapping[str, Path]) -> int:
    """Show a report, write it to every file, and return its exit code. One that fails does not keep back the others.

    Raises:
        ContractToolError: A file cannot be written.
    """
    problems: list[str] = []
    with ExitStack() as whatever_happens:
        whatever_happens.callback(_show, report)
        for form, path in reversed(list(files.items())):
            whatever_happens.callback(_write, report, form, path, problems)
    if problems:
        raise ContractToolError("; ".join(problems))
    return report.exit_code


def _show(report: "Report") -> None:
    from rich.console import Console

    from webflow_contract.reports.terminal import show

    with suppress(SystemExit):  # rich's answer to a reader that has gone: the verdict stays what it is
        show(report, Console(highlight=False))


def _write(report: "Report", form: str, path: Path, problems: list[str]) -> None:
    from webflow_contract.reports.forms import FORMS

    try:
        write_whole(path, FORMS[form](report), "report")
    except ContractToolError as error:
        problems.append(str(error))
