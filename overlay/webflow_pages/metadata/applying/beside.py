"""Stopping where Webflow does more than it is asked to."""

from collections.abc import Iterable

from webflow_pages.metadata.applying.applied import Halt
from webflow_pages.metadata.applying.outcomes import FieldOutcome
from webflow_pages.metadata.fields import CLEARED


def halt_for(outcomes: Iterable[FieldOutcome], run: str) -> Halt | None:
    """Return why nothing else is to be sent where an update has changed fields that were not sent; None where not.

    Args:
        outcomes: What became of the fields of a page.
        run: The run's id.
    """
    beside = [one for one in outcomes if one.outcome == "also-changed"]
    if not beside:
        return None
    fields = ", ".join(one.field for one in beside)
    texts = any(isinstance(one.now, str) and one.now != CLEARED for one in beside)
    where = (
        "the listing of pages, which they were read by, may tell other texts than the page itself, or somebody"
        if texts
        else "somebody"
    )
    return Halt(
        "side-effects",
        f"Webflow does more than it is asked to: {beside[0].name} {beside[0].locale} was updated, and {fields}, which "
        f"was not sent, is another one now. The rest was not sent. Look at that page; 'webflow-pages rollback {run}' "
        f"undoes what was written. If that is no doing of Webflow's ({where} has changed it at the same moment), apply "
        "the plan again and it goes on",
    )
