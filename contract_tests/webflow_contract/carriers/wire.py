"""The parts of a request that every carrier has to take apart in the same way."""

from collections.abc import Iterable
from urllib.parse import parse_qsl


def parse_query(query: bytes) -> tuple[tuple[str, str], ...]:
    """Return the pairs of a query string in order, with what is not UTF-8 as the replacement character."""
    return tuple(parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="replace"))


def parse_headers(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by lower-case name. One that occurs twice is joined, as HTTP allows."""
    joined: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined
