# SPDX-License-Identifier: EUPL-1.2
"""The wipe: nothing of the vault opens afterwards, whenever it was interrupted, and nothing else is touched."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE, giulia, open_desk
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.cut_errors import DeskWiped
from welfaredesk.base.errors import Fault
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import closed, erasing
from welfaredesk.desk.session import open_session
from welfaredesk.desk.unlocking import has_vault

KEPT = {"lock", closed.ERASED, "appunti miei.txt"}


@pytest.fixture
def profile(tmp_path: Path, clock: FixedClock) -> Path:
    """Return a profile with a vault, all that may lie beside it, and a file that is not ours."""
    session = open_desk(tmp_path / "desk", clock=clock, ids=SeededIds(3, clock))
    giulia(session)
    session.close()
    profile = session.profile
    (profile / "files" / ("a" * 64)).write_bytes(b"sealed")
    (profile / "opened").mkdir(exist_ok=True)
    (profile / "opened" / "documento.pdf").write_bytes(b"plain")
    shutil.copy(profile / "vault.db", profile / "vault.db.prima-di-2")
    aside = profile / "danneggiato-20260302-100000"
    aside.mkdir()
    (aside / "slots").hardlink_to(profile / "slots")
    shutil.copy(profile / "vault.db", aside / "vault.db")
    (profile / "appunti miei.txt").write_text("miei")
    return profile


def opens(profile: Path, clock: FixedClock) -> bool:
    """Tell whether the passphrase opens a profile."""
    try:
        open_session(profile, PASSPHRASE, clock=clock, ids=SeededIds(4, clock)).close()
    except Fault:
        return False
    return True


def test_nothing_of_the_vault_is_left_and_nothing_else_is_touched(profile: Path, clock: FixedClock) -> None:
    slots = (profile / "slots").read_bytes()
    assert opens(profile, clock)
    erasing.erase(profile)
    assert {path.name for path in profile.iterdir()} == KEPT
    assert not has_vault(profile)
    assert closed.was_erased(profile)
    with pytest.raises(DeskWiped):
        open_session(profile, PASSPHRASE, clock=clock, ids=SeededIds(4, clock))
    assert not any(slots in path.read_bytes() for path in profile.rglob("*") if path.is_file())


class PowerCut(Exception):
    """The PC stops here."""


@pytest.mark.parametrize("steps", range(12))
def test_an_interrupted_wipe_goes_on_at_the_next_start(
    profile: Path, clock: FixedClock, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [steps]

    def until_then(deed: Callable[..., None]) -> Callable[..., None]:
        def done(*said: object, **named: object) -> None:
            if not left[0]:
                raise PowerCut()
            left[0] -= 1
            deed(*said, **named)

        return done

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", until_then(Path.unlink))
        patched.setattr(shutil, "rmtree", until_then(shutil.rmtree))
        try:
            erasing.erase(profile)
        except PowerCut:
            assert (profile / closed.ERASING).exists()
    assert not has_vault(profile)
    assert not opens(profile, clock)
    assert {path.name for path in profile.iterdir()} == KEPT


def test_a_new_vault_may_take_the_place_of_an_erased_one(profile: Path, clock: FixedClock) -> None:
    erasing.erase(profile)
    session = open_desk(profile, clock=clock, ids=SeededIds(5, clock))
    session.close()
    assert not closed.was_erased(profile)
    assert opens(profile, clock)
