# SPDX-License-Identifier: EUPL-1.2
"""The people and texts of the demo ente make sense, agree with each other and pass every check."""

import itertools
from collections import Counter
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest

from tests.conftest import MONDAY_MORNING
from welfaredesk.base.ids import derived_id
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.demo.directory import OWN_ACCESS_POINT
from welfaredesk.desk.demo.world import World
from welfaredesk.desk.resources import code_lists, sample_ente
from welfaredesk.desk.session import Identity
from welfaredesk.domain.checks import problems_of
from welfaredesk.domain.kinds import Kind
from welfaredesk.domain.statement import Role
from welfaredesk.domain.tax_code import TaxCodeKind, kind_of, undo_omocodia

SIZE = 500
TODAY = date(2026, 10, 19)
GROUPS = ("everyone", "audit", "coordination", "own", "working")


def identity_of_a_desk() -> Identity:
    return Identity(
        ente=derived_id("prova", "ente"),
        operator=derived_id("prova", "operator"),
        desk=derived_id("prova", "desk"),
        letters="AA",
        roles=(Role.OPERATORE,),
        groups={kind: derived_id("prova", kind) for kind in GROUPS},
        name="Bianchi Lucia",
        alone=True,
        sign=b"",
        seal=b"",
    )


@cache
def world() -> World:
    return World(identity_of_a_desk(), now=MONDAY_MORNING, size=SIZE, seed=1)


@cache
def records() -> tuple[NewRecord, ...]:
    return tuple(record for part in world().parts() for record in part)


def of(type_name: str) -> list[dict[str, Any]]:
    return [record.values for record in records() if record.type.name == type_name]


def by_id() -> dict[str, NewRecord]:
    return {record.identity: record for record in records() if record.identity}


def test_there_are_as_many_cartelle_as_asked() -> None:
    assert len(of("case_file")) == SIZE
    assert 2 * SIZE < len(of("person")) < 3 * SIZE
    assert 6 * SIZE < len(of("diary_entry")) < 9 * SIZE


def test_every_type_of_record_is_there() -> None:
    assert {record.type.name for record in records()} >= {
        *("person", "case_file", "care_episode", "diary_entry", "household", "network_tie", "same_person"),
        *("contact", "referral", "quick_note", "appointment", "deadline", "document", "service", "body"),
        *("operator", "group", "ente_settings", "local_code"),
    }


def test_no_id_is_given_twice() -> None:
    ids = [record.identity for record in records() if record.identity]
    assert len(ids) == len(set(ids))


def test_no_check_finds_anything_wrong_or_doubtful() -> None:
    def known(name: str) -> frozenset[str]:
        own = {OWN_ACCESS_POINT[1]} if name == OWN_ACCESS_POINT[0] else set()
        return frozenset({code.code for code in code_lists()[name]} | own)

    for record in records():
        assert not [(p.field, p.text) for p in problems_of(record.type, record.values, codes=known)], record.values


def test_every_link_is_whole_and_leads_to_a_record_saved_before_or_after() -> None:
    found = by_id()
    for record in records():
        for field in record.type.of_kind(Kind.LINK):
            link = record.values.get(field.name)
            if link:
                assert set(link) == {"id", "root", "title"}
                assert found[link["id"]].type.name in field.targets


def test_tax_codes_are_right_and_nobody_shares_one() -> None:
    codes = [values["tax_code"] for values in of("person") if values.get("tax_code")]
    kinds = Counter(kind_of(code) for code in codes)
    assert not kinds[TaxCodeKind.WRONG_CHECK]
    assert not kinds[TaxCodeKind.MALFORMED]
    assert kinds[TaxCodeKind.STP] >= 1
    assert kinds[TaxCodeKind.PROVISIONAL] >= 1
    plain = [undo_omocodia(code) for code in codes]
    assert len(plain) == len(set(plain))
    assert any(undo_omocodia(code) != code for code in codes)
    assert len(codes) < len(of("person"))


def test_children_are_born_when_their_mothers_can_have_them() -> None:
    seen = 0
    for home, _ in world().homes:
        for mother in home.of("mother"):
            for child in home.of("child"):
                born, her = child.person.birth, mother.person.birth
                assert born is not None
                assert her is not None
                assert 19 <= (born - her).days / 365.25 <= 43
                seen += 1
    assert seen > SIZE / 4


def test_elders_are_old_and_their_children_younger() -> None:
    for home, _ in world().homes:
        for elder in home.of("elder"):
            age = elder.person.age(TODAY)
            assert age is not None
            assert age >= 65
            assert all(age - (one.person.age(TODAY) or 0) >= 18 for one in home.of("grown_child"))


