# SPDX-License-Identifier: EUPL-1.2
"""The founding: everything an ente needs from its first day, so that joining a server later rewrites nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import VaultExists
from welfaredesk.base.ids import Ids, derived_id
from welfaredesk.base.text import N_
from welfaredesk.crypto.passphrase import Cost, check_strength
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.crypto.shares import ente_id, recovery_key, root_key, split
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.crypto.slots import Slots
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk.closed import MAKING
from welfaredesk.desk.identity import NOTE
from welfaredesk.desk.stating import Stating, make_group
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.names import person_name
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.roster_rules import LEADING
from welfaredesk.domain.statement import GroupKind, Role, StatementKind
from welfaredesk.store import desk_notes, folders, vault
from welfaredesk.store.driver import Database, errors_as_faults
from welfaredesk.store.files import FILES_NAME, durable_write, flush_folder

FIRST_LETTERS = "AA"
EVERYONE, AUDIT, COORDINATION, WORKING, OWN, ON_CALL = (str(kind) for kind in GroupKind)
GROUP_NAMES = {
    EVERYONE: N_("Tutti"),
    AUDIT: N_("Controllo degli accessi"),
    COORDINATION: N_("Coordinamento"),
    WORKING: N_("Servizio sociale di base"),
    ON_CALL: N_("Reperibilità"),
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


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """A new desk: its id, and the keys that never leave its vault."""

    desk: str
    sign: SigningKey
    seal: SealingKey

    @classmethod
    def draw(cls, ids: Ids) -> "DeskKeys":
        """Draw a new desk."""
        return cls(ids.opaque(), SigningKey.generate(), SealingKey.generate())


@dataclass(slots=True, kw_only=True)
class _Making:
    """The keys and ids that the founding goes on with."""

    start: FirstStart
    ids: Ids
    root: SigningKey
    recovery: SealingKey
    ente: str
    operator: str
    keys: DeskKeys
    groups: dict[str, str]


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
        keys=DeskKeys.draw(ids),
        groups={kind: ids.opaque() for kind in (EVERYONE, AUDIT, COORDINATION, OWN, WORKING)},
    )
    slots = Slots.create(vault_key, start.passphrase, cost=cost, recovery_public=making.recovery.public, ids=ids)

    def write(database: Database) -> None:
        _write_roster(database, making)
        _write_places(database, making, year=clock.now().local().year)

    with errors_as_faults():
        profile.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_aside(profile / MAKING, vault_key, slots=slots, write=write)
    with errors_as_faults():
        finish(profile)
    return Founded(ente=ente, operator=making.operator, desk=making.keys.desk, shares=drawn.shares)


def make_aside(aside: Path, vault_key: bytes, *, slots: Slots, write: Callable[[Database], None]) -> None:
    """Make a vault in a folder of its own, with what `write` puts into it; its slots, written last, make it whole."""
    clear(aside)
    made = vault.create_vault(aside, derive(vault_key, Purpose.DATABASE))
    try:
        made.write(write)
    finally:
        made.close()
    with errors_as_faults():
        durable_write(aside / vault.SLOTS_NAME, slots.to_bytes())


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
    clear(aside)


def put_in_place(profile: Path, fresh: Path) -> None:
    """Make a vault that lies whole in `fresh` the profile's own; from the renaming on, `finish` goes on with it."""
    clear(profile / MAKING)
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


def clear(aside: Path) -> None:
    """Empty the folder of a founding that was never finished: its shares were never shown to anybody."""
    if not aside.exists():
        return
    for path in sorted(aside.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    aside.rmdir()


def _write_roster(database: Database, making: _Making) -> None:
    """Write the statements: the root admits ente, operator, desk and roles; the desk makes the groups.

    Groups are made by somebody who leads: a founder who will not is responsabile until they stand.
    """
    root, start = making.root, making.start
    saying = Stating(database, Roster(), key=root, ente=making.ente)
    saying.say(StatementKind.ENTE, {"root": root.public, "recovery": making.recovery.public})
    saying.say(StatementKind.OPERATOR, {"operator": making.operator})
    keys = making.keys
    desk = {"desk": keys.desk, "operator": making.operator, "sign": keys.sign.public, "seal": keys.seal.public}
    saying.say(StatementKind.DESK, desk | {"letters": FIRST_LETTERS})
    roles = [str(role) for role in start.roles]
    leads = any(role in LEADING for role in start.roles)
    saying.say(
        StatementKind.ROLE,
        {"operator": making.operator, "roles": roles if leads else [*roles, str(Role.RESPONSABILE)]},
    )
    saying.as_signer(keys.sign)
    for kind, group in making.groups.items():
        start_group(saying, database, group, kind=kind, desk=keys.desk)
    if not leads:
        saying.as_signer(root)
        saying.say(StatementKind.ROLE, {"operator": making.operator, "roles": roles})
    said = {
        "ente": making.ente,
        "operator": making.operator,
        "letters": FIRST_LETTERS,
        "roles": roles,
        "groups": making.groups,
        "alone": start.alone,
        "name": person_name({"surname": start.surname, "name": start.name}),
    }
    keep_identity(database, keys, said)


def start_group(saying: Stating, database: Database, group: str, *, kind: str, desk: str) -> None:
    """Make a group with its first epoch, whose first member is its maker's desk, and keep its key."""
    epoch = make_group(saying, group, kind=kind, desk=desk)
    line = saying.roster.groups[group]
    folders.keep_epoch(
        database, group, 1, public=line.public, private=epoch.to_bytes(), recovery_grant=line.recovery_grant
    )


def keep_identity(database: Database, keys: DeskKeys, said: Mapping[str, Any]) -> None:
    """Keep whose desk this is: `said` names ente, operator, name and whether it is alone.

    Letters, roles and groups are those of the roster once it knows the desk, and until then what is said here.
    """
    unknown = {"letters": "", "roles": [], "groups": {}}
    secret = {"desk": keys.desk, "sign": keys.sign.to_bytes(), "seal": keys.seal.to_bytes()}
    desk_notes.put(database, NOTE, unknown | dict(said) | secret)


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
