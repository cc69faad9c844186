"""The value of what is not there: a field left out of a request, or absent from an answer."""

import copyreg

from webflow_api.types import UNSET, Unset

__all__ = ["UNSET", "Unset"]

# The generated code compares with `is`. Copies and pickles have to come back as the one UNSET.
copyreg.pickle(Unset, lambda _: "UNSET")
