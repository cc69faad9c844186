"""Reports as one HTML file that loads nothing and runs nothing: its policy says so, and browsers hold it to that."""

import html
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from importlib import resources
from string import Template

from webflow_pages._version import __version__
from webflow_pages.printable import printable


def document(title: str, body: Iterable[str]) -> str:
    """Return a whole document. ``body`` is HTML already."""
    style = _part("report.css")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return Template(_part("report.html")).substitute(
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        title=text(title),
        style=style,
        body="\n".join(body),
        version=text(__version__),
    )


def text(said: str) -> str:
    """Return somebody's text as HTML that is nothing but text."""
    return html.escape(printable(said))


def element(tag: str, content: str, **attributes: str) -> str:
    """Return an element. ``content`` is HTML already; an attribute ``class_`` is called ``class``."""
    shown = "".join(f' {name.rstrip("_")}="{html.escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{shown}>{content}</{tag}>"


def _part(name: str) -> str:
    return (resources.files("webflow_pages.metadata") / "page" / name).read_text(encoding="utf-8")
