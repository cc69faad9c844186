"""Runs of the check, as an alert sees them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from webflow_contract.alerting.checked import Checked
from webflow_contract.alerting.state import Seen
from webflow_contract.check.coverage import Coverage
from webflow_contract.check.reported import Reported
from webflow_contract.rules import Level

SUBJECT = "https://api.webflow.com/v2"
OPERATION = "get-page-metadata"
CURL = 'curl -i -H "Authorization: Bearer $WEBFLOW_TOKEN" "https://api.webflow.com/v2/pages/1"'
START = datetime(2027, 5, 1, 3, 17, tzinfo=UTC)
HOSTILE = (
    "</code></td><script>alert(1)</script> ``` ````` | \\| \n\n# x [x](javascript:alert(1)) ![x](https://x.example/y.png)"
    "\n- @you #1 *x* _x_ ~~x~~ {0} \x00\x1b[2J\r\u2028\u202e\ud800 &amp; <!-- é 漢字 🌍"
)


def night(number: float) -> datetime:
    """Return the time of a night, in days from the first."""
    return START + timedelta(days=number)


def seen(id_: str = "0" * 12, level: Level = "breaking", text: str = "number 1", **changes: Any) -> Seen:
    told = {
        "id": id_,
        "rule": "response-property-type-changed",
        "operation": OPERATION,
        "status": 200,
        "pointer": "/slug",
        "documented": "string",
        "observed": text,
        **changes,
    }
    return Seen(Reported(**told), level, CURL)


def checked(*findings: Seen, **changes: Any) -> Checked:
    """Return a run that came to its end and looked for everything."""
    coverage = Coverage({OPERATION: {"200": True}})
    return Checked(SUBJECT, {one.id: one for one in findings}, **{"restored": True, "coverage": coverage, **changes})


def ids(findings: Iterable[Any]) -> list[str]:
    return [one.id if isinstance(one, Seen) else one.seen.id for one in findings]
