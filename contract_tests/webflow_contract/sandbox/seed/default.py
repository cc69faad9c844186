"""The world that the sandbox starts with unless it is given another one. It is the same every time."""

from functools import cache
from importlib import resources

from webflow_contract import documents
from webflow_contract.sandbox.seed.model import Seed
from webflow_contract.sandbox.seed.reading import build


@cache
def default() -> Seed:
    """Return the world that ``default.yaml`` describes."""
    text = resources.files("webflow_contract.sandbox.seed").joinpath("default.yaml").read_text(encoding="utf-8")
    # A test validates it, so that a start of the sandbox does not have to.
    return build(documents.parse(text, "default.yaml"))
