"""``webflow-contract alert``."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from webflow_contract.commands.reporting import asked_for, check_apart, check_writable
from webflow_contract.commands.talking import tell
from webflow_contract.writing import write_whole

if TYPE_CHECKING:
    from webflow_contract.alerting.alert import Alert


def alert(*, report: Path, state: Path, markdown: Path | None = None, json: Path | None = None) -> int:
    """Tell what a check has found that no earlier one had, and remember it.

    A finding is told once. It is told as gone when it has stayed away for more than two days, and is new when it comes
    back after that. One whose level rises is new.

    Exit codes: 0 nothing new, 1 new findings, 2 usage or a file that cannot be read or written, 3 not judged, 4 page
    not restored.

    Parameters
    ----------
    report
        The JSON report of the check.
    state
        What earlier runs have told. A file that is not there is begun.
    markdown
        Write what is told to this file as Markdown, for an issue or the summary of a CI job.
    json
        Write it for programs.
    """
    from webflow_contract.alerting import keeping, reading
    from webflow_contract.alerting.deciding import decide

    files = asked_for(markdown=markdown, json=json)
    check_apart({"report": report, "state": state, **files})
    check_writable(state, "state")
    told, after = decide(keeping.read(state), reading.read(report), datetime.now(UTC))
    _tell(told, files)
    # Last: what could not be told is told again.
    write_whole(state, keeping.as_json(after), "state")
    return told.exit_code


def _tell(alert: "Alert", files: dict[str, Path]) -> None:
    from webflow_contract.alerting.as_json import as_json
    from webflow_contract.alerting.as_markdown import as_markdown
    from webflow_contract.alerting.as_text import as_text

    for line in as_text(alert):
        tell(line)
    forms = {"markdown": as_markdown, "json": as_json}
    for form, path in files.items():
        write_whole(path, forms[form](alert), "alert")
    sys.stdout.flush()  # a reader that has gone was told nothing
