# SPDX-License-Identifier: EUPL-1.2
"""The shipped data are read whole: the real tables of places, the code lists, the sample ente."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from welfaredesk.desk.resources import birthplaces, code_lists, load_code_lists, sample_ente


def test_the_comuni_and_states_of_the_tables_are_there_with_their_days() -> None:
    table = birthplaces()
    fiume = table.find("Fiume", on=date(1940, 11, 20))[0]
    assert (fiume.code, fiume.province, fiume.valid_to) == ("D620", "FU", date(1947, 9, 15))
    assert [place.code for place in table.find("viadana")] == ["L826"]
    assert table.find("albania")[0].code == "Z100"
    assert table.find("jugoslavia", on=date(1980, 1, 1))[0].code == "Z118"
    assert table.find("Cinese", limit=1)[0].code == "Z210"
    assert table is birthplaces()


def test_every_comune_of_the_sample_ente_is_a_birthplace_of_today() -> None:
    table = birthplaces()
    for comune in sample_ente().comuni:
        place = table.by_code(comune.code)
        assert place is not None
        assert (place.name, place.province, place.suppressed) == (comune.name, comune.province, False)


def test_the_sample_ente_has_27_comuni_in_two_sub_ambiti() -> None:
    ente = sample_ente()
    by_part = {part.code: [c for c in ente.comuni if c.sub_ambito == part.code] for part in ente.sub_ambiti}
    assert {code: len(comuni) for code, comuni in by_part.items()} == {"casalasco": 17, "viadanese": 10}
    assert len(ente.comuni) == 27
    assert sum(comune.men + comune.women for comune in ente.comuni) == 81_981


def test_the_share_of_foreign_residents_of_viadana_is_of_all_residents() -> None:
    viadana = next(comune for comune in sample_ente().comuni if comune.name == "Viadana")
    share = viadana.foreigners_2020 / (viadana.italians_2020 + viadana.foreigners_2020)
    assert round(share * 100, 2) == 17.43


def test_the_sub_ambiti_call_the_same_services_differently() -> None:
    ente = sample_ente()
    services = {service.code for service in ente.services}
    first, second = (part.labels for part in ente.sub_ambiti)
    assert first.keys() == second.keys() <= services
    assert all(first[code] != second[code] for code in first)


def test_the_codes_of_the_sample_services_are_in_the_lists() -> None:
    lists = code_lists()
    for service in sample_ente().services:
        assert service.area in lists["service_area"]
        assert service.unit in lists["quantity_unit"]


def test_a_list_under_another_name_is_refused(tmp_path: Path) -> None:
    text = '{"name": "one", "label": "Uno", "source": "prova", "verify": false, "codes": []}'
    (tmp_path / "two.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"two\.json"):
        load_code_lists(tmp_path)


def test_locating_the_tables_does_not_import_their_package() -> None:
    program = (
        "import sys; from welfaredesk.desk.resources import birthplaces; birthplaces();"
        " print('codicefiscale' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "False"
