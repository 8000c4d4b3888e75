# SPDX-License-Identifier: EUPL-1.2
"""Files are short, licensed, described, and excuse themselves from nothing."""

import ast
import re
import statistics
from pathlib import Path

import pytest

from tests.house.tree import functions, nodes, read, sources, texts, tree

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 50
MEDIAN_OF_FILES = 180
POSITIONAL = 2
SURROUNDINGS = {"session", "database", "context", "connection", "ledger", "service"}
SPDX = "SPDX-License-Identifier: EUPL-1.2"
# Spelled in halves, so that this file does not hold what it looks for.
EXCUSES = re.compile(r"#\s*(?:type: " + r"ignore|no" + r"qa|pragma: no " + r"cover|mypy: |ruff: " + r"no|pylint: )")
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|HA" + r"CK)\b")
OUTSIDE = re.compile(r"\.\./sha" + r"red|/work/" + r"(?:main|shared)|/ho" + r"me/[a-z]+/|/ro" + r"ot/")
HOSTS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host|file://|\bpypi\b", re.IGNORECASE)
SUFFIXES = ("Manager", "Helper", "Util", "Utils", "Handler", "Controller", "Base", "Mixin")
CALLED_BY_QT = {"paint", "data", "index", "parent", "event"}


def test_a_file_can_be_read_in_one_sitting() -> None:
    assert not [str(path) for path in sources() if len(read(path).splitlines()) >= LINES_OF_A_FILE]


def test_the_median_file_is_short() -> None:
    lengths = [len(read(path).splitlines()) for path in sources("src") if path.name != "__init__.py"]
    assert statistics.median(lengths) < MEDIAN_OF_FILES


def test_a_function_fits_on_a_screen() -> None:
    """Its docstring is not counted."""
    assert not [f"{p}: {f.name}" for p in sources() for f, _ in functions(p) if _length(f) > LINES_OF_A_FUNCTION]


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    told = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(function) else 0
    return (function.end_lineno or 0) - function.lineno + 1 - told


def test_a_source_file_says_its_licence() -> None:
    assert not [str(path) for path in sources() if read(path).partition("\n")[0] != f"# {SPDX}"]
    others = ("Makefile", "installer/prepare", ".ci/run", "pyproject.toml", "publiccode.yml")
    assert not [name for name in others if SPDX not in read(Path(name))[:200]]


def test_a_module_says_its_noun_in_a_sentence() -> None:
    assert not [str(path) for path in sources() if path.suffix != ".pyi" and not _has_a_sentence(path)]


def _has_a_sentence(path: Path) -> bool:
    docstring = ast.get_docstring(tree(path)) or ""
    return docstring.partition("\n\n")[0].rstrip().endswith((".", ":"))


def test_nothing_is_excused_from_a_check() -> None:
    assert not _found(EXCUSES, sources())


def test_nothing_is_left_for_later_in_a_comment() -> None:
    assert not _found(UNFINISHED, texts())


def test_nothing_points_outside_the_project() -> None:
    assert not _found(OUTSIDE, texts())


def _found(pattern: re.Pattern[str], paths: tuple[Path, ...]) -> list[str]:
    return [f"{path}: {found}" for path in paths for found in pattern.findall(read(path))]


@pytest.mark.parametrize("name", ["installer/lock-run.txt", "installer/lock-dev.txt"])
def test_a_lock_names_no_place_and_pins_every_package(name: str) -> None:
    text = read(Path(name))
    assert not HOSTS.findall(text)
    pinned = re.findall(r"^[a-zA-Z0-9._-]+==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)
    named = re.findall(r"^[a-zA-Z0-9]", text, re.MULTILINE)
    assert len(pinned) == len(named) > 20


def test_a_class_is_named_for_what_it_is() -> None:
    classes = [(p, node) for p in sources() for node in nodes(p) if isinstance(node, ast.ClassDef)]
    assert not [f"{path}: {node.name}" for path, node in classes if node.name.endswith(SUFFIXES)]


def test_nothing_returns_a_tuple_of_four() -> None:
    assert not [f"{p}: {f.name}" for p in sources() for f, _ in functions(p) if _is_wide_tuple(f.returns)]


def _is_wide_tuple(hint: ast.expr | None) -> bool:
    if isinstance(hint, ast.Constant) and isinstance(hint.value, str):
        hint = ast.parse(hint.value, mode="eval").body
    for node in ast.walk(hint) if hint else ():
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "tuple":
            inside = node.slice
            if isinstance(inside, ast.Tuple) and len(inside.elts) >= 4:
                return True
    return False


def test_arguments_have_names_from_the_third_on() -> None:
    """Of what is public; methods that Qt calls keep Qt's shape: camel case, and those of models.

    A session, database or context that a call happens in comes before the arguments and does not count.
    """
    found = ((path, f) for path in sources("src") for f, owner in functions(path) if _is_crowded(f, owner))
    assert not [f"{path}: {function.name}" for path, function in found]


def _is_crowded(function: ast.FunctionDef | ast.AsyncFunctionDef, owner: ast.ClassDef | None) -> bool:
    name = function.name
    if name in CALLED_BY_QT or name.startswith("_") or name.lower() != name:
        return False
    static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in function.decorator_list)
    positional = [*function.args.posonlyargs, *function.args.args]
    # What a call happens in comes first and is no argument of it, as `self` is none.
    surroundings = sum(1 for one in positional if one.arg in SURROUNDINGS)
    return len(positional) - surroundings - (owner is not None and not static) > POSITIONAL
