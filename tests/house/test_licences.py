# SPDX-License-Identifier: EUPL-1.2
"""Nothing that the program is made of lacks a licence, its text or its true version."""

import importlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import zstandard
from cryptography.hazmat.backends.openssl import backend
from cyclonedx.spdx import is_expression, is_supported_id

from installer.bill.document import locked
from installer.bill.owners import installed_in
from sqlcipher3 import dbapi2
from tests.house.tree import ROOT, read
from welfaredesk.base.build import CODE, LICENCE
from welfaredesk.base.installed import collected, shipped, wanted_here
from welfaredesk.base.parts import Collecting, Parts, find, named, own_text, standard_texts

NOT_SHIPPED = {"pip", "setuptools"}
"""What the lock for running holds only to install the rest."""


@cache
def _locked_parts() -> Parts:
    installed = installed_in(None)
    names = locked(ROOT / "installer" / "lock-run.txt").keys() - NOT_SHIPPED
    return collected({name: installed[name] for name in names}, Collecting()).all()


def _is_spdx(licence: str) -> bool:
    return is_supported_id(licence) or is_expression(licence) or licence.startswith("LicenseRef-")


def test_each_package_of_the_lock_has_a_licence_with_its_text() -> None:
    parts = _locked_parts()
    assert not [one for one in parts.parts if not _is_spdx(one.licence)]
    assert not [one.name for one in parts.parts if len(parts.text_of(one)) < 200]
    names = {one.name for one in parts.parts}
    assert names > locked(ROOT / "installer" / "lock-run.txt").keys() - NOT_SHIPPED
    assert {"Qt", "SQLCipher", "SQLite", "PDFium", "typst-pdf", "Atkinson Hyperlegible Next", "Lucide"} <= names


def test_each_licence_of_our_table_is_one_and_its_text_is_there() -> None:
    table = named()
    brought = (*table.inside, *table.ours, *table.frozen, *table.files)
    told = [*table.distributions.values(), *table.system.values(), *(one.licence for one in brought if one.licence)]
    assert not [licence for licence in told if not _is_spdx(licence)]
    shipped_here = [one for one in brought if one.licence and one.within != "psycopg-binary"]
    assert not [one.name for one in shipped_here if not (own_text(one.text) or standard_texts(one.licence))]


def test_libraries_within_packages_have_the_versions_that_we_tell() -> None:
    connection: Any = dbapi2.connect(":memory:")
    connection.execute("PRAGMA key = 'x'")
    asked = {
        ("sqlcipher3", "SQLCipher"): _said(connection, "cipher_version"),
        ("sqlcipher3", "SQLite"): dbapi2.sqlite_version,
        ("sqlcipher3", "OpenSSL"): _said(connection, "cipher_provider_version"),
        ("cryptography", "openssl"): backend.openssl_version_text(),
        ("zstandard", "zstd"): ".".join(map(str, zstandard.ZSTD_VERSION)),
        ("lxml", "libxml2"): ".".join(map(str, importlib.import_module("lxml.etree").LIBXML_VERSION)),
        ("lxml", "libxslt"): ".".join(map(str, importlib.import_module("lxml.etree").LIBXSLT_VERSION)),
        ("pypdfium2", "PDFium"): str(importlib.import_module("pypdfium2.version").PDFIUM_INFO),
    }
    connection.close()
    told = {(one.within, one.name): one.version for one in named().inside}
    assert not [key for key, said in asked.items() if told[key] not in said.replace(" ", ".").split("@")[0]]


def _said(connection: Any, pragma: str) -> str:
    return str(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def test_the_resources_keep_their_licences() -> None:
    for one in named().ours:
        assert [path for pattern in one.files for path in ROOT.glob(pattern)], one.name
        assert one.text, one.name
    assert "name: WelfareDesk" in read(Path("publiccode.yml"))
    assert f'url: "{CODE}"' in read(Path("publiccode.yml"))
    assert f"license: {LICENCE}" in read(Path("publiccode.yml"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [("qt", "Qt"), ("LGPL-3.0 qt", "Qt"), ("openssl sqlcipher3", "OpenSSL"), ("6.11.3 lgpl", "shiboken6")],
)
def test_a_part_is_found_by_any_of_its_words(typed: str, found: str) -> None:
    assert found in [one.name for one in find(_locked_parts().parts, typed)]
    assert not find(_locked_parts().parts, f"{typed} niente")


def test_a_checkout_lists_what_is_installed() -> None:
    names = {one.name for one in shipped().parts}
    assert {"Python", "Qt", "typst"} <= names
    assert not names & {"pytest", "mypy", "cyclonedx-python-lib", "welfaredesk"}
    assert not wanted_here().keys() & {"pytest", "ruff"}
