"""Whether what is observed still applies to a documented contract that has changed."""

from webflow_contract.contract import openapi_overlay
from webflow_contract.contract.deviations import deviations
from webflow_contract.documents import Document
from webflow_contract.errors import OverlayError


def in_the_way(before: Document, after: Document, overlay: Document, name: str) -> dict[str, str]:
    """Return the deviations that applied to a contract and do not any more, each with the reason.

    ``name`` is how errors call the Overlay.

    Raises:
        OverlayError: The Overlay is none, or a deviation lacks its evidence.
    """
    known = _failing(before, overlay, name)
    return {deviation: why for deviation, why in _failing(after, overlay, name).items() if deviation not in known}


def _failing(contract: Document, overlay: Document, name: str) -> dict[str, str]:
    """Return the deviations that do not apply. Without them, those that follow are tried, too."""
    failing: dict[str, str] = {}
    for deviation in deviations(overlay, name):
        try:
            contract = openapi_overlay.apply(contract, list(deviation.actions))
        except OverlayError as error:
            failing[deviation.name] = str(error)
    return failing
