"""The audit of a site: read it, and tell the matrix."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from webflow_pages.commands.outcomes import FAILED
from webflow_pages.commands.styling import styled
from webflow_pages.commands.writing import tell, tell_json

if TYPE_CHECKING:
    from webflow_pages import Webflow
    from webflow_pages.metadata.settings import Settings


def audit(
    webflow: "Webflow",
    site_id: str,
    locales: tuple[str, ...],
    settings: "Settings",
    html: Path | None,
    json: bool,
    fail_on: frozenset[str],
) -> int:
    """Read a site, tell its matrix, and return the exit code.

    Raises:
        FileError: The report cannot be written.
        WebflowError: The site cannot be read.
    """
    from webflow_pages.metadata.audit.as_html import as_html
    from webflow_pages.metadata.audit.as_json import as_json
    from webflow_pages.metadata.audit.as_text import lines
    from webflow_pages.metadata.audit.matrix import matrix_of
    from webflow_pages.metadata.state import read_state
    from webflow_pages.metadata.storing import write_whole

    matrix = matrix_of(read_state(webflow, site_id, locales), settings.lint)
    if html is not None:
        write_whole(html, as_html(matrix))
    if json:
        tell_json(as_json(matrix))
    else:
        tell(styled(lines(matrix), sys.stdout))
    total = matrix.total()
    return FAILED if any(number and mark in fail_on for mark, number in total.items()) else 0
