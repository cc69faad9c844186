"""What a world starts with: sites with their locales and pages, and tokens.

A seed comes from a file (``read``), from a document (``seed_of``), or is put together from the values of ``model``;
``sized`` makes one of any size.
"""

from webflow_contract.sandbox.seed.default import default
from webflow_contract.sandbox.seed.model import Seed
from webflow_contract.sandbox.seed.reading import SeedError
from webflow_contract.sandbox.seed.sized import sized
from webflow_contract.sandbox.seed.validation import read, seed_of

__all__ = ["Seed", "SeedError", "default", "read", "seed_of", "sized"]
