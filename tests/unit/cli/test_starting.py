# SPDX-License-Identifier: EUPL-1.2
"""What `init` understands: names with particles, roles with commas, comuni however written."""

import pytest

from welfaredesk.base.errors import WrongUse
from welfaredesk.cli.starting import comune, named, roles_in
from welfaredesk.desk.founding import DEFAULT_ROLES
from welfaredesk.domain.statement import Role


@pytest.mark.parametrize(
    ("text", "surname", "name"),
    [
        ("ROSSI MARIA", "ROSSI", "MARIA"),
        ("  Rossi   Maria Grazia ", "Rossi", "Maria Grazia"),
        ("DE ROSSI MARIA", "DE ROSSI", "MARIA"),
        ("Di Lo Russo Anna", "Di Lo Russo", "Anna"),
        ("Di Maria", "Di", "Maria"),
        ("Cavalli", "Cavalli", ""),
        ("De", "De", ""),
    ],
)
def test_a_particle_belongs_to_the_surname(text: str, surname: str, name: str) -> None:
    assert named(text) == (surname, name)


def test_roles_are_read_with_commas_and_each_once() -> None:
    assert roles_in("dpo, operatore,dpo") == (Role.DPO, Role.OPERATORE)
    assert roles_in("") == DEFAULT_ROLES
    for wrong in ("capo", "operatore,capo"):
        with pytest.raises(WrongUse):
            roles_in(wrong)


@pytest.mark.parametrize(
    ("text", "name"), [("VIADANA", "Viadana"), ("san martino dall'argine", "San Martino dall'Argine")]
)
def test_a_comune_is_written_as_the_state_writes_it(text: str, name: str) -> None:
    assert comune(text) == name


@pytest.mark.parametrize("text", ["", "Paperopoli", "Albania", "Viad", "Borgoforte a Mori e Poi"])
def test_what_is_no_comune_today_is_refused(text: str) -> None:
    with pytest.raises(WrongUse):
        comune(text)
