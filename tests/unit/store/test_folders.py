# SPDX-License-Identifier: EUPL-1.2
"""Which folder of a root and circle is written in when there are several."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.opened import add
from tests.two_vaults import desks, folder_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.store import folders
from welfaredesk.store.driver import Database


@pytest.mark.parametrize("whole", [0, 1])
def test_the_folder_granted_first_is_written_in_whole_or_not(tmp_path: Path, clock: FixedClock, whole: int) -> None:
    """Else whoever makes one beside a cartella that is still coming, or is held up, gets what is written meanwhile."""
    with ExitStack() as stack:
        (desk,) = desks(stack, tmp_path, "a", clock=clock)
        person = add(desk.session, "person", surname="Verdi")
        first = folder_of(desk, person)
        groups = [desk.session.identity.groups["own"]]

        def beside(database: Database) -> str:
            kind = folders.root_type_of(database, person) or ""
            made = folders.make(
                database, person, root_type=kind, circle="ordinary", groups=groups, ids=desk.session.ids
            )
            place = "UPDATE folder_key SET position = ? WHERE folder = ?"
            database.conn.executemany(place, [(3, first), (2 if whole else 5, made.id)])
            database.conn.execute("UPDATE folder SET whole = ? WHERE id = ?", (whole, first))
            return made.id

        other = desk.session.vault.write(beside)
        assert folder_of(desk, person) == (other if whole else first)
