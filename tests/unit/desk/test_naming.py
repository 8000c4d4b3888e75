# SPDX-License-Identifier: EUPL-1.2
"""The words of a new ente, written once; and the program's own trial of itself."""

import tempfile
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadInput
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import records
from welfaredesk.desk.founding import COORDINATION, OWN, WORKING, FirstStart, places
from welfaredesk.desk.lists import page_of
from welfaredesk.desk.naming import name_ente
from welfaredesk.desk.printing import ente_name
from welfaredesk.desk.records import type_named
from welfaredesk.desk.self_check import EXCHANGE, STEPS, WINDOW, self_check
from welfaredesk.desk.session import Session

START = FirstStart(
    ente="Consorzio del Fiume",
    surname="Bianchi",
    name="Lucia",
    passphrase=PASSPHRASE,
    comuni=("Casalmaggiore", "Gussola", "Un comune che non c'è"),
    alone=True,
)


def test_an_ente_is_named_once(session: Session) -> None:
    touched: list[str] = []
    session.on_touched(touched.extend)
    assert ente_name(session) == ""
    assert name_ente(session, START, profile="social_worker")
    assert set(touched) == set(places(session.identity.ente).values())
    assert not name_ente(session, START)
    assert ente_name(session) == "Consorzio del Fiume"
    assert records.show(session, session.identity.operator).title == "Bianchi, Lucia"
    groups = {str(row["_id"]) for row in page_of(session, type_named("group"))[0]}
    assert {session.identity.groups[kind] for kind in (WORKING, COORDINATION)} <= groups
    assert session.identity.groups[OWN] not in groups
    ((settings,), _) = page_of(session, type_named("ente_settings"))
    codes = {row["comune"]: row.get("code") for row in settings["comuni"]}
    assert codes == {"Casalmaggiore": "B898", "Gussola": "E272", "Un comune che non c'è": None}


def test_an_ente_that_cannot_be_named_whole_is_not_named(session: Session) -> None:
    with pytest.raises(BadInput):
        name_ente(session, START, profile="mestiere che non esiste")
    assert ente_name(session) == ""
    assert page_of(session, type_named("group"))[0] == []
    assert name_ente(session, START)


def test_the_program_tries_itself_and_leaves_nothing(
    clock: FixedClock, ids: SeededIds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    steps = self_check(clock=clock, ids=ids)
    assert [(step.name, step.ok) for step in steps] == [
        (name, True) for name in STEPS if name not in (EXCHANGE, WINDOW)
    ]
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setitem(STEPS, "vault", ("", lambda _: False))
    assert [(step.name, step.ok) for step in self_check(clock=clock, ids=ids)] == [("vault", False)]


def test_a_step_that_fails_is_told_and_logged_by_its_kind(
    clock: FixedClock,
    ids: SeededIds,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setitem(STEPS, "vault", STEPS["pdf"])
    assert [(step.name, step.ok) for step in self_check(clock=clock, ids=ids)] == [("vault", False)]
    assert [line.getMessage() for line in caplog.records] == ["self-check-failed RuntimeError"]


def test_the_window_is_tried_last_where_there_is_one(
    clock: FixedClock, ids: SeededIds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in STEPS:
        if name != WINDOW:
            monkeypatch.setitem(STEPS, name, ("", lambda _: True))
    for comes_out, showing in ((True, Path.is_absolute), (False, Path.is_dir)):
        steps = self_check(clock=clock, ids=ids, showing=showing)
        assert (steps[-1].name, steps[-1].ok) == (WINDOW, comes_out)
