"""Which contract the client was generated from. The client itself is not loaded for it."""

import json
from importlib import resources
from importlib.util import find_spec, module_from_spec
from typing import Any


def _provenance() -> dict[str, Any]:
    spec = find_spec("webflow_api")
    if spec is None:
        raise ModuleNotFoundError("webflow_api is not installed: install webflow-pages anew", name="webflow_api")
    text = resources.files(module_from_spec(spec)).joinpath("provenance.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


_READ = _provenance()

contract_version: str = _READ["contract"]
"""The version of the contract, such as ``1.0.0``."""

contract_date: str = _READ["read"]
"""The newest day on which a document of the contract was read, such as ``2026-11-23``."""
