# SPDX-License-Identifier: EUPL-1.2
"""The cut in an ente that has no server: words go at once, and joining a server later brings nothing back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from tests.opened import PASSPHRASE, add, giulia
from tests.unit.desk.exchange.cutters import LATER, SECRET, fold_of, holds, note, rounds
from tests.unit.desk.exchange.lines import LineOver
from tests.unit.desk.exchange.office import Office, database, office_in, same, sound
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.cut_errors import CutNumberMissing, NobodyToConfirm, SheetsNeeded
from welfaredesk.base.errors import NotFound, WrongShares
from welfaredesk.base.exchange_errors import ServerRefuses
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import (
    acts,
    attachments,
    clashes,
    copies,
    cutting,
    drafts,
    exporting,
    founding,
    granting,
    lists,
    records,
    reserving,
)
from welfaredesk.desk.founding import Drawn, FirstStart
from welfaredesk.desk.posting import own_group
from welfaredesk.desk.session import Session, open_session
from welfaredesk.domain import cut_note
from welfaredesk.domain.entry import decode_body
from welfaredesk.domain.kinds import RESERVED
from welfaredesk.store.files import FILES_NAME
from welfaredesk.sync.line import Answer
from welfaredesk.sync.wire import Code, Trouble

NUMBER, REASON = "12/2026", "Provvedimento del Garante"


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    with office_in(tmp_path, clock=clock) as opened:
        yield opened


def _solo(office: Office) -> tuple[Session, Drawn]:
    """Return the one desk of an ente without a server, and its sheets."""
    profile, ids = office.folder / "one", SeededIds(7, office.clock)
    start = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE, alone=True)
    drawn = founding.draw(ids, alone=True)
    founding.found(profile, start, clock=office.clock, ids=ids, cost=TEST_COST, drawn=drawn)
    session = open_session(profile, PASSPHRASE, clock=office.clock, ids=ids)
    office.stack.callback(session.close)
    return session, drawn


def test_without_a_server_the_sheets_stand_for_the_second_person(office: Office) -> None:
    session, drawn = _solo(office)
    person = giulia(session)
    wrong = note(session, person, f"Una cosa {SECRET} di un'altra persona.")
    other = founding.draw(SeededIds(99, office.clock), alone=True)
    with pytest.raises(SheetsNeeded):
        cutting.propose(session, [wrong], number=NUMBER, reason=REASON)
    with pytest.raises(WrongShares):
        cutting.propose(session, [wrong], number=NUMBER, reason=REASON, shares=other.shares[:1])
    with pytest.raises(WrongShares):
        cutting.propose(session, [wrong], number=NUMBER, reason=REASON, shares=["abaco abate"])
    with pytest.raises(CutNumberMissing):
        cutting.propose(session, [wrong], number=" ", reason=REASON, shares=drawn.shares[:1])
    assert SECRET in fold_of(session, wrong)["text"]
    made = cutting.propose(session, [wrong], number=NUMBER, reason=REASON, shares=drawn.shares[:1])
    assert (made.state, made.number, made.may_confirm) == ("cut", NUMBER, False)
    assert cutting.proposals(session) == [made]
    assert cutting.still_at_server(session) == []


def test_words_and_files_are_nowhere_and_the_headers_stay(office: Office, tmp_path: Path) -> None:
    session, drawn = _solo(office)
    person = giulia(session)
    wrong, right = note(session, person, f"Una cosa {SECRET}."), note(session, person, "Una visita.")
    records.change(session, wrong, {"text": f"Una cosa {SECRET} e {LATER}."})
    records.change(session, right, {"text": "Una visita a casa."})
    document = add(session, "document", root=person, title="Referto", kind="other")
    plain = tmp_path / "referto.txt"
    plain.write_text(SECRET)
    attachments.attach(session, document, plain)
    value = attachments.value_of(session, document)
    drafts.keep(session, f"record/{wrong}", {"text": SECRET}, type_name="diary_entry", record=wrong)
    headers = (
        database(session).conn.execute("SELECT header FROM entry WHERE record = ? ORDER BY n", (wrong,)).fetchall()
    )
    history, count = list(records.history(session, right)), _entries(session)
    assert lists.search(session, SECRET)
    assert holds(session.profile, SECRET)
    cutting.propose(session, [wrong, document], number=NUMBER, reason=REASON, shares=drawn.shares[:1])
    for gone in (wrong, document):
        with pytest.raises(NotFound):
            records.show(session, gone)
        assert list(database(session).conn.execute("SELECT 1 FROM entry WHERE record = ?", (gone,))) == []
    assert not lists.search(session, SECRET)
    assert drafts.all_drafts(session) == []
    assert not (session.profile / FILES_NAME / value["sha256"]).exists()
    for word in (SECRET, LATER, value["key"]):
        assert not holds(session.profile, word)
    assert list(records.history(session, right)) == history
    assert _entries(session) == count
    kept = [header for line in _traces(session) for header, _ in line.lines]
    assert set(kept) >= {row[0] for row in headers}
    assert {record for line in _traces(session) for record, _ in line.records} == {wrong, document}
    sound(session)
    made = copies.write(session, tmp_path / "copia")
    copies.restore(
        made.path, tmp_path / "again", passphrase=PASSPHRASE, clock=office.clock, ids=SeededIds(8, office.clock)
    )
    assert not holds(tmp_path / "again", SECRET)


def _entries(session: Session) -> int:
    return int(database(session).conn.execute("SELECT count(*) FROM entry").fetchone()[0])


def _traces(session: Session) -> list[cut_note.CutNote]:
    """Return what stands in the place of the entries that were cut."""
    found = database(session).conn.execute("SELECT body FROM entry WHERE type = ?", (cut_note.TYPE,))
    return [said for (body,) in found if (said := cut_note.from_body(decode_body(body))) is not None]


def test_ones_own_notes_go_without_sheets(office: Office) -> None:
    session, _ = _solo(office)
    mine, kept = add(session, "quick_note", text=SECRET), add(session, "quick_note", text=LATER)
    records.retire(session, mine, "Distrutto")
    assert holds(session.profile, SECRET)
    assert cutting.propose(session, [mine], number="-", reason="Non serve").state == "cut"
    assert not holds(session.profile, SECRET)
    assert fold_of(session, kept)["text"] == LATER
    sound(session)


def test_joining_a_server_later_brings_nothing_back(office: Office) -> None:
    first, drawn = _solo(office)
    person = giulia(first)
    wrong, right = note(first, person, f"Una cosa {SECRET}."), note(first, person, "Una visita.")
    mine = add(first, "quick_note", text=LATER)
    cutting.propose(first, [wrong], number=NUMBER, reason=REASON, shares=drawn.shares[:1])
    cutting.propose(first, [mine], number="-", reason="Non serve")
    records.change(first, right, {"text": "Una visita a casa."})
    before = _headers(first)
    office.attach(first)
    assert _headers(first) == before
    second = office.enrol(first)
    rounds(office, second, first)
    assert same(first, second)
    for session in (first, second):
        assert fold_of(session, right)["text"] == "Una visita a casa."
        with pytest.raises(NotFound):
            records.show(session, wrong)
        assert not holds(session.profile, SECRET)
        assert not holds(session.profile, LATER)
        sound(session)
    survivor = note(first, person, "Un'altra.")
    rounds(office, first, second)
    made = cutting.propose(second, [right], number=NUMBER, reason=REASON)
    rounds(office, second, first)
    cutting.confirm(first, made.id)
    rounds(office, first, second)
    third = office.enrol(first, name="three")
    rounds(office, second, first, third)
    for session in (first, second, third):
        assert fold_of(session, survivor)["text"] == "Un'altra."
        with pytest.raises(NotFound):
            records.show(session, right)
        sound(session)
    assert same(first, second, third)
    assert cutting.still_at_server(first) == []


def _headers(session: Session) -> list[bytes]:
    found = database(session).conn.execute(
        "SELECT header FROM entry WHERE folder IN (SELECT id FROM folder) ORDER BY n"
    )
    return [header for (header,) in found]


def test_after_joining_a_server_two_people_are_needed(office: Office) -> None:
    session, drawn = _solo(office)
    wrong = note(session, giulia(session), SECRET)
    office.attach(session)
    with pytest.raises(NobodyToConfirm):
        cutting.propose(session, [wrong], number=NUMBER, reason=REASON, shares=drawn.shares[:1])
    assert SECRET in fold_of(session, wrong)["text"]


@dataclass
class Refusing(LineOver):
    """A line on which the server says who it is, and takes nothing."""

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        if method != "POST":
            return self.line.ask(method, path, headers=headers, body=body)
        for _ in () if isinstance(body, bytes) else body:
            pass
        return Answer(400, {}, iter([msgspec.msgpack.encode(Trouble(code=Code.FORMAT))]))


def test_what_was_offered_to_a_server_that_took_nothing_is_sealed_anew(office: Office) -> None:
    first, drawn = _solo(office)
    person = giulia(first)
    wrong, right = note(first, person, SECRET), note(first, person, "Una visita.")
    with pytest.raises(ServerRefuses):
        office.attach(first, line=Refusing(office.line))
    assert database(first).conn.execute("SELECT count(*) FROM parcel").fetchone()[0]
    cutting.propose(first, [wrong], number=NUMBER, reason=REASON, shares=drawn.shares[:1])
    office.attach(first)
    second = office.enrol(first)
    rounds(office, second, first)
    assert same(first, second)
    assert fold_of(second, right)["text"] == "Una visita."
    sound(second)


def test_ordinary_to_reserved_on_one_desk_keeps_the_history(office: Office) -> None:
    session, drawn = _solo(office)
    told = note(session, giulia(session), "Prima.")
    records.change(session, told, {"text": SECRET})
    before, history = fold_of(session, told), _history(session, told)
    with pytest.raises(SheetsNeeded):
        reserving.reserve(session, [told], number=NUMBER, reason=REASON)
    assert records.show(session, told).circle == "ordinary"
    made = reserving.reserve(session, [told], number=NUMBER, reason=REASON, shares=drawn.shares[:1])
    assert made.proposal.state == "cut"
    assert records.show(session, told).circle == "reserved"
    assert fold_of(session, told) == before
    assert _history(session, told) == history
    sound(session)


def test_what_was_made_reserved_on_one_desk_is_read_by_whoever_comes_later(office: Office, tmp_path: Path) -> None:
    session, drawn = _solo(office)
    person = giulia(session)
    told, document = note(session, person, "Prima."), add(session, "document", root=person, title="A", kind="other")
    records.change(session, told, {"text": SECRET})
    (tmp_path / "a.txt").write_text(LATER)
    attachments.attach(session, document, tmp_path / "a.txt")
    before, history = fold_of(session, told), _history(session, told)
    reserving.reserve(session, [told, document], number=NUMBER, reason=REASON, shares=drawn.shares[:1])
    office.attach(session)
    second = office.enrol(session, groups=())
    rounds(office, second, session)
    group = own_group(session.read_roster(), second.identity.operator)
    assert group is not None
    granting.grant(session, person, group, circle=RESERVED)
    rounds(office, session, second)
    office.round(second, files=True)
    assert (fold_of(second, told), _history(second, told)) == (before, history)
    assert {line["copied_by"] for line in records.history(second, told)} == {session.identity.operator}
    exporting.export_clear(session, tmp_path / "out", reason="Prova")
    (row,) = [msgspec.json.decode(one) for one in (tmp_path / "out/diary_entry.jsonl").read_bytes().splitlines()]
    assert (row["text"], row["_copied_by"]) == (SECRET, "Operatore non in elenco")
    assert attachments.read_bytes(second, document) == LATER.encode()
    with pytest.raises(NotFound):
        records.show(second, person)
    sound(second)


def test_what_only_the_reserved_part_says_stays_when_the_rest_comes_to_it(office: Office) -> None:
    session, drawn = _solo(office)
    referral = add(session, "referral", source="other", content="Un minore", referrer="La scuola")
    acts.do(session, referral, "accept", given={})
    before, history = fold_of(session, referral), _history(session, referral)
    assert before["referrer"] == "La scuola"
    reserving.reserve(session, [referral], number=NUMBER, reason=REASON, shares=drawn.shares[:1])
    assert (fold_of(session, referral), sorted(_history(session, referral), key=str)) == (
        before,
        sorted(history, key=str),
    )
    assert clashes.waiting(session) == []
    sound(session)


def test_states_are_made_reserved_with_the_acts_that_led_to_them(office: Office) -> None:
    session, drawn = _solo(office)
    (row,) = lists.of_root(session, "care_episode", giulia(session))
    episode = str(row["_id"])
    acts.do(session, episode, "suspend", given={"suspension_reason": "Ricovero"})
    records.change(session, episode, {"notes": "Da sentire"})
    acts.do(session, episode, "close", given={"closing_reason": "moved"})
    before, history = fold_of(session, episode), _history(session, episode)
    reserving.reserve(session, [episode], number=NUMBER, reason=REASON, shares=drawn.shares[:1])
    assert (records.show(session, episode).circle, records.show(session, episode).state) == ("reserved", "saved")
    assert (fold_of(session, episode), _history(session, episode)) == (before, history)
    assert clashes.waiting(session) == []
    assert acts.offered(session, episode).changed == ()
    sound(session)


def _history(session: Session, record: str) -> list[tuple[object, ...]]:
    return [(line["field"], line["operator"], line["when"], line["after"]) for line in records.history(session, record)]