def test_brothers_and_sisters_are_not_born_within_months() -> None:
    for home, _ in world().homes:
        births = sorted(one.person.birth for one in home.of("child") if one.person.birth and one.relation)
        assert all((later - earlier).days > 280 for earlier, later in itertools.pairwise(births))


def test_households_are_in_proportion_to_the_comuni() -> None:
    count = Counter(home.comune.name for home, _ in world().homes)
    whole = sum(one.men + one.women for one in sample_ente().comuni)
    for comune in sample_ente().comuni:
        share = (comune.men + comune.women) / whole * len(world().homes)
        assert abs(count[comune.name] - share) <= max(5, share * 0.35)


def test_foreign_residents_are_in_proportion() -> None:
    foreign = sum(home.origin is not None for home, _ in world().homes) / len(world().homes)
    people = sample_ente().comuni
    strangers = sum(one.foreigners_2020 for one in people)
    share = strangers / (strangers + sum(one.italians_2020 for one in people))
    assert share * 0.6 < foreign < share * 1.5
    assert len({home.origin.code for home, _ in world().homes if home.origin}) >= 7


def test_a_cartella_is_opened_in_a_lifetime_and_closed_after() -> None:
    for _, cases in world().homes:
        for case in cases:
            assert case.person.birth is not None
            assert case.person.birth <= case.opened <= TODAY
            assert case.closed is None or case.opened <= case.closed <= TODAY
            assert case.person.death is None or case.person.death <= TODAY


def test_nobody_in_protection_is_named_on_another_page() -> None:
    protected = {record.identity for record in records() if record.values.get("in_protection")}
    for record in records():
        for field in record.type.of_kind(Kind.LINK):
            link = record.values.get(field.name)
            if link and link["id"] in protected:
                assert link["title"] == ""
    for values in of("household"):
        for row in values["members"]:
            assert row["person"]["id"] not in protected or row["person"]["title"] == ""


@pytest.mark.parametrize("part", ["text", "facts", "third_parties", "third_parties_who", "evaluation"])
def test_no_blank_is_left_in_a_text(part: str) -> None:
    texts = [values[part] for values in of("diary_entry") if values.get(part)]
    assert texts
    for text in texts:
        assert not set("{}[]|<>") & set(text), text
        assert "  " not in text
        assert " a il " not in text
        assert not any(wrong in text for wrong in (" di il ", " di la ", " da la ", " da il ", " a la ", "L'SED"))


def test_texts_are_varied_and_of_several_lengths() -> None:
    texts = [(values.get("text") or "") + (values.get("facts") or "") for values in of("diary_entry")]
    assert len(set(texts)) / len(texts) > 0.9
    assert sum(len(text) < 80 for text in texts) > len(texts) / 8
    assert sum("\n\n" in text for text in texts) > len(texts) / 20
    assert sum(bool(values.get("facts")) for values in of("diary_entry")) > len(texts) / 60
    assert all(text[0].isupper() or text[0] == "«" for text in texts)


def test_nothing_in_a_diary_is_later_than_now() -> None:
    now = MONDAY_MORNING.local()
    assert all(datetime.fromisoformat(values["when"]) <= now for values in of("diary_entry"))
    assert all(record.moment is None or record.moment <= MONDAY_MORNING for record in records())


def test_entries_of_a_household_name_several_of_its_persons() -> None:
    entries = [values for values in of("diary_entry") if values.get("persons")]
    assert entries
    assert all(len(values["persons"]) >= 2 for values in entries)


def test_the_desk_has_work_for_today() -> None:
    days = Counter(values["when"][:10] for values in of("appointment"))
    assert days[TODAY.isoformat()] >= 4
    due = [values["due_on"] for values in of("deadline") if not values.get("done_on")]
    assert sum(day < TODAY.isoformat() for day in due) >= 2
    assert sum(TODAY.isoformat() <= day <= "2026-10-26" for day in due) >= 3
    assert [values["state"] for values in of("quick_note")] == ["open"] * 4


def test_both_sub_ambiti_call_services_by_their_own_names() -> None:
    labels = {(values["code"], values.get("sub_ambito")): values["label"] for values in of("local_code")}
    assert labels["educational_support", "Casalasco"] == "SED"
    assert labels["educational_support", "Viadanese"] == "ADM"
    texts = " ".join(values.get("text") or "" for values in of("diary_entry"))
    assert "SED" in texts
    assert "ADM" in texts


def test_telephone_numbers_are_nobodys() -> None:
    for values in of("person"):
        for row in values.get("reachabilities") or []:
            assert row["kind"] == "email" or row["value"].startswith(("30", "0375 00"))
