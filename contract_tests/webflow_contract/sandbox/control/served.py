"""A sandbox with its control beside it, as one handler."""

from functools import cache
from importlib import resources
from typing import Final

from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.sandbox.control.api import BASE, Control
from webflow_contract.sandbox.sandbox import Sandbox

_FILES: Final = {
    "/": ("index.html", "text/html; charset=utf-8"),
    f"{BASE}/page.css": ("page.css", "text/css; charset=utf-8"),
    f"{BASE}/page.js": ("page.js", "text/javascript; charset=utf-8"),
}

# The page loads nothing from anywhere else, and texts in it can never run.
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def served(sandbox: Sandbox) -> Handler:
    """Return a handler that answers as the service does, and has the control and the page for people beside it."""
    control = Control(sandbox)

    def answer(request: Request) -> Response:
        if request.method in ("GET", "HEAD") and request.path in _FILES:
            return _file(request.path)
        return control(request) if control.is_meant(request) else sandbox(request)

    return answer


@cache
def _file(path: str) -> Response:
    name, content_type = _FILES[path]
    content = resources.files("webflow_contract.sandbox.control").joinpath("page", name).read_bytes()
    headers = {
        "content-type": content_type,
        "content-security-policy": _POLICY,
        "x-content-type-options": "nosniff",
        "cache-control": "no-cache",
    }
    return Response(200, headers, content)
