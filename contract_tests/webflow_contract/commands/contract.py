"""``webflow-contract validate`` and ``generate``."""

from pathlib import Path

from webflow_contract.commands.talking import tell


def validate(*, root: Path = Path()) -> int:
    """Validate the contract in a checkout's spec folder.

    Parameters
    ----------
    root
        The checkout.
    """
    from webflow_contract import documents
    from webflow_contract.contract.deviations import deviations
    from webflow_contract.contract.operations import operations
    from webflow_contract.contract.validation import validated

    contract = validated(root / "spec")
    observed = root / "spec" / "observed.yaml"
    known = deviations(documents.read(observed), str(observed))
    title = f"{contract['info']['title']} {contract['info']['version']}"
    tell(f"valid    {title}: {len(operations(contract))} operations, {len(known)} deviations with their evidence")
    return 0


def generate(*, check: bool = False, root: Path = Path()) -> int:
    """Generate webflow_api from a checkout's spec folder.

    Parameters
    ----------
    check
        Change nothing, and prove that the generated code is current.
    root
        The checkout.
    """
    from webflow_contract.contract import generation

    if check:
        tell(f"current  {generation.check(root)} is what spec/ generates, byte for byte")
    else:
        tell(f"wrote    {generation.generate(root)}")
    return 0
