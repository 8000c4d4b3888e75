# SPDX-License-Identifier: EUPL-1.2
"""The files of the project, as the tests of the house read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from welfaredesk.base.cycles import uncollected

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "welfaredesk"
OURS = ("src", "tests", "typings", "installer", "docs", "resources", ".ci")
TEXT = {
    ".py",
    ".pyi",
    ".spec",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".txt",
    ".csv",
    ".json",
    ".qss",
    ".typ",
    ".sh",
    "",
}


@cache
def sources(*folders: str) -> tuple[Path, ...]:
    """Return our Python files, all of them or those of the given folders, relative to the project."""
    chosen = folders or ("src", "tests", "typings", "installer")
    found = (path for folder in chosen for path in (ROOT / folder).rglob("*"))
    return tuple(sorted(path.relative_to(ROOT) for path in found if path.suffix in {".py", ".pyi", ".spec"}))


@cache
def texts() -> tuple[Path, ...]:
    """Return every text file that is ours, relative to the project."""
    found = [path for folder in OURS for path in (ROOT / folder).rglob("*")]
    found += [path for path in ROOT.iterdir() if not path.name.startswith(".") or path.name == ".gitignore"]
    kept = (p for p in found if p.is_file() and p.suffix in TEXT and "__pycache__" not in p.parts)
    return tuple(sorted(p.relative_to(ROOT) for p in kept if not any(x.endswith(".egg-info") for x in p.parts)))


@cache
def read(path: Path) -> str:
    """Return the text of a file named relative to the project."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file named relative to the project."""
    with uncollected():
        return ast.parse(read(path), filename=str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all that is in the syntax tree of a file, walked once for all who look."""
    with uncollected():
        return tuple(ast.walk(tree(path)))


def functions(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.ClassDef | None]]:
    """Yield every function of a file with the class that holds it, if one does."""
    owners: dict[ast.AST, ast.ClassDef] = {}
    for node in nodes(path):
        if isinstance(node, ast.ClassDef):
            owners.update(dict.fromkeys(node.body, node))
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, owners.get(node)


def calls(path: Path, name: str) -> Iterator[ast.Call]:
    """Yield the calls of `name` or of `something.name`."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            called = node.func
            if (isinstance(called, ast.Name) and called.id == name) or (
                isinstance(called, ast.Attribute) and called.attr == name
            ):
                yield node


def under(path: Path, *parts: str) -> bool:
    """Tell whether a file lies in a folder of the package."""
    return path.is_relative_to(Path("src/welfaredesk", *parts))
