# SPDX-License-Identifier: EUPL-1.2
"""What the documents say is so: links lead somewhere, commands exist, generated pages are current."""

import re
import runpy
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.tree import ROOT, read, texts
from welfaredesk.cli.page import commands_page
from welfaredesk.desk.dictionary_page import dictionary_page
from welfaredesk.sync.protocol_page import protocol_page

PAGES = [path for path in texts() if path.suffix == ".md"]
TARGETS = re.compile(r"^([a-z-]+):(?!=)", re.MULTILINE)

GENERATED: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "data-dictionary.md": dictionary_page,
    "protocol-messages.md": protocol_page,
}
"""Pages under `docs/` that the program writes, each with the function that gives its text as it should be."""


def test_a_link_leads_to_a_file() -> None:
    found = [(path, link) for path in PAGES for link in re.findall(r"\]\(([^)#\s]+)\)", read(path))]
    local = [(path, link) for path, link in found if "://" not in link]
    assert not [f"{path}: {link}" for path, link in local if not (ROOT / path.parent / link).exists()]


def test_a_named_make_target_exists() -> None:
    targets = set(TARGETS.findall(read(Path("Makefile"))))
    named = [(path, name) for path in PAGES for name in re.findall(r"`make ([a-z-]+)", read(path))]
    assert not [f"{path}: {name}" for path, name in named if name not in targets]


def test_the_readme_names_what_the_ci_calls() -> None:
    called = [line for line in read(Path(".ci/run")).splitlines() if line.startswith("make ")]
    assert called == ["make test"]
    assert "`make test`" in read(Path("README.md"))


def test_the_generated_pages_are_current() -> None:
    assert not [name for name, made in GENERATED.items() if read(Path("docs", name)) != made()]


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_page_is_written_where_it_is_wanted(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sys.modules[GENERATED[name].__module__].__file__
    assert source is not None
    monkeypatch.setattr(sys, "argv", [source, str(tmp_path / name)])
    runpy.run_path(source, run_name="__main__")
    assert (tmp_path / name).read_text(encoding="utf-8") == GENERATED[name]()


def test_the_versions_agree() -> None:
    project = tomllib.loads(read(Path("pyproject.toml")))["project"]
    assert f"softwareVersion: {project['version']}" in read(Path("publiccode.yml"))
    assert f"## {project['version']}" in read(Path("CHANGELOG.md"))


def test_what_is_pinned_is_what_is_locked() -> None:
    project = tomllib.loads(read(Path("pyproject.toml")))["project"]
    extras = project["optional-dependencies"]
    run = [*project["dependencies"], *extras["desk"], *extras["server"], *extras["install"]]
    dev = [*run, *extras["dev"]]
    for name, wanted in (("run", run), ("dev", dev)):
        locked = set(re.findall(r"^([A-Za-z0-9._-]+==\S+)", read(Path(f"installer/lock-{name}.txt")), re.MULTILINE))
        known = {line.lower().replace("_", "-") for line in locked}
        assert not [line for line in wanted if line.lower().replace("_", "-") not in known]


def test_the_licence_is_whole() -> None:
    text = read(Path("LICENSE"))
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in text
    assert "Appendix" in text
