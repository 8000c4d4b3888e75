# SPDX-License-Identifier: EUPL-1.2
"""The table of access, every role and every deed, written down a second time."""

from itertools import product

import pytest

from welfaredesk.domain.access import TO_READ, Deed, may, may_read, may_write
from welfaredesk.domain.record import ROOT_TYPES
from welfaredesk.domain.statement import Role

DEEDS = [
    "read-cases",
    "write-cases",
    "write-contacts",
    "read-directory",
    "write-directory",
    "write-settings",
    "write-roster",
    "export-clear",
    "read-audit",
    "conduct-cases",
    "assign-cases",
    "approve-plans",
]
EXPECTED = {
    "operatore": "yes yes yes yes yes - - - - yes - -",
    "case-manager": "yes yes yes yes yes - - - - yes - -",
    "coordinatore": "yes yes yes yes yes - - - - yes yes yes",
    "responsabile": "yes yes yes yes yes yes yes yes yes yes yes yes",
    "amministratore": "- - - yes - yes yes - - - - -",
    "dpo": "- - - yes - - - - yes - - -",
    "esterno": "yes yes - - - - - - - - - -",
}
CASEWORKERS = {"operatore", "case-manager", "coordinatore", "responsabile"}
WRITERS = {
    "person": CASEWORKERS | {"esterno"},
    "household": CASEWORKERS | {"esterno"},
    "register": CASEWORKERS,
    "operator": CASEWORKERS | {"amministratore", "dpo"},
    "directory": CASEWORKERS,
    "settings": {"responsabile", "amministratore"},
    "roster": {"responsabile", "amministratore"},
    "urgency": CASEWORKERS,
    "sitting": CASEWORKERS,
    "situation": CASEWORKERS | {"esterno"},
    "project": CASEWORKERS | {"esterno"},
}
READERS = {
    "person": CASEWORKERS | {"esterno"},
    "household": CASEWORKERS | {"esterno"},
    "register": CASEWORKERS,
    "urgency": CASEWORKERS,
    "sitting": CASEWORKERS,
    "situation": CASEWORKERS | {"esterno"},
    "project": CASEWORKERS | {"esterno"},
}


def test_the_table_names_every_role_and_deed() -> None:
    assert set(EXPECTED) == {str(role) for role in Role}
    assert [str(deed) for deed in Deed] == DEEDS
    assert set(WRITERS) == set(ROOT_TYPES)
    assert set(READERS) == set(TO_READ)


@pytest.mark.parametrize(("role", "deed"), list(product(Role, Deed)))
def test_a_role_may_do_what_the_table_says_and_nothing_more(role: Role, deed: Deed) -> None:
    assert may([role], deed) == (EXPECTED[role].split()[DEEDS.index(deed)] == "yes")


@pytest.mark.parametrize(("role", "root"), list(product(Role, ROOT_TYPES)))
def test_a_role_writes_and_reads_the_roots_that_are_its_own(role: Role, root: str) -> None:
    assert may_write([role], root) == (role in WRITERS[root])
    assert may_read([role], root) == (role in READERS.get(root, set(Role)))


def test_several_roles_may_do_what_each_of_them_may() -> None:
    for one, other, deed in product(Role, Role, Deed):
        assert may([one, other], deed) == (may([one], deed) or may([other], deed))


def test_whoever_has_no_role_may_do_nothing() -> None:
    assert not any(may([], deed) for deed in Deed)
    assert not any(may_write([], root) for root in ROOT_TYPES)
    assert not any(may_read([], root) for root in READERS)


def test_an_administrator_without_casework_reaches_no_cartella() -> None:
    alone = [Role.AMMINISTRATORE, Role.DPO]
    assert not any(may(alone, deed) for deed in (Deed.READ_CASES, Deed.WRITE_CASES, Deed.WRITE_CONTACTS))
