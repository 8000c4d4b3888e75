# SPDX-License-Identifier: EUPL-1.2
"""After an update, and after a damage: what was kept is read again, what was lost comes again."""

from contextlib import ExitStack, closing
from pathlib import Path

from tests.opened import PASSPHRASE, add
from tests.two_vaults import Sequence, desks, folder_of
from tests.unit.store.test_rebuild import everything
from welfaredesk.base.clock import FixedClock
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import records
from welfaredesk.desk.session import read_slots
from welfaredesk.store import content, migrations, salvage
from welfaredesk.store.driver import Database, open_database
from welfaredesk.store.exchange import arrivals, cursor, scope
from welfaredesk.store.vault import DATABASE_NAME


def as_an_older_version_left_it(database: Database) -> None:
    """Name a body as not read, spoil a row, and say that other rules folded it."""
    database.conn.execute("INSERT INTO aside SELECT folder, desk, k, x'00', 'not read' FROM entry WHERE n = 1")
    database.conn.execute("UPDATE r_person SET surname = 'Altra'")
    database.conn.execute("UPDATE meta SET value = x'90' WHERE key = 'desk/folded-by'")


def test_a_new_version_folds_again_what_an_older_one_kept(tmp_path: Path, clock: FixedClock) -> None:
    with ExitStack() as stack:
        (a,) = desks(stack, tmp_path, "a", clock=clock)
        person = add(a.session, "person", surname="Verdi")
        before = everything(a.database)
        a.session.vault.write(as_an_older_version_left_it)
        for _ in range(2):
            a.session.vault.write(migrations.migrate)
            assert everything(a.database) == before
            assert arrivals.aside(a.database) == []
        assert records.show(a.session, person).values == {"surname": "Verdi"}


def test_what_a_salvage_lost_is_asked_for_again_and_comes(tmp_path: Path, clock: FixedClock) -> None:
    with ExitStack() as stack:
        a, b = desks(stack, tmp_path, "ab", clock=clock)
        sequence = Sequence()
        person = add(a.session, "person", surname="Verdi")
        folder = folder_of(a, person)
        a.share(folder, b)
        for number in range(4):
            records.change(a.session, person, {"notes": f"nota {number}"})
            a.send(sequence, folder=folder)
            a.take(sequence)
        b.take(sequence)
        whole = b.hash(folder)
        key = derive(read_slots(b.session.profile).open_with_passphrase(PASSPHRASE), Purpose.DATABASE)
        lost = "DELETE FROM entry WHERE folder = ? AND k IN (2, 4)"
        b.session.vault.write(lambda database: database.conn.execute(lost, (folder,)))
        b.session.vault.checkpoint()
        made = salvage.salvage([b.session.profile / DATABASE_NAME], tmp_path / "new.db", key=key)
        assert made.missing == 2
        with closing(open_database(tmp_path / "new.db", key)) as salvaged:
            assert cursor.cursor(salvaged) == cursor.START
            assert scope.sums(salvaged)[folder] != scope.sums(b.database)[folder]
            salvaged.conn.execute("BEGIN IMMEDIATE")
            assert arrivals.place(salvaged, sequence.placed) == {person}
            salvaged.conn.execute("COMMIT")
            assert content.content_hash(salvaged, of={folder}) == whole
            assert scope.sums(salvaged)[folder] == scope.sums(b.database)[folder]
            assert list(content.problems(salvaged, tmp_path)) == []
            seen = "SELECT k, seen FROM entry WHERE folder = ? ORDER BY k"
            wanted = a.database.conn.execute(seen, (folder,)).fetchall()
            assert salvaged.conn.execute(seen, (folder,)).fetchall() == wanted
