# SPDX-License-Identifier: EUPL-1.2
"""The commands of the cartella: what they answer, and what they leave; some as processes, most inside this one."""

import hashlib
import json
from pathlib import Path

from tests.stories.inside import here
from tests.stories.program import Program
from welfaredesk.domain.catalogue import CATALOGUE

META = {"_id", "_type", "_root", "_circle", "_entry", "_state", "_position"}
PERSON = {"surname": "Gazzola", "name": "Ottavia", "birth": "1948-05-02"}


def add(program: Program, type_name: str, **values: object) -> str:
    answer = program.ask("record", "add", type_name, "-", given=json.dumps(values))
    assert set(answer) == {"id", "state"}
    assert answer["state"] == "saved"
    return str(answer["id"])


def test_the_catalogue_is_answered_without_a_vault(program: Program) -> None:
    answer = program.run("record", "types", "--json", without=["WELFAREDESK_PROFILE", "WELFAREDESK_PASSPHRASE_FILE"])
    assert [one["type"] for one in answer.value] == [type_.name for type_ in CATALOGUE]
    for one in answer.value:
        assert {"type", "label", "root", "circle", "fields"} <= set(one)
        for field in one["fields"]:
            assert {"name", "kind", "label", "required", "circle", "codes"} <= set(field)
            assert (field["codes"] is not None) == (field["kind"] in {"choice", "choices"})


def test_a_record_is_added_shown_changed_listed_and_retired(program: Program) -> None:
    person = add(program, "person", **PERSON)
    shown = here(program, "record", "show", person)
    assert set(shown) == META | set(PERSON)
    assert shown["_state"] == "saved"
    assert shown["_position"] is None
    assert {name: shown[name] for name in PERSON} == PERSON
    changed = program.ask("record", "change", person, "-", given='{"name": "Ottavia Maria"}')
    assert changed == {"id": person, "state": "saved", "changed": ["name"]}
    assert here(program, "record", "change", person, "-", given='{"name": "Ottavia Maria"}')["changed"] == []
    history = here(program, "record", "show", person, "--history")["_history"]
    last = history[-1]
    assert (last["field"], last["before"], last["after"]) == ("name", "Ottavia", "Ottavia Maria")
    assert "Cavalli" in last["who"]
    listed = here(program, "record", "list", "person", "--where", "surname=Gazzola")
    assert [one["_id"] for one in listed["records"]] == [person]
    assert listed["next"] is None
    assert here(program, "record", "retire", person, "--reason", "inserita due volte") == {"id": person}
    assert here(program, "record", "list", "person")["records"] == []
    assert here(program, "record", "show", person)["_retired"] == "inserita due volte"


def test_a_save_on_a_state_seen_before_waits_to_be_decided(inside: Program) -> None:
    person = add(inside, "person", **PERSON)
    seen = inside.ask("record", "show", person)["_entry"]
    inside.ask("record", "change", person, "-", given='{"name": "Anna"}')
    answer = inside.ask("record", "change", person, "-", given=json.dumps({"name": "Ada", "_seen": seen}))
    assert answer["changed"] == ["name"]
    assert answer["state"] in {"saved", "to_decide"}  # an own save is always seen


def test_a_list_is_narrowed_by_values_links_codes_and_root(inside: Program) -> None:
    person, other = add(inside, "person", **PERSON), add(inside, "person", surname="Altri", in_protection=True)
    one = add(inside, "care_episode", person=person, areas=["family", "disability"], opened_on="2026-02-03")
    two = add(inside, "care_episode", person=other, areas=["disability"])

    def found(type_name: str, *where: str) -> list[str]:
        said = [word for condition in where for word in ("--where", condition)]
        return [record["_id"] for record in inside.ask("record", "list", type_name, *said)["records"]]

    assert found("care_episode", f"person={person}") == [one]
    assert found("care_episode", f"_root={other}") == [two]
    assert found("care_episode", "areas=disability") == [one, two]
    assert found("care_episode", "areas=disability", "opened_on=2026-02-03") == [one]
    assert found("person", "in_protection=true") == [other]
    assert found("diary_entry", "minutes=99999999999999999999999999") == []


