"""Encodings: the same body in bytes that are no JSON in UTF-8, or are more than one reader takes for the same."""

import gzip
import json
from collections.abc import Callable, Iterator

from webflow_contract.drifts.wire import with_content
from webflow_contract.exchange import Response
from webflow_contract.power.aiming import answers_of
from webflow_contract.power.mutants import Mutant, Recording, Wrap


def mutants(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants whose bodies are written in other bytes."""
    for operation, status in recording.places():
        for operator, encode in _ENCODINGS.items():
            yield Mutant(operator, f"{operation} {status}", _encoding(operation, status, encode))
        if any(not response.content.isascii() for response in recording.answers(operation, status)):
            yield Mutant("body in Latin-1", f"{operation} {status}", _encoding(operation, status, _latin_1))
            yield Mutant("body in UTF-8 twice", f"{operation} {status}", _encoding(operation, status, _twice))
        yield Mutant("body compressed, unsaid", f"{operation} {status}", _encoding(operation, status, _compressed))


def _latin_1(content: bytes) -> bytes:
    return content.decode().encode("latin-1", "replace")


def _twice(content: bytes) -> bytes:
    return content.decode("latin-1").encode()


def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _name_twice(content: bytes) -> bytes:
    """Name the first property a second time, before, with another value."""
    name = next(iter(json.loads(content)))
    return b"{" + json.dumps(name).encode() + b':"first",' + content[1:]


def _name_twice_again(content: bytes) -> bytes:
    """Name the first property a second time, at the end, with the same value."""
    name, value = next(iter(json.loads(content).items()))
    again = json.dumps({name: value}, ensure_ascii=False).encode()
    return content[:-1] + b"," + again[1:]


_ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "body with a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "body in UTF-16": lambda content: content.decode().encode("utf-16"),
    "body in UTF-32": lambda content: content.decode().encode("utf-32"),
    "body with bytes that are no text": lambda content: content[:-1] + b',"\xff":0}',
    "body with a property twice, otherwise": _name_twice,
    "body with a property twice": _name_twice_again,
    "body with NaN": lambda content: content[:-1] + b',"newField":NaN}',
    "body with an infinite number": lambda content: content[:-1] + b',"newField":1e400}',
    "body with half a character": lambda content: content[:-1] + b',"newField":"\\ud83c"}',
    "body with a trailing comma": lambda content: content[:-1] + b",}",
    "body in single quotes": lambda content: content.replace(b'"', b"'"),
    "body without quotes": lambda content: content.replace(b'"', b""),
    "body with a comment": lambda content: b"/* ok */" + content,
    "body with a guard": lambda content: b")]}',\n" + content,
    "body with something behind it": lambda content: content + b"<!-- 12 ms -->",
    "body twice": lambda content: content + content,
    "body in lines": lambda content: content + b"\n" + content + b"\n",
    "body as a script": lambda content: b"callback(" + content + b");",
    "body as an event": lambda content: b"data: " + content + b"\n\n",
    "body cut in two": lambda content: content[: len(content) // 2],
    "body without its end": lambda content: content[:-1],
    "body a space": lambda content: b" ",  # noqa: ARG005  (whatever it is)
    "body escaped as HTML": lambda content: content.replace(b'"', b"&quot;"),
    "body escaped for an address": lambda content: content.replace(b'"', b"%22"),
    "body as XML": lambda content: b"<response>" + content + b"</response>",
    "body as HTML": lambda content: b"<!doctype html><title>OK</title>",  # noqa: ARG005
    "body as PHP writes arrays": lambda content: content.replace(b"{", b"[").replace(b"}", b"]"),
}


def _encoding(operation: str, status: int, encode: Callable[[bytes], bytes]) -> Wrap:
    def change(response: Response) -> Response:
        return with_content(response, encode(response.content))

    return answers_of(operation, status, change)
