# SPDX-License-Identifier: EUPL-1.2
"""Each thing in its room: SQL in the store, colours in the theme, labels made in one place."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.house.tree import ROOT, calls, nodes, read, sources, under

SQL = re.compile(
    r"\b(?:SELECT\b.+\bFROM|INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|PRAGMA\s+\w+"
    r"|CREATE\s+(?:VIRTUAL\s+|UNIQUE\s+|TEMP\s+)*(?:TABLE|INDEX|TRIGGER))\b",
    re.DOTALL,
)
HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\Z")
COLOUR_IN_STYLE = re.compile(r":\s*#[0-9a-fA-F]{3,8}\b|\brgba?\(")
PLAIN = Path("src/welfaredesk/ui/parts/plain.py")
RICH = ("setHtml", "insertHtml", "appendHtml", "setMarkdown", "setTextFormat", "setOpenExternalLinks")
PAINTING = ("QMessageBox", "QToolTip", "QErrorMessage", "QWhatsThis")


@cache
def _strings(path: Path) -> tuple[str, ...]:
    """Return the strings of a file, its docstrings left out."""
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = set()
    for node in nodes(path):
        if isinstance(node, described) and node.body and isinstance(node.body[0], ast.Expr):
            docstrings.add(node.body[0].value)
    found = (node for node in nodes(path) if isinstance(node, ast.Constant) and node not in docstrings)
    return tuple(node.value for node in found if isinstance(node.value, str))


def test_sql_is_written_in_the_store_alone() -> None:
    """The server, once there, has SQL of its own."""
    rooms = [path for path in sources("src") if not under(path, "store") and not under(path, "server")]
    assert not [f"{path}: {text[:60]}" for path in rooms for text in _strings(path) if SQL.search(text)]
    run = ("execute", "executemany", "executescript")
    assert not [f"{path}:{call.lineno}" for path in rooms for name in run for call in calls(path, name)]


def test_a_colour_is_written_in_the_theme_alone() -> None:
    rooms = [path for path in sources("src") if not under(path, "ui", "theme")]
    written = [(path, text) for path in rooms for text in _strings(path)]
    assert not [f"{p}: {text[:60]}" for p, text in written if HEX.match(text) or COLOUR_IN_STYLE.search(text)]


def test_text_on_the_screen_is_plain() -> None:
    """Qt's labels and boxes show HTML and local pictures by themselves: ui/parts/plain.py makes ours."""
    rooms = [path for path in sources("src") if under(path, "ui") and path != PLAIN]
    found = [(path, call) for path in rooms for name in ("QLabel", *RICH) for call in calls(path, name)]
    assert not [f"{path}:{call.lineno}" for path, call in found]
    named = [(p, n.id) for p in rooms for n in nodes(p) if isinstance(n, ast.Name)]
    assert not [f"{path}: {name}" for path, name in named if name in PAINTING]


def test_no_test_sleeps() -> None:
    rooms = sources("tests/unit", "tests/ui", "tests/conformance", "tests/world")
    assert not [f"{path}:{call.lineno}" for path in rooms for call in calls(path, "sleep")]


def test_no_code_of_ours_is_mocked() -> None:
    mocks = re.compile(r"unittest\.mo" + r"ck|\bMagicMo" + r"ck\b|\bmocker\b")
    assert not [str(path) for path in sources("src", "tests") if mocks.search(read(path))]


def test_a_planted_import_upwards_is_caught(tmp_path: Path) -> None:
    """The contracts of `pyproject.toml` hold only if a fault makes them fail."""
    planted = {
        "base/__init__.py": "import sqlite3\n",
        "cli/__init__.py": "import PySide6\n",
        "domain/__init__.py": "import welfaredesk.store\n",
        "domain/records/__init__.py": "",
        "domain/records/one.py": "import welfaredesk.domain.records.two\n",
        "domain/records/two.py": "",
        "ui/__init__.py": "import welfaredesk.store\n",
        "server/__init__.py": "import welfaredesk.desk\n",
        "desk/__init__.py": "import sqlcipher3\n",
        "stray/__init__.py": "",
    }
    for room in ("__init__.py", "__main__.py", *(f"{p}/__init__.py" for p in _packages()), *planted):
        file = tmp_path / "welfaredesk" / room
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(planted.get(room, ""), encoding="utf-8")
    answer = _lint_imports(tmp_path)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "Contracts: 0 kept, 7 broken." in answer.stdout


def _packages() -> list[str]:
    return sorted(p.parent.name for p in (ROOT / "src/welfaredesk").glob("*/__init__.py"))


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports;"
        "sys.exit(lint_imports(config_filename=sys.argv[1], no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", code, str(ROOT / "pyproject.toml")],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
