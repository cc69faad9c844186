"""What is checked: a page of a site, where it is, and the credentials to reach it."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from attrs import Factory, field, frozen

from webflow_contract.check.findings import Place
from webflow_contract.check.probes import Credential
from webflow_contract.exchange import Response
from webflow_pages.configuration import is_loopback

MARKER = "(webflow-contract probe)"
"""Stands in every text that a probe writes, so that a page left behind by a check can be told."""


EMBEDDED = "the embedded sandbox"
"""What reports call the sandbox that is checked where no service is named."""

TEXTS = (("title",), ("seo", "title"), ("seo", "description"), ("openGraph", "title"), ("openGraph", "description"))
"""The places of the texts that a check may write."""

_CONCEALED = "(token left out)"
_SHORTEST_TOKEN = 8
"""Characters. What is shorter stands in any answer by chance."""


@frozen
class Credentials:
    """The tokens of a check. They are in no repr. ``without_write`` lacks ``pages:write``; None where there is none."""

    token: str = field(repr=False)
    without_write: str | None = field(default=None, repr=False)

    def authorization(self, credential: Credential) -> str | None:
        """Return the Authorization header for a credential, or None to send none."""
        match credential:
            case "token":
                return f"Bearer {self.token}"
            case "token without pages:write":
                return f"Bearer {self.without_write}"
            case "wrong token":
                return "Bearer wrong"
            case _:
                return None

    def conceal(self, response: Response) -> Response:
        """Return an answer without the tokens, for services that repeat what they were sent."""
        for token in (self.token, self.without_write or ""):
            if len(token) >= _SHORTEST_TOKEN:
                headers = {name: value.replace(token, _CONCEALED) for name, value in response.headers.items()}
                content = _plain(response.content, token).replace(token.encode(), _CONCEALED.encode())
                response = Response(response.status, headers, content)
        return response


def _plain(content: bytes, token: str) -> bytes:
    """Return a body without the escapes or the encoding in which its JSON hides a token, if it does."""
    try:
        text = json.dumps(json.loads(content), ensure_ascii=False)
    except (ValueError, RecursionError):
        return content
    return text.encode(errors="backslashreplace") if token in text else content


@frozen
class Subject:
    """The page to check.

    ``locale`` is the tag or id of the one secondary locale that may be written, or None. ``special`` says whether the
    page may be the home page or a template of a real site. ``address`` is how commands call the base URL, where that is
    not a URL that a shell can reach.
    """

    base_url: str
    site_id: str
    page_id: str
    locale: str | None = None
    special: bool = False
    address: str = field(default=Factory(lambda self: self.base_url, takes_self=True))

    @property
    def path(self) -> str:
        """The path of the base URL, such as ``/v2``."""
        return urlsplit(self.base_url).path.rstrip("/")

    @property
    def is_local(self) -> bool:
        """Whether the service is on this machine, so that no page of anybody's is at stake."""
        return is_loopback(urlsplit(self.base_url).hostname or "")


def is_id(value: str) -> bool:
    """Return whether a value can stand in a path for an id. What Webflow takes for one is Webflow's to say."""
    return re.fullmatch("[0-9A-Za-z_-]+", value) is not None


def writable_texts(page: Any) -> dict[Place, str]:  # noqa: ANN401  (JSON is any value)
    """Return the texts of a page that can be written and put back, by their place.

    Nothing is known to clear a text or to restore mirroring, so only a text that is there and is no mirror of another
    can be put back. A binding (``{{wf …}}``) would be lost for good, and half a character cannot be sent.
    """
    found: dict[Place, str] = {}
    for place in TEXTS:
        holder = _dict(page) if len(place) == 1 else _dict(_dict(page).get(place[0]))
        text = holder.get(place[-1])
        mirrored = place[0] == "openGraph" and holder.get(f"{place[-1]}Copied") is not False
        if isinstance(text, str) and text and not mirrored and not _is_delicate(text):
            found[place] = text
    return found


def metadata(page: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON is any value)
    """Return what an update can change of a page, with what it may change along with it."""
    return {name: value for name, value in _dict(page).items() if name in ("title", "slug", "seo", "openGraph")}


def _is_delicate(text: str) -> bool:
    halved = any("\ud800" <= character <= "\udfff" for character in text)
    return halved or "{{wf" in text or _CONCEALED in text


def update_of(texts: Mapping[Place, Any]) -> dict[str, Any]:
    """Return the body that writes texts. An Open Graph text goes with its flag, as the service asks for."""
    body: dict[str, Any] = {}
    for place, text in texts.items():
        name = str(place[-1])
        holder = body if len(place) == 1 else body.setdefault(str(place[0]), {})
        holder[name] = text
        if place[0] == "openGraph":
            holder[f"{name}Copied"] = False
    return body


def is_special(page: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    """Return whether a page is the home page, which has no slug (reported), or a collection's template."""
    return isinstance(page, dict) and (page.get("slug") is None or page.get("collectionId") is not None)


def is_marked(page: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    """Return whether a probe's text stands anywhere in a page."""
    return MARKER in json.dumps(page, ensure_ascii=False)


def locale_ids(site: Any) -> dict[str, str]:  # noqa: ANN401  (JSON is any value)
    """Return the ids of a site's secondary locales by tag. Malformed ones are left out: the schema names them."""
    secondary = _dict(_dict(site).get("locales")).get("secondary")
    found: dict[str, str] = {}
    for locale in secondary if isinstance(secondary, list) else []:
        if isinstance(locale, dict) and re.fullmatch(r"[0-9a-fA-F]{24}", str(locale.get("id"))):
            tag = str(locale.get("tag"))
            found[tag if tag not in found else locale["id"]] = locale["id"]
    return found


def _dict(value: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON is any value)
    return value if isinstance(value, dict) else {}
