"""What a repository that uses this package copies into its CI."""

from importlib import resources

from webflow_pages._version import __version__

_VERSION = "@VERSION@"


def github() -> str:
    """Return a workflow for GitHub Actions that installs this version."""
    text = resources.files(__name__).joinpath("github.yml").read_text(encoding="utf-8")
    return text.replace(_VERSION, __version__)
