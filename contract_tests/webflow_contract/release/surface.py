"""What of the generated client a program can name: its modules' classes, their fields, and its functions' parameters.

The contract does not show all of it: an operationId, a tag or a schema that is called otherwise takes names away.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

Surface = Mapping[str, str]
"""What there is, by its dotted name, and its type as it is annotated."""


def surface(sources: Mapping[str, str]) -> Surface:
    """Return the surface of modules, given by path, such as ``models/page.py``, and text."""
    found: dict[str, str] = {}
    for path, text in sorted(sources.items()):
        module = ".".join(PurePosixPath(path).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.parse(text).body:
            found |= {f"{module}.{name}": type_ for name, type_ in _named(node)}
    return found


def gone(old: Surface, new: Surface) -> list[str]:
    """Return what a program can name no longer, or what is of another type altogether.

    A type that has only become wider or narrower is the contract's to judge: it knows what is sent and what is got.
    """
    return [name for name in old if name not in new or _is_another(old[name], new[name])]


def come(old: Surface, new: Surface) -> list[str]:
    """Return what a program can name now."""
    return [name for name in new if name not in old]


def _is_another(old: str, new: str) -> bool:
    before, after = set(old.split(" | ")), set(new.split(" | "))
    return bool(before - after) and bool(after - before)


def _named(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
        yield node.name, "class"
        yield from ((f"{node.name}.{name}", type_) for name, type_ in _fields(node))
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
        yield node.name, "function"
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        yield from ((f"{node.name}({one.arg})", _type(one.annotation)) for one in arguments)


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            yield one.target.id, _type(one.annotation)
        elif isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):  # a member of an enum
            yield one.targets[0].id, ast.unparse(one.value)


def _type(annotation: ast.expr | None) -> str:
    """Return an annotation with the members of a union in order."""
    if annotation is None:
        return "Any"
    text = annotation.value if isinstance(annotation, ast.Constant) else ast.unparse(annotation)
    return " | ".join(sorted(str(text).split(" | ")))
