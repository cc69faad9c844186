"""The effective contract: what is documented, with what is observed applied to it, and the register of that.

In a checkout it is made from ``spec/``; everywhere else it is read from the installed ``webflow_api``, where the
generator put it.
"""

from functools import cache
from importlib import resources
from pathlib import Path

from attrs import asdict

from webflow_contract import documents
from webflow_contract.contract import openapi_overlay
from webflow_contract.contract.deviations import Deviation, deviations
from webflow_contract.contract.places import changed
from webflow_contract.contract.register import EXTENSION
from webflow_contract.documents import Document


def build(spec: Path) -> Document:
    """Make the effective contract from a ``spec/`` folder.

    Raises:
        DocumentError: A file is missing or broken.
        OverlayError: An action of the Overlay cannot be applied, or a deviation lacks its evidence.
    """
    contract = documents.read(spec / "openapi.yaml")
    observed = spec / "observed.yaml"
    register = []
    for deviation in deviations(documents.read(observed), str(observed)):
        before, contract = contract, openapi_overlay.apply(contract, list(deviation.actions))
        register.append(_entry(deviation, changed(before, contract)))
    return {**contract, EXTENSION: register}


def _entry(deviation: Deviation, places: list[str]) -> Document:
    return {"name": deviation.name, **asdict(deviation.evidence), "places": places}


@cache
def load() -> Document:
    """Return the effective contract that the installed client was generated from. Do not change what you get."""
    text = resources.files("webflow_api").joinpath("openapi.yaml").read_text(encoding="utf-8")
    return documents.parse(text, "webflow_api/openapi.yaml")
