# SPDX-License-Identifier: EUPL-1.2
"""What stands at a server at this moment: its desks, its bundles, its health, its numbers."""

import shutil
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from welfaredesk.base.ids import packed
from welfaredesk.server import scope as scopes
from welfaredesk.server.callers import LEADING, Caller, has_role, live_groups
from welfaredesk.server.scope import Scope
from welfaredesk.server.service import Service
from welfaredesk.server.tables import DESK, ENTE
from welfaredesk.sync.wire import BundleInfo


class DeskSeen(msgspec.Struct, frozen=True, array_like=True):
    """The last contact of a desk; `told_ms` when it was told that it is revoked (0: not yet)."""

    desk: bytes
    version: str
    unsent: int
    seen_ms: int
    told_ms: int
    bytes: int


def desks(service: Service, caller: Caller) -> list[DeskSeen]:
    """Return the last contacts of the ente's desks: all to whoever leads it, to others their own."""
    with service.ledger.reading() as connection:
        line = service.ledger.line(connection, caller.ente)
        if line is None:
            return []
        roster = service.ledger.roster(connection, line)
        wanted = select(DESK).where(DESK.c.ente == packed(caller.ente)).order_by(DESK.c.desk)
        if not caller.is_root and not has_role(roster, caller.desk, roles=LEADING):
            operator = roster.desks[caller.desk].operator
            wanted = wanted.where(DESK.c.desk.in_([packed(desk.id) for desk in roster.desks_of(operator)]))
        return [
            DeskSeen(row.desk, row.version, row.unsent, row.seen_ms, row.told_ms, row.bytes)
            for row in connection.execute(wanted)
            if any(row.desk)
        ]


def bundles(service: Service, caller: Caller) -> list[BundleInfo]:
    """Return the bundles that wait for the caller's groups."""
    with service.ledger.reading() as connection:
        line = service.ledger.line(connection, caller.ente)
        if line is None:
            return []
        roster = service.ledger.roster(connection, line)
        groups = live_groups(roster, caller.desk, now_ms=service.now_ms)
        return scopes.bundles(connection, Scope.of(caller.ente, caller.desk, groups=groups))


def troubles(service: Service) -> list[str]:
    """Return what threatens a server that still answers, in words for whoever watches it.

    The database is asked for something: whatever it raises is answered as busy.
    """
    with service.ledger.reading() as connection:
        connection.execute(select(ENTE.c.position).limit(1)).all()
    found = ["disk nearly full"] if free_bytes(service) < service.limits.least_free else []
    return found if service.ledger.files.can_be_written() else [*found, "statements cannot be written"]


def free_bytes(service: Service) -> int:
    """Return the bytes left on the disk of the statements or on that of the sealed files, whichever has less."""
    return min(_free(service.ledger.files.folder), _free(service.files))


def _free(folder: Path) -> int:
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    return shutil.disk_usage(there).free


def metrics(service: Service) -> str:
    """Return the page for Prometheus."""
    with service.ledger.reading() as connection:
        enti, positions = connection.execute(select(func.count(), func.coalesce(func.sum(ENTE.c.position), 0))).one()
    return service.counts.text(
        now=[
            ("welfaredesk_enti", "Enti of this server.", int(enti)),
            ("welfaredesk_positions", "Positions allotted, of all enti.", int(positions)),
            (
                "welfaredesk_free_bytes",
                "Bytes left on the fuller of the server's disks.",
                free_bytes(service),
            ),
        ]
    )
