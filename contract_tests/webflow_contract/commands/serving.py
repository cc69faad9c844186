"""``webflow-contract sandbox``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from webflow_contract.commands.talking import say
from webflow_contract.errors import ContractToolError, unknown

if TYPE_CHECKING:
    from cyclopts import Token

    from webflow_contract.sandbox import Sandbox


def _whole(type_: object, tokens: Sequence["Token"]) -> int | str:  # noqa: ARG001  (a converter has both)
    """Convert a whole number, and let "off" pass. cyclopts would round 1.5."""
    value = tokens[0].value
    if value == "off":
        return value
    try:
        return int(value)
    except ValueError:
        raise ValueError(f"{value!r} is no whole number") from None


_Words = Annotated[tuple[str, ...], Parameter(show_default=False)]


def _at_least_one(type_: object, value: object) -> None:  # noqa: ARG001  (a validator has both)
    if isinstance(value, int) and value < 1:
        raise ValueError("Must be 1 or more, or off.")


def sandbox(
    *,
    port: Annotated[int, Parameter(converter=_whole, validator=Number(gte=0, lte=65535))] = 0,
    rate_limit: Annotated[int | Literal["off"] | None, Parameter(converter=_whole, validator=_at_least_one)] = None,
    drift: _Words = (),
    fault: _Words = (),
    assume: _Words = (),
    seed: Path | None = None,
) -> int:
    """Serve the sandbox on this machine until stopped.

    Prints four lines to stdout: WEBFLOW_BASE_URL, WEBFLOW_TOKEN, WEBFLOW_SITE_ID and WEBFLOW_PAGE_ID, the last a page
    that may be written.

    Parameters
    ----------
    port
        The port; 0 is a free one.
    rate_limit
        Requests a minute and token, or "off" for no limit. Without it, the site's plan decides.
    drift
        A drift from the contract to switch on, by name, or as NAME@OPERATION for one operation. May be repeated.
    fault
        A fault to switch on, in the same way.
    assume
        Another answer to an open question, as NAME=VALUE. May be repeated.
    seed
        A YAML or JSON file with the sites, pages and tokens to start with.
    """
    from webflow_contract.carriers.server import serve
    from webflow_contract.sandbox import Assumptions, Sandbox
    from webflow_contract.sandbox.control import served
    from webflow_contract.sandbox.seed import read

    if sys.stdout is None:
        raise ContractToolError("there is no stdout to print the four lines to")
    world = Sandbox(
        None if seed is None else read(seed),
        rate_limit=rate_limit or "by_plan",
        assumptions=Assumptions().flipped(**_assumptions(assume)),
    )
    _switch_on(world, drift, fault)

    def announce(base_url: str) -> None:
        lines = {
            "WEBFLOW_BASE_URL": base_url,
            "WEBFLOW_TOKEN": world.token,
            "WEBFLOW_SITE_ID": world.site_id,
            "WEBFLOW_PAGE_ID": world.page_id,
        }
        sys.stdout.write("".join(f"{name}={value}\n" for name, value in lines.items()))
        sys.stdout.flush()
        say(_WHAT_TO_TRY.format(exports="\n".join(f"  export {name}={quote(value)}" for name, value in lines.items())))
        host = base_url.removesuffix("/v2")
        say(f"Watch it at {host}/ and move it at {host}/_sandbox. It serves until it is stopped.")

    serve(served(world), port=port, announce=announce)
    return 0


_WHAT_TO_TRY = """
To use it, export these in another terminal:

{exports}

and try:

  curl -H "Authorization: Bearer $WEBFLOW_TOKEN" "$WEBFLOW_BASE_URL/pages/$WEBFLOW_PAGE_ID"
"""


def _assumptions(given: Sequence[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for name, equals, _ in pairs:
        if not equals:
            raise ContractToolError(f"--assume takes NAME=VALUE, such as empty_body=bad_request, and not {name!r}")
    return {name: value for name, _, value in pairs}


def _switch_on(world: "Sandbox", drifts: Sequence[str], faults: Sequence[str]) -> None:
    from webflow_contract.drifts import DRIFTS
    from webflow_contract.faults import FAULTS

    for kind, known, given in (("drift", DRIFTS, drifts), ("fault", FAULTS, faults)):
        for one in given:
            name, at, operation = one.partition("@")
            if name not in known:
                raise ContractToolError(unknown(kind, name, known))
            world.switches.on(name, operation=operation if at else None)
    world.switches.remember()
