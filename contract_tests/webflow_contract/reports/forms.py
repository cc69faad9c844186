"""The forms in which a report is written to a file, by the name of the option that asks for it."""

from collections.abc import Callable, Mapping

from webflow_contract.check.report import Report
from webflow_contract.reports.as_html import as_html
from webflow_contract.reports.as_json import as_json
from webflow_contract.reports.as_junit import as_junit
from webflow_contract.reports.as_markdown import as_markdown
from webflow_contract.reports.as_sarif import as_sarif

FORMS: Mapping[str, Callable[[Report], str]] = {
    "json": as_json,
    "junit": as_junit,
    "sarif": as_sarif,
    "markdown": as_markdown,
    "html": as_html,
}
