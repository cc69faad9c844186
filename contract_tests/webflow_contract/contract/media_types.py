"""Which of the documented media types an answer has."""

from collections.abc import Iterable


def parsed(content_type: str) -> tuple[str, str | None]:
    """Return the media type of a Content-Type header, and its charset if it states one; both in lower case."""
    media_type, _, parameters = content_type.lower().partition(";")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            return media_type.strip(), value.strip().strip('"')
    return media_type.strip(), None


def documented(names: Iterable[str], media_type: str) -> str | None:
    """Return the name under which a media type is documented: its own first, then the narrowest range; or None."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    plain = {parsed(name)[0]: name for name in names}
    return next((plain[one] for one in ranges if one in plain and media_type), None)


def is_json(name: str) -> bool:
    """Return whether what comes under a media type is JSON."""
    media_type = parsed(name)[0]
    return media_type == "application/json" or media_type.endswith("+json")
