"""``webflow-contract workflow``."""

import sys


def workflow() -> int:
    """Print a workflow for GitHub Actions, to be kept as .github/workflows/webflow-contract.yml.

    It checks the embedded sandbox for pull requests, and a real page every night. It installs this version.
    """
    from webflow_contract.workflows import github

    sys.stdout.write(github())
    return 0
