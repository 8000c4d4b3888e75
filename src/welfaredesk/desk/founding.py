# SPDX-License-Identifier: EUPL-1.2
"""The founding: everything an ente needs from its first day, so that joining a server later rewrites nothing."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import VaultExists
from welfaredesk.base.ids import Ids, derived_id
from welfaredesk.base.text import N_
from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.passphrase import Cost, check_strength
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.crypto.shares import ente_id, recovery_key, root_key, split
from welfaredesk.crypto.sign import Label, SigningKey
from welfaredesk.crypto.slots import Slots
from welfaredesk.crypto.wrap import SealingKey, wrap
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.names import person_name
from welfaredesk.domain.statement import (
    FORMAT,
    Claim,
    Role,
    Statement,
    StatementKind,
    encode_body,
    encode_claim,
    encode_statement,
)
from welfaredesk.store import desk_notes, folders, vault
from welfaredesk.store.driver import Database, errors_as_faults
from welfaredesk.store.files import FILES_NAME, durable_write, flush_folder

MAKING = "making"
FIRST_LETTERS = "AA"
EPOCH_LABEL = "group-epoch"
RECOVERY_LABEL = "recovery-grant"
EVERYONE, AUDIT, COORDINATION, WORKING, OWN = "everyone", "audit", "coordination", "working", "own"
GROUP_NAMES = {
    EVERYONE: N_("Tutti"),
    AUDIT: N_("Controllo degli accessi"),
    COORDINATION: N_("Coordinamento"),
    WORKING: N_("Servizio sociale di base"),
}
DEFAULT_ROLES = (Role.OPERATORE, Role.RESPONSABILE, Role.AMMINISTRATORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStart:
    """What the wizard or `init` was told."""

    ente: str
    surname: str
    name: str
    passphrase: str
    roles: tuple[Role, ...] = DEFAULT_ROLES
    comuni: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """The ids of what was founded, and the recovery shares: on paper only, nowhere else."""

    ente: str
    operator: str
    desk: str
    shares: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A secret drawn before the founding and its sheets, so that they are printed and tested first."""

    secret: bytes = field(repr=False)
    shares: tuple[str, ...] = field(repr=False)


def draw(ids: Ids, *, alone: bool) -> Drawn:
    """Draw the secret of a new ente: three sheets of which two suffice, or one sheet twice."""
    secret = ids.token(32)
    return Drawn(secret, tuple(split(secret, alone=alone)))


@dataclass(slots=True, kw_only=True)
class _Making:
    """The keys and ids that the founding goes on with."""

    start: FirstStart
    ids: Ids
    root: SigningKey
    recovery: SealingKey
    ente: str
    operator: str
    desk: str
    desk_sign: SigningKey
    desk_seal: SealingKey
    groups: dict[str, str]
    head: bytes = b""


def found(
    profile: Path, start: FirstStart, *, clock: Clock, ids: Ids, cost: Cost, drawn: Drawn | None = None
) -> Founded:
    """Found an ente on this PC: vault, keys, roster, groups, folders, names.

    Everything is made aside and moved in place at the end: interrupted anywhere, there is a whole vault or none.
    With `drawn` the secret is the one whose sheets are already on paper.

    Raises:
        VaultExists: when the profile has a vault.
        WeakPassphrase: when the passphrase is too easy.
    """
    check_strength(start.passphrase)
    with errors_as_faults():
        finish(profile)
    if vault.exists(profile):
        raise VaultExists()
    drawn = drawn or draw(ids, alone=start.alone)
    secret, vault_key = drawn.secret, ids.token(32)
    root = root_key(secret)
    ente = ente_id(root.public)
    making = _Making(
        start=start,
        ids=ids,
        root=root,
        recovery=recovery_key(secret),
        ente=ente,
        operator=ids.new(),
        desk=ids.opaque(),
        desk_sign=SigningKey.generate(),
        desk_seal=SealingKey.generate(),
        groups={kind: ids.opaque() for kind in (EVERYONE, AUDIT, COORDINATION, OWN, WORKING)},
    )
    slots = Slots.create(vault_key, start.passphrase, cost=cost, recovery_public=making.recovery.public, ids=ids)
    aside = profile / MAKING
    _clear(aside)
    with errors_as_faults():
        profile.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = vault.create_vault(aside, derive(vault_key, Purpose.DATABASE))
    try:
        made.write(lambda database: _write_roster(database, making))
        made.write(lambda database: _write_places(database, making, year=clock.now().local().year))
    finally:
        made.close()
    with errors_as_faults():
        durable_write(aside / vault.SLOTS_NAME, slots.to_bytes())
        finish(profile)
    return Founded(ente=ente, operator=making.operator, desk=making.desk, shares=drawn.shares)


def finish(profile: Path) -> None:
    """Move a vault that was wholly made aside into its place; go on where a crash stopped it.

    Its slots make it whole: they are the last to be written there and the last to be moved.
    """
    aside = profile / MAKING
    if not (aside / vault.SLOTS_NAME).exists():
        return
    merge_files(aside / FILES_NAME, profile / FILES_NAME)
    if (aside / vault.DATABASE_NAME).exists():
        # A log that lies here belongs to another file, and would be played into this one.
        for name in (vault.LOG_NAME, vault.INDEX_NAME):
            (profile / name).unlink(missing_ok=True)
        flush_folder(profile)
    for name in (vault.BALLAST_NAME, vault.DATABASE_NAME, vault.SLOTS_NAME):
        if (aside / name).exists():
            (aside / name).replace(profile / name)
            flush_folder(profile)
    _clear(aside)


