# SPDX-License-Identifier: EUPL-1.2
"""Where a profile is, and where the shipped resources are in each way the program is installed."""

import sys
from pathlib import Path

import platformdirs
import pytest

from welfaredesk.base import places
from welfaredesk.base.machine_errors import UnknownHome


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a person's own data."""
    monkeypatch.delenv(places.PROFILE_VARIABLE, raising=False)
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda name, *, appauthor: str(tmp_path / name))
    return tmp_path / "welfaredesk"


def test_the_profile_given_wins_over_that_of_the_environment(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.profile_folder() == own / "profile"
    monkeypatch.setenv(places.PROFILE_VARIABLE, "~/archivio")
    assert places.profile_folder() == Path.home() / "archivio"
    assert places.profile_folder("qui") == Path.cwd() / "qui"
    monkeypatch.setenv(places.PROFILE_VARIABLE, "")
    assert places.profile_folder("") == own / "profile"


def test_a_path_in_the_home_of_nobody_is_told(own: Path) -> None:
    with pytest.raises(UnknownHome) as told:
        places.profile_folder("~nessuno-qui/archivio")
    assert "~nessuno-qui/archivio comincia con la cartella di un utente" in told.value.text


def test_the_demo_lies_beside_the_profile_and_never_in_it(own: Path) -> None:
    assert places.demo_folder() == own / "demo"
    assert places.demo_folder() not in (places.profile_folder(), *places.profile_folder().parents)


def test_a_checkout_has_its_resources() -> None:
    assert (places.resources_folder() / "fonts").is_dir()


def test_a_frozen_program_has_its_resources_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert places.resources_folder() == tmp_path / "resources"


def test_an_installed_package_has_its_resources_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "welfaredesk" / "base" / "places.py"
    (tmp_path / "welfaredesk" / "resources").mkdir(parents=True)
    monkeypatch.setattr(places, "__file__", str(module))
    assert places.resources_folder() == tmp_path / "welfaredesk" / "resources"
