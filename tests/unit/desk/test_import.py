# SPDX-License-Identifier: EUPL-1.2
"""Imports into a real vault: all or nothing, never twice, never over what a person typed here."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.opened import add
from welfaredesk.base.errors import BadFile, DiskFull, ImportRefused, ImportStopped, NotAllowed
from welfaredesk.base.places import resources_folder
from welfaredesk.desk import lists, records
from welfaredesk.desk.checking import content_hash
from welfaredesk.desk.importing.carrying_out import import_file, import_table
from welfaredesk.desk.importing.guessing import guess_mapping
from welfaredesk.desk.importing.mapping import Column, Mapping, mapping_from
from welfaredesk.desk.importing.reading import read_table
from welfaredesk.desk.importing.report import ImportResult
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import Role
from welfaredesk.domain.tax_code import omocodia_variants

SAMPLES = resources_folder() / "samples"
ERMELINDA = "BTTRLN41C47B898V"
PEOPLE = {"ID": "surname", "Cognome": "surname", "Nome": "name", "CF": "tax_code", "Nato": "birth", "Note": "notes"}


def _file(folder: Path, headings: str, *rows: str, name: str = "file.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter=";").writerows(line.split("|") for line in (headings, *rows))
    return path


def _map(type_: str, columns: dict[str, Any], key: str | None = None, **more: Any) -> Mapping:
    said = {"type": type_, "columns": columns, "key": key} | more
    return mapping_from(json.dumps(said).encode(), "map")


PEOPLE_MAP = _map("person", {heading: path for heading, path in PEOPLE.items() if heading != "ID"}, "ID")


def _people(session: Session) -> list[dict[str, Any]]:
    return lists.page_of(session, records.type_named("person"))[0]


def _counts(result: ImportResult) -> tuple[int, int, int]:
    return result.added, result.changed, result.same


def _entries(session: Session) -> int:
    return int(session.vault.read().conn.execute("SELECT count(*) FROM entry").fetchone()[0])


def _noticed(result: ImportResult) -> list[tuple[int, str]]:
    """Return where something was noticed, the columns left aside that the map has and the file has not."""
    return [(one.row, one.column) for one in result.warnings if one.row > 1]


def _whys(result: ImportResult) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in result.refused]


def test_the_samples_come_in_once_however_often_they_are_imported(session: Session) -> None:
    names = ("persone.csv", "nuclei.csv", "diario.csv")
    assert [_counts(import_file(session, SAMPLES / name)) for name in names] == [(10, 0, 0), (6, 0, 0), (8, 0, 0)]
    before = _entries(session)
    again = (*names, "persone.xlsx")
    assert [_counts(import_file(session, SAMPLES / name)) for name in again] == [
        (0, 0, 10), (0, 0, 6), (0, 0, 8), (0, 0, 10),
    ]  # fmt: skip
    assert _entries(session) == before


def test_a_desk_that_remembers_no_import_changes_nothing_either(session: Session) -> None:
    """As another desk of the ente does, which holds the records and not what this one noted of them."""
    names = ("persone.csv", "nuclei.csv", "diario.csv")
    for name in names:
        import_file(session, SAMPLES / name)
    before = _entries(session)
    session.vault.write(lambda db: db.conn.execute("DELETE FROM meta WHERE key LIKE 'desk/import/%'").rowcount)
    again = [import_file(session, SAMPLES / name) for name in names]
    assert [(_counts(one), one.warnings) for one in again] == [((0, 0, 10), []), ((0, 0, 6), []), ((0, 0, 8), [])]
    assert _entries(session) == before


def test_what_came_in_is_what_the_files_say(session: Session) -> None:
    for name in ("persone.csv", "nuclei.csv", "diario.csv"):
        import_file(session, SAMPLES / name)
    person = records.show(session, lists.find_people(session, "bottazzi")[0].id)
    assert person.values["birthplace_code"] == "B898"
    assert person.values["reachabilities"][0]["kind"] == "landline"
    assert person.values["comune"] == "Casalmaggiore"
    case_files = lists.of_root(session, "case_file", person.id)
    assert [(one["number"], one["opened_on"]) for one in case_files] == [("2019/14", "2019-02-12")]
    diary = lists.of_root(session, "diary_entry", person.id)
    assert [(one["when"], one["kind"], one["minutes"]) for one in diary] == [
        ("2026-02-02T11:00:00+01:00", "phone_call", 10),
        ("2026-01-14T09:30:00+01:00", "home_visit", 45),
    ]
    assert diary[0]["author"]["title"] == "Luppi Ernesto"
    marta = lists.find_people(session, "d'angelo marta")[0].id
    household = lists.linked_from(session, marta, "household")[0]
    assert {(one["person"]["title"], one["relation"]) for one in household["members"]} == {
        ("D'Angelo, Marta", "reference"),
        ("D'Angelo, Nicolò", "child"),
    }
    assert "\nnon telefonate a casa" in records.show(session, marta).values["notes"]
    assert lists.case_count(session) == 8


def test_a_trial_run_writes_nothing(session: Session) -> None:
    result = import_file(session, SAMPLES / "persone.csv", dry_run=True)
    assert (_counts(result), result.dry_run, _people(session)) == ((10, 0, 0), True, [])


def test_one_refused_row_keeps_out_all_and_no_value_is_repeated(session: Session, tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        "ID|Cognome|Nome|CF|Nato",
        f"1|Bottazzi|Ermelinda|{ERMELINDA}|07/03/1941",
        "2|Ferrari|Ada|RSSMRA80A01H501X|1/1/1980",
        "3|Conti|Ugo||31/02/1975",
        "|Senza|Codice||",
        "5|||| ",
        "6|Troppe|Celle|||in più",
    )
    report = tmp_path / "report.csv"
    result = import_file(session, path, mapping=PEOPLE_MAP, report=report)
    assert _counts(result) == (0, 0, 0)
    assert _whys(result) == [(3, "CF"), (4, "Nato"), (5, "ID"), (6, "Cognome"), (7, "")]
    assert [one.value_kind for one in result.refused[:2]] == ["codice fiscale", "data"]
    assert isinstance(result.fault, ImportRefused)
    assert result.fault.facts == {"count": 5}
    assert _people(session) == []
    told = json.dumps(result.answer(), ensure_ascii=False) + report.read_text("utf-8-sig")
    assert not [secret for secret in ("RSSMRA", "31/02", "Ferrari", "Conti", "in più") if secret in told]
    assert "rifiutata" in told
    trial = import_file(session, path, mapping=PEOPLE_MAP, dry_run=True, report=tmp_path / "report.json")
    assert _counts(trial) == (1, 0, 0)
    assert len(json.loads((tmp_path / "report.json").read_bytes())["refused"]) == 5


def test_a_changed_row_changes_only_what_differs(session: Session, tmp_path: Path) -> None:
    headings = "ID|Cognome|Nome|CF|Note"
    import_file(session, _file(tmp_path, headings, "1|Ferrari|Ada||Uno", "2|Conti|Ugo||Due"), mapping=PEOPLE_MAP)
    changed = _file(tmp_path, headings, "2|Conti|Ugo||Due", "1|Ferrari|Ada||Uno e mezzo")
    assert _counts(import_file(session, changed, mapping=PEOPLE_MAP)) == (0, 1, 1)
    ada = lists.find_people(session, "ferrari")[0].id
    lines = [(one["field"], one["after"]) for one in records.history(session, ada)]
    assert lines[-1] == ("notes", "Uno e mezzo")
    assert len(lines) == 4


def test_what_a_person_typed_here_stands_against_the_file(session: Session, tmp_path: Path) -> None:
    headings = "ID|Cognome|Nome|CF|Note"
    import_file(session, _file(tmp_path, headings, "1|Ferrari|Ada||Uno"), mapping=PEOPLE_MAP)
    ada = lists.find_people(session, "ferrari")[0].id
    records.change(session, ada, {"notes": "Mia nota", "name": "Adele"})
    same = import_file(session, _file(tmp_path, headings, "1|Ferrari|Ada||Uno"), mapping=PEOPLE_MAP)
    assert (_counts(same), _noticed(same)) == ((0, 0, 1), [])
    other = import_file(session, _file(tmp_path, headings, "1|Ferrari|Ada||Due"), mapping=PEOPLE_MAP)
    assert _counts(other) == (0, 0, 1)
    assert _noticed(other) == [(2, "Note")]
    assert records.show(session, ada).values["notes"] == "Mia nota"
    emptied = import_file(session, _file(tmp_path, headings, "1|Ferrari|||"), mapping=PEOPLE_MAP)
    assert _counts(emptied) == (0, 0, 1)
    assert records.show(session, ada).values["name"] == "Adele"


def test_a_row_joins_the_person_who_has_its_tax_code_omocodia_undone(session: Session, tmp_path: Path) -> None:
    here = add(session, "person", surname="Bottazzi", name="Ermelinda", tax_code=ERMELINDA, notes="Nostra")
    omocode = omocodia_variants(ERMELINDA)[5]
    path = _file(tmp_path, "ID|Cognome|Nome|CF|Nato|Note", f"9|BOTTAZZI|ERMELINDA|{omocode}|07/03/1941|Loro")
    result = import_file(session, path, mapping=PEOPLE_MAP)
    assert _counts(result) == (0, 1, 0)
    assert {one.column for one in result.warnings} >= {"CF", "Note"}
    values = records.show(session, here).values
    assert (values["surname"], values["notes"], values["birth"]) == ("Bottazzi", "Nostra", "1941-03-07")
    assert len(_people(session)) == 1
    assert _counts(import_file(session, path, mapping=PEOPLE_MAP)) == (0, 0, 1)
    diary = _file(tmp_path, "Di|Data|Testo", "9|1/2/2026|Visita", name="diario.csv")
    diary_map = _map("diary_entry", {"Di": "person.key", "Data": "when", "Testo": "text"})
    assert _counts(import_file(session, diary, mapping=diary_map)) == (1, 0, 0)
    assert lists.of_root(session, "diary_entry", here)[0]["text"] == "Visita"


def test_two_keys_with_one_tax_code_are_one_person_in_either_order(session: Session, tmp_path: Path) -> None:
    headings = "ID|Cognome|Nome|CF|Note"
    rows = [f"10|Bottazzi|Ermelinda|{ERMELINDA}|Dieci", f"9|Bottazzi|Ermelinda|{ERMELINDA}|Nove"]
    result = import_file(session, _file(tmp_path, headings, *rows), mapping=PEOPLE_MAP)
    assert [one["notes"] for one in _people(session)] == ["Nove"]
    assert _noticed(result) == [(2, "Note")]
    again = import_file(session, _file(tmp_path, headings, *reversed(rows)), mapping=PEOPLE_MAP)
    assert _counts(again) == (0, 0, 2)


def test_a_repeated_row_is_the_same_and_a_contradicting_one_is_refused(session: Session, tmp_path: Path) -> None:
    headings = "ID|Cognome|Nome"
    twice = _file(tmp_path, headings, "1|Ferrari|Ada", "1|Ferrari|Ada", "1|Ferrari|")
    assert _counts(import_file(session, twice, mapping=PEOPLE_MAP)) == (1, 0, 2)
    against = _file(tmp_path, headings, "2|Conti|Ugo", "2|Conti|Ugone")
    assert _whys(import_file(session, against, mapping=PEOPLE_MAP)) == [(3, "Nome")]


def test_a_key_of_another_program_does_not_overwrite_a_person(session: Session, tmp_path: Path) -> None:
    headings = "ID|Cognome|Nome|Nato"
    import_file(session, _file(tmp_path, headings, "1|Ferrari|Ada|1/1/1980"), mapping=PEOPLE_MAP)
    other = _file(tmp_path, headings, "1|Conti|Ugo|2/2/1970")
    assert _whys(import_file(session, other, mapping=PEOPLE_MAP)) == [(2, "Cognome")]
    own = Mapping(type="person", source="altro", key="ID", columns=PEOPLE_MAP.columns)
    assert _counts(import_file(session, other, mapping=own)) == (1, 0, 0)


def test_without_a_key_rows_are_known_by_what_they_say(session: Session, tmp_path: Path) -> None:
    keyless = Mapping(type="person", columns=PEOPLE_MAP.columns)
    headings = "Cognome|Nome|Nato|CF"
    named = _file(tmp_path, headings, "Bottazzi|Ermelinda|7/3/1941|", "Conti|Ugo|1/1/1950|")
    assert _counts(import_file(session, named, mapping=keyless)) == (2, 0, 0)
    coded = _file(tmp_path, headings, "CONTI|UGO|1/1/1950|", f"Bottazzi|Ermelinda|7/3/1941|{ERMELINDA}")
    assert _counts(import_file(session, coded, mapping=keyless)) == (0, 2, 0)
    assert len(_people(session)) == 2


def test_the_diary_finds_its_person_by_code_or_by_name_and_birth(session: Session, tmp_path: Path) -> None:
    first = add(session, "person", surname="Ferrari", name="Ada", birth="1980-01-01")
    add(session, "person", surname="Ferrari", name="Ada", birth="1990-01-01")
    coded = add(session, "person", surname="Bottazzi", name="Ermelinda", tax_code=ERMELINDA)
    columns = {
        "CF": "person.tax_code",
        "Chi": "person.surname_name",
        "Nato": "person.birth",
        "Data": "when",
        "T": "text",
    }
    path = _file(
        tmp_path, "CF|Chi|Nato|Data|T", f"{ERMELINDA.lower()}|||1/2/2026|Uno", "|FERRARI ADA|1/1/1980|2/2/2026|Due"
    )
    mapping = _map("diary_entry", columns)
    assert _counts(import_file(session, path, mapping=mapping)) == (2, 0, 0)
    assert [len(lists.of_root(session, "diary_entry", one)) for one in (first, coded)] == [1, 1]
    assert lists.of_root(session, "diary_entry", first)[0]["author"]["title"] == "archivio precedente"
    bad = _file(tmp_path, "CF|Chi|Nato|Data|T", "|Ferrari Ada||1/2/2026|X", "|Nessuno Mai||1/2/2026|X", "|||1/2/2026|X")
    refused = import_file(session, bad, mapping=mapping).refused
    assert [(one.row, one.column) for one in refused] == [(2, "Chi"), (3, "Chi"), (4, "CF")]
    assert len({one.why for one in refused}) == 3
    undated = _file(tmp_path, "CF|Data|T", f"{ERMELINDA}||X", f"{ERMELINDA}|1/2/2026|")
    assert _whys(import_file(session, undated, mapping=mapping)) == [(2, "Data"), (3, "T")]


def test_persons_may_bring_their_household_and_are_its_members(session: Session, tmp_path: Path) -> None:
    columns = {
        "Cognome": "surname",
        "Nome": "name",
        "Fam": "household.key",
        "Rel": "household.members.relation",
        "Via": "household.address",
    }
    mapping = _map("person", columns, "ID", open_case_files=True)
    rows = ["1|Conti|Ugo|F1|Coniuge|Via Po 1", "2|Ferrari|Ada|F1|Intestatario|Via Po 1", "3|Solo|Teo|||"]
    path = _file(tmp_path, "ID|Cognome|Nome|Fam|Rel|Via", *rows)
    assert _counts(import_file(session, path, mapping=mapping)) == (3, 0, 0)
    households = lists.page_of(session, records.type_named("household"))[0]
    assert [(one["name"], len(one["members"])) for one in households] == [("Famiglia Ferrari", 2)]
    assert lists.case_count(session) == 3
    assert _counts(import_file(session, path, mapping=mapping)) == (0, 0, 3)
    joined = _file(tmp_path, "ID|Cognome|Nome|Fam|Rel|Via", *rows[:2], "3|Solo|Teo|F1|Figlio|")
    assert _counts(import_file(session, joined, mapping=mapping)) == (0, 1, 2)


def test_a_person_who_has_a_cartella_gets_no_second_one(session: Session, tmp_path: Path) -> None:
    person = add(session, "person", surname="Bottazzi", name="Ermelinda", tax_code=ERMELINDA)
    add(session, "case_file", person=person)
    mapping = _map("person", PEOPLE | {"N": "case_file.number", "ID": None}, "ID", open_case_files=True)
    path = _file(tmp_path, "ID|Cognome|CF|N", f"1|Bottazzi|{ERMELINDA}|77", "2|Conti||78", "3|Ferrari||")
    assert _counts(import_file(session, path, mapping=mapping)) == (2, 0, 1)
    assert lists.case_count(session) == 2
    assert [len(lists.of_root(session, "case_file", one)) for one in (person,)] == [1]


def test_a_number_already_here_is_not_written_twice(session: Session, tmp_path: Path) -> None:
    person = add(
        session,
        "person",
        surname="Bottazzi",
        tax_code=ERMELINDA,
        reachabilities=[{"kind": "mobile", "value": "3331234567"}],
    )
    column = Column("reachabilities.value", row="c", constants={"kind": "mobile"})
    mapping = Mapping(type="person", key="ID", columns=PEOPLE_MAP.columns | {"Cell": column})
    path = _file(tmp_path, "ID|Cognome|CF|Cell", f"1|Bottazzi|{ERMELINDA}|333 12 34 567")
    assert _counts(import_file(session, path, mapping=mapping)) == (0, 0, 1)
    assert len(records.show(session, person).values["reachabilities"]) == 1
    newer = _file(tmp_path, "ID|Cognome|CF|Cell", f"1|Bottazzi|{ERMELINDA}|347 5550102")
    kept = import_file(session, newer, mapping=mapping)
    assert (_counts(kept), _noticed(kept)) == ((0, 0, 1), [(2, "Cell")])


def test_a_doubt_is_told_without_what_the_tax_code_says(session: Session, tmp_path: Path) -> None:
    path = _file(tmp_path, "ID|Cognome|Nome|CF|Nato", f"1|Bottazzi|Ermelinda|{ERMELINDA}|08/03/1941")
    result = import_file(session, path, mapping=PEOPLE_MAP)
    assert (_counts(result), _noticed(result)) == ((1, 0, 0), [(2, "Nato")])
    assert not any(sign.isdigit() for one in result.warnings for sign in one.why)


def test_a_retired_person_stays_retired(session: Session, tmp_path: Path) -> None:
    path = _file(tmp_path, "ID|Cognome|Note", "1|Ferrari|Uno")
    import_file(session, path, mapping=PEOPLE_MAP)
    ada = lists.find_people(session, "ferrari")[0].id
    records.retire(session, ada, "doppia")
    assert _counts(import_file(session, path, mapping=PEOPLE_MAP)) == (0, 0, 1)
    changed = import_file(session, _file(tmp_path, "ID|Cognome|Note", "1|Ferrari|Due"), mapping=PEOPLE_MAP)
    assert (_counts(changed), _noticed(changed)) == ((0, 0, 1), [(2, "")])
    assert records.show(session, ada).retired == "doppia"


def test_a_full_disk_in_the_middle_leaves_nothing(session: Session, tmp_path: Path) -> None:
    before = _entries(session)
    pages = session.vault.write(lambda db: int(db.conn.execute("PRAGMA page_count").fetchone()[0]))
    session.vault.write(lambda db: db.conn.execute(f"PRAGMA max_page_count = {pages + 20}").fetchall())
    rows = [f"{number}|Cognome{number}|{'parole ' * 40}" for number in range(300)]
    with pytest.raises(DiskFull):
        import_file(session, _file(tmp_path, "ID|Cognome|Note", *rows), mapping=PEOPLE_MAP)
    assert (_people(session), _entries(session)) == ([], before)
    session.vault.write(lambda db: db.conn.execute("PRAGMA max_page_count = 1000000").fetchall())
    assert import_file(session, tmp_path / "file.csv", mapping=PEOPLE_MAP).added == 300


def test_a_column_of_the_map_that_the_file_lacks_is_told(session: Session, tmp_path: Path) -> None:
    path = _file(tmp_path, "id |COGNOME", "1|Ferrari")
    result = import_file(session, path, mapping=PEOPLE_MAP)
    assert _counts(result) == (1, 0, 0)
    assert {one.column for one in result.warnings} == {"Nome", "CF", "Nato", "Note"}


def test_households_name_persons_who_are_here(session: Session, tmp_path: Path) -> None:
    import_file(session, _file(tmp_path, "ID|Cognome", "1|Ferrari", "2|Conti"), mapping=PEOPLE_MAP)
    columns = {"Di": "person.key", "Rel": "members.relation", "Via": "address", "Nome": "name"}
    keyed, keyless = _map("household", columns, "N"), _map("household", columns)
    path = _file(tmp_path, "N|Di|Rel|Via|Nome", "A|1|capofamiglia|Via Po|", "|2|||", "B|9|||", "C||||Nucleo")
    assert _whys(import_file(session, path, mapping=keyed)) == [(3, "N"), (4, "Di")]
    whole = _file(tmp_path, "N|Di|Rel|Via|Nome", "A|1|capofamiglia|Via Po|", "A|2|figlia|Via Po|", "C||||Nucleo")
    assert _counts(import_file(session, whole, mapping=keyed)) == (3, 0, 0)
    households = lists.page_of(session, records.type_named("household"))[0]
    assert {one["name"]: len(one.get("members") or []) for one in households} == {"Famiglia Ferrari": 2, "Nucleo": 0}
    nameless = _file(tmp_path, "Di|Rel|Via|Nome", "1||Via Po|", "2|||")
    assert _whys(import_file(session, nameless, mapping=keyless)) == [(3, "Nome")]


def test_a_file_without_the_key_or_any_column_of_the_map_is_not_the_file(session: Session, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="bad_file") as refused:
        import_file(session, _file(tmp_path, "Cognome|Nome", "Ferrari|Ada"), mapping=PEOPLE_MAP)
    assert "«ID»" in refused.value.text
    with pytest.raises(BadFile):
        import_file(session, _file(tmp_path, "A|B", "1|2"), mapping=Mapping(type="person", columns=PEOPLE_MAP.columns))


def test_who_may_not_write_cases_imports_none(session: Session) -> None:
    session.identity = replace(session.identity, roles=(Role.AMMINISTRATORE,))
    with pytest.raises(NotAllowed):
        import_file(session, SAMPLES / "persone.csv", dry_run=True)


def test_an_import_that_is_stopped_leaves_nothing(session: Session) -> None:
    path = SAMPLES / "persone.csv"
    table = read_table(path)
    told: list[tuple[int, int]] = []

    def stop_at_the_end(written: int, of: int) -> bool:
        told.append((written, of))
        return written < of

    before = content_hash(session)
    with pytest.raises(ImportStopped):
        import_table(session, table, mapping=guess_mapping(table), path=path, go_on=stop_at_the_end)
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] > 0
    assert content_hash(session) == before
