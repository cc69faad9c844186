"""GitHub's expressions, as far as the workflow uses them: contexts, texts, !, ==, !=, && and ||, and parentheses."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Contexts = Mapping[str, Any]
STATUS = ("success()", "failure()", "always()", "cancelled()")

_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|&&|\|\||==|!=|!|\(\)|\(|\)|[\w.-]+)")


def evaluated(expression: str, contexts: Contexts) -> Any:
    """Return an expression's value. What a context does not have is the empty text, as in GitHub's comparisons."""
    tokens = _TOKEN.findall(expression)
    assert "".join(tokens) == re.sub(r"\s+(?=(?:[^']*'[^']*')*[^']*$)", "", expression), expression
    reader = _Reader(iter([*tokens, ""]), contexts)
    value = reader.either()
    assert reader.token == "", expression
    return value


def filled(text: str, contexts: Contexts) -> str:
    """Return a text with its ``${{ }}`` replaced."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(evaluated(found[1].strip(), contexts)), text)


class _Reader:
    def __init__(self, tokens: Iterator[str], contexts: Contexts) -> None:
        self._tokens, self._contexts = tokens, contexts
        self.token = next(tokens)

    def _take(self) -> str:
        taken, self.token = self.token, next(self._tokens, "")
        return taken

    def _chain(self, operator: str, part: Callable[[], Any]) -> Any:
        value = part()
        while self.token == operator:
            self._take()
            following = part()
            value = (value or following) if operator == "||" else (value and following)
        return value

    def either(self) -> Any:
        return self._chain("||", lambda: self._chain("&&", self._comparison))

    def _comparison(self) -> Any:
        value = self._one()
        if self.token not in ("==", "!="):
            return value
        return (value == self._one()) if self._take() == "==" else (value != self._one())

    def _one(self) -> Any:
        token = self._take()
        if token == "!":
            return not self._one()
        if token == "(":
            value = self.either()
            assert self._take() == ")"
            return value
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if self.token == "()":
            return self._contexts[token + self._take()]
        value = self._contexts
        for name in token.split("."):
            value = value.get(name, "") if isinstance(value, Mapping) else ""
        return value