def put_in_place(profile: Path, fresh: Path) -> None:
    """Make a vault that lies whole in `fresh` the profile's own; from the renaming on, `finish` goes on with it."""
    _clear(profile / MAKING)
    flush_folder(fresh)
    fresh.replace(profile / MAKING)
    flush_folder(profile)
    finish(profile)


def merge_files(source: Path, target: Path) -> None:
    """Move sealed files into the folder of a profile; one of the same name there gives way."""
    if not source.is_dir():
        return
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for sealed in source.iterdir():
        sealed.replace(target / sealed.name)
    flush_folder(target)


def _clear(aside: Path) -> None:
    """Empty the folder of a founding that was never finished: its shares were never shown to anybody."""
    if not aside.exists():
        return
    for path in sorted(aside.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    aside.rmdir()


def _state(database: Database, making: _Making, kind: StatementKind, body: dict[str, Any], *, key: SigningKey) -> None:
    claim = Claim(FORMAT, making.ente, kind, making.head, key.public, encode_body(body))
    statement = Statement(claim, key.sign(Label.STATEMENT, encode_claim(claim)))
    making.head = folders.keep_statement(database, str(kind), encode_statement(statement))


def _write_roster(database: Database, making: _Making) -> None:
    """Write the statements: the root admits ente, operator, desk and roles; the desk makes the groups."""
    root, desk_key = making.root, making.desk_sign
    start = making.start
    _state(
        database,
        making,
        StatementKind.ENTE,
        {"root": root.public, "recovery": making.recovery.public},
        key=root,
    )
    _state(database, making, StatementKind.OPERATOR, {"operator": making.operator}, key=root)
    _state(
        database,
        making,
        StatementKind.DESK,
        {
            "desk": making.desk,
            "operator": making.operator,
            "sign": desk_key.public,
            "seal": making.desk_seal.public,
            "letters": FIRST_LETTERS,
        },
        key=root,
    )
    roles = [str(role) for role in start.roles]
    _state(database, making, StatementKind.ROLE, {"operator": making.operator, "roles": roles}, key=root)
    for kind, group in making.groups.items():
        _make_group(database, making, kind, group=group)
    identity = {
        "ente": making.ente,
        "operator": making.operator,
        "desk": making.desk,
        "letters": FIRST_LETTERS,
        "roles": roles,
        "groups": making.groups,
        "sign": desk_key.to_bytes(),
        "seal": making.desk_seal.to_bytes(),
        "alone": start.alone,
        "name": person_name({"surname": start.surname, "name": start.name}),
    }
    desk_notes.put(database, "identity", identity)


def _make_group(database: Database, making: _Making, kind: str, *, group: str) -> None:
    """Make a group's first epoch, wrap it to the recovery key, and admit this desk, in two statements."""
    epoch = SealingKey.generate()
    aad = f"{making.ente}/{group}/1".encode()
    recovery = wrap(making.recovery.public, epoch.to_bytes(), label=RECOVERY_LABEL, aad=aad)
    body = {"group": group, "kind": kind, "epoch": 1, "public": epoch.public, "recovery_grant": recovery}
    _state(database, making, StatementKind.GROUP, body, key=making.desk_sign)
    wrapped = wrap(making.desk_seal.public, epoch.to_bytes(), label=EPOCH_LABEL, aad=aad)
    member = {
        "group": group,
        "operator": making.operator,
        "desk": making.desk,
        "epoch": 1,
        "wrapped": wrapped,
        "wrapped_hash": sha256(wrapped),
    }
    _state(database, making, StatementKind.MEMBER, member, key=making.desk_sign)
    folders.keep_epoch(database, group, 1, public=epoch.public, private=epoch.to_bytes(), recovery_grant=recovery)


@cache
def places(ente: str) -> dict[str, str]:
    """Return the fixed root ids of an ente: roster, settings, directory."""
    return {kind: derived_id(ente, kind) for kind in ("roster", "settings", "directory")}


def register_root(ente: str, group: str, *, year: int) -> str:
    """Return the root id of a group's register of a year: the same on every desk of the ente."""
    return derived_id(ente, f"register/{group}/{year}")


def _write_places(database: Database, making: _Making, *, year: int) -> None:
    """Make the folders of the ente's own roots; the names go in when the desk is first opened."""
    everyone = [making.groups[EVERYONE]]
    for kind, root in places(making.ente).items():
        folders.make(database, root, root_type=kind, circle=ORDINARY, groups=everyone, ids=making.ids)
    own = [making.groups[OWN]]
    folders.make(database, making.operator, root_type="operator", circle=ORDINARY, groups=own, ids=making.ids)
    register = register_root(making.ente, making.groups[WORKING], year=year)
    folders.make(
        database,
        register,
        root_type="register",
        circle=ORDINARY,
        groups=[making.groups[WORKING]],
        ids=making.ids,
    )
