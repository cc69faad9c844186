"""The value of what is not there: a field left out of a request, or absent from an answer."""

import copyreg

from webflow_api.types import UNSET, Unset

__all__ = ["UNSET", "Unset"]

# The generated code compares with `is`. Copies and pickles have to come back as the one UNSET.
copyreg.pickle(Unset, lambda _: "UNSET")

# And a repr of what a model has not is to be read by people.
Unset.__repr__ = lambda self: "UNSET"  # type: ignore[method-assign]  # noqa: ARG005