def test_json_lines_a_list_and_an_object_on_many_lines_are_read(inside: Program) -> None:
    given = '{"surname":"Uno"}\n\n[{"surname":"Due"},\n {"surname":"Tre"}]\n{\n  "surname": "Quattro"\n}\n'
    Path(inside.folder, "persone.jsonl").write_text("\ufeff" + given, encoding="utf-8")
    answer = inside.run("record", "add", "person", "persone.jsonl", "--json")
    assert (answer.code, len(answer.values)) == (0, 4)
    first = inside.ask("record", "list", "person", "--limit", "3")
    second = inside.ask("record", "list", "person", "--limit", "3", "--after", first["next"])
    found = [one["surname"] for one in first["records"] + second["records"]]
    assert found == ["Uno", "Due", "Tre", "Quattro"]
    assert second["next"] is None


def test_the_first_bad_object_ends_it_and_what_was_answered_is_saved(program: Program) -> None:
    given = '{"surname":"Primo"}\n{"surname":"Secondo","birth":"31 febbraio"}\n{"surname":"Terzo"}\n'
    answer = program.run("record", "add", "person", "-", "--json", given=given)
    assert (answer.code, answer.error, len(answer.values)) == (2, "bad_input", 2)
    assert "scheda 2" in answer.err
    assert "febbraio" not in answer.err + answer.out
    assert [one["surname"] for one in here(program, "record", "list", "person")["records"]] == ["Primo"]


def test_an_attachment_comes_out_as_it_went_in_and_its_key_is_never_shown(inside: Program) -> None:
    person = add(inside, "person", **PERSON)
    document = add(inside, "document", person=person, title="Certificato")
    source = inside.folder / "certificato.txt"
    source.write_bytes(b"riga\n" * 200_000)
    expected = {"id": document, "sha256": hashlib.sha256(source.read_bytes()).hexdigest(), "bytes": 1_000_000}
    assert inside.ask("attach-file", document, str(source)) == expected
    assert inside.ask("file", document, "fuori.txt") == expected
    assert Path(inside.folder, "fuori.txt").read_bytes() == source.read_bytes()
    shown = inside.ask("record", "show", document, "--history")
    assert set(shown["attachment"]) == {"name", "media_type", "size", "sha256"}
    assert all("key" not in (line["after"] or {}) for line in shown["_history"] if line["field"] == "attachment")


def test_search_finds_persons_and_words_and_the_log_keeps_ids_alone(inside: Program) -> None:
    person = add(inside, "person", **PERSON)
    entry = add(inside, "diary_entry", person=person, text="Visita in cortile con la nipote")
    by_name = inside.ask("search", "gazz ott")
    assert [(one["type"], one["id"]) for one in by_name] == [("person", person)]
    by_words = inside.ask("search", "cortile")
    assert [set(one) for one in by_words] == [{"type", "id", "title", "snippet"}]
    assert by_words[0]["id"] == entry
    assert inside.ask("search", "nessunochesichiamicosì") == []
    lines = inside.run("audit", "list", "--json")
    assert [line["act"] for line in lines.values] == ["search", "search"]
    assert [line["shown"] for line in lines.values] == [[person], [entry]]
    assert "cortile" not in lines.out
    inside.ask("record", "show", person)
    assert inside.run("audit", "list", "--record", person, "--json").values[0]["act"] == "open"
    assert inside.run("audit", "list", "--from", "2199-01-01", "--json").out == ""


def test_status_counts_what_has_not_left(inside: Program) -> None:
    before = inside.ask("status")
    assert set(before) == {"unsent", "to_decide", "refused", "last_exchange", "folders", "position"}
    add(inside, "person", **PERSON)
    after = inside.ask("status")
    assert after["unsent"] == before["unsent"] + 1
    assert after["folders"] == before["folders"] + 1
    assert (after["to_decide"], after["refused"], after["last_exchange"], after["position"]) == (0, 0, None, None)


