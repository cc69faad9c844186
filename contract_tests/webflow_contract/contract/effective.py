"""The effective contract: what is documented, with what is observed applied to it.

In a checkout it is made from ``spec/``; everywhere else it is read from the installed ``webflow_api``, where the
generator put it.
"""

from functools import cache
from importlib import resources
from pathlib import Path

from webflow_contract import documents
from webflow_contract.contract import openapi_overlay
from webflow_contract.contract.deviations import deviations
from webflow_contract.documents import Document


def build(spec: Path) -> Document:
    """Make the effective contract from a ``spec/`` folder.

    Raises:
        DocumentError: A file is missing or broken.
        OverlayError: An action of the Overlay cannot be applied, or a deviation lacks its evidence.
    """
    documented = documents.read(spec / "openapi.yaml")
    observed = spec / "observed.yaml"
    known = deviations(documents.read(observed), str(observed))
    return openapi_overlay.apply(documented, [action for deviation in known for action in deviation.actions])


@cache
def load() -> Document:
    """Return the effective contract that the installed client was generated from. Do not change what you get."""
    text = resources.files("webflow_api").joinpath("openapi.yaml").read_text(encoding="utf-8")
    return documents.parse(text, "webflow_api/openapi.yaml")