def test_check_rebuild_backup_and_restore_give_one_hash(inside: Program) -> None:
    add(inside, "person", **PERSON)
    checked = inside.ask("check")
    assert set(checked) == {"ok", "problems", "hash"}
    assert inside.ask("rebuild") == checked
    assert inside.ask("backup", "copia.wdcopia") == checked
    assert inside.ask("restore", "copia.wdcopia", "--profile", "altrove") == checked
    assert inside.ask("check", "--profile", "altrove") == checked
    again = inside.run("restore", "copia.wdcopia", "--profile", "altrove", "--json")
    assert (again.code, again.error) == (2, "vault_exists")


def test_a_cartella_is_printed_and_so_are_the_sheets(inside: Program) -> None:
    person = add(inside, "person", **PERSON)
    add(inside, "case_file", person=person)
    add(inside, "diary_entry", person=person, text="#set page(width: 1cm) *non* è [formattazione] $x$ \\alpha")
    printed = inside.ask("print", "cartella", person, "--out", "cartella.pdf")
    data = Path(inside.folder, "cartella.pdf").read_bytes()
    assert printed == {"pages": 1, "sha256": hashlib.sha256(data).hexdigest()}
    assert inside.ask("print", "recovery-sheet", "fogli", "--out", "fogli.pdf")["pages"] == 3
    assert inside.run("audit", "list", "--json").values[-1]["act"] == "print"


def test_an_import_is_all_or_nothing_and_a_dry_run_writes_nothing(program: Program) -> None:
    Path(program.folder, "uno.csv").write_text("Cognome;Nome\nGialli;Ugo\nBlu;Ada\n", encoding="utf-8")
    tried = here(program, "import", "uno.csv", "--dry-run")
    assert (tried["added"], tried["refused"]) == (2, [])
    assert here(program, "record", "list", "person")["records"] == []
    assert program.ask("import", "uno.csv")["added"] == 2
    assert here(program, "import", "uno.csv")["same"] == 2
    bad = "Cognome;Nome;Data di nascita\nRossi;Pia;1/2/1960\nNeri;Zeno;31/2/1960\n"
    Path(program.folder, "due.csv").write_text(bad, encoding="utf-8")
    answer = program.run("import", "due.csv", "--report", "resoconto.csv", "--json")
    assert (answer.code, answer.error) == (2, "import_refused")
    assert [set(one) for one in answer.value["refused"]] == [{"row", "column", "value_kind", "why"}]
    assert answer.value["refused"][0]["row"] == 3
    assert Path(program.folder, "resoconto.csv").exists()
    assert len(here(program, "record", "list", "person")["records"]) == 2


def test_an_export_in_clear_wants_a_reason_and_is_logged(inside: Program) -> None:
    add(inside, "person", **PERSON)
    refused = inside.run("export", "fuori", "--clear", "--json")
    assert (refused.code, refused.error) == (2, "reason_missing")
    assert inside.ask("export", "fuori", "--clear", "--reason", "migrazione")["records"] > 0
    assert "Gazzola" in Path(inside.folder, "fuori", "person.jsonl").read_text(encoding="utf-8")
    inside.ask("export", "tutto.wdarchivio")
    assert b"Gazzola" not in Path(inside.folder, "tutto.wdarchivio").read_bytes()
    last = inside.run("audit", "list", "--json").values[-2:]
    assert [(one["act"], one["why"]) for one in last] == [("export", "migrazione"), ("export", None)]


def test_without_json_every_answer_is_words(inside: Program) -> None:
    saved = inside.run("record", "add", "person", "-", given=json.dumps(PERSON))
    person = saved.out.split()[-1]
    assert saved.out.startswith("Salvata: ")
    for words in (
        ("record", "types"),
        ("record", "show", person, "--history"),
        ("record", "list", "person"),
        ("search", "gazzola"),
        ("status",),
        ("check",),
        ("audit", "list"),
        ("--version",),
        ("--help",),
        ("record", "add", "--help"),
    ):
        answer = inside.run(*words)
        assert (answer.code, answer.err) == (0, ""), words
        assert answer.out.strip(), words
        assert answer.out.lstrip()[0] not in '{["', words
