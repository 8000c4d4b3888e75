# SPDX-License-Identifier: EUPL-1.2
"""The session: an open desk, from the passphrase to the lock."""

from collections.abc import Callable
from pathlib import Path

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import DamagedVault, NotAllowed, NoVault
from welfaredesk.base.exchange_errors import DeskRevoked
from welfaredesk.base.ids import Ids
from welfaredesk.crypto.passphrase import Cost, check_strength
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.crypto.shares import join, recovery_key
from welfaredesk.crypto.slots import Slots
from welfaredesk.desk import erasing, founding
from welfaredesk.desk.identity import Identity, IdentityReader, RosterReader
from welfaredesk.desk.opened_files import empty_private_folder
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.roster import Roster
from welfaredesk.store import desk_notes, instance, vault
from welfaredesk.store.driver import Database, errors_as_faults
from welfaredesk.store.exchange import rounds
from welfaredesk.store.files import durable_write
from welfaredesk.store.instance import Instance
from welfaredesk.store.journal import Author
from welfaredesk.store.vault import Vault

REVOKED = "exchange/revoked"
"""The note of a desk that was shut out: nothing is written here any more."""

__all__ = ["Identity", "Session", "change_passphrase", "open_session", "read_slots", "recover"]


class Session:
    """An open desk: what screens and commands pass to every question and change."""

    def __init__(self, vault_: Vault, held: Instance, *, clock: Clock, ids: Ids) -> None:
        """Read the identity from the vault; use `open_session`."""
        self.vault = vault_
        self.clock = clock
        self.ids = ids
        self._held = held
        self._reader = RosterReader()
        self._identities = IdentityReader()
        self._placed = RosterReader(rounds.placed_statements)
        self.identity: Identity
        self.read_roster()
        self._listeners: list[Callable[[frozenset[str]], None]] = []

    @property
    def profile(self) -> Path:
        """Return the folder of the profile."""
        return self.vault.profile

    def read_roster(self, database: Database | None = None) -> Roster:
        """Return the roster as it stands, and bring the identity up to it.

        `database` is the transaction to read in; screens and rounds ask outside one.
        """
        source = database or self.vault.read()
        roster = self._reader.read(source)
        self.identity = self._identities.read(source, roster)
        return roster

    def read_placed(self) -> Roster:
        """Return the roster of the statements that have a position; do not change it."""
        return self._placed.read(self.vault.read())

    def author(self) -> Author:
        """Return who writes now.

        Raises:
            DeskRevoked: when the ente has shut this desk out.
        """
        if desk_notes.get(self.vault.read(), REVOKED):
            raise DeskRevoked()
        return Author(desk=self.identity.desk, operator=self.identity.operator, moment=self.clock.now())

    def require(self, deed: Deed) -> None:
        """Stop what the operator's roles do not allow.

        Raises:
            NotAllowed: when they do not.
        """
        if not may(self.identity.roles, deed):
            raise NotAllowed()

    def on_touched(self, listener: Callable[[frozenset[str]], None]) -> None:
        """Call `listener` with the ids of the records that each save touched, on the thread that saved."""
        self._listeners.append(listener)

    def tell(self, *touched: str) -> None:
        """Tell the listeners which records a save touched."""
        ids = frozenset(touched)
        for listener in self._listeners:
            listener(ids)

    def close(self) -> None:
        """Lock: empty the private folder, close the database, give the profile back."""
        try:
            with errors_as_faults():
                empty_private_folder(self.profile)
        finally:
            try:
                self.vault.close()
            finally:
                self._held.release()


def read_slots(profile: Path) -> Slots:
    """Return the key slots of a profile, after finishing a founding that a crash interrupted.

    Raises:
        DeskWiped: when it had one that was erased, as the ente asked; an erasing that was interrupted is finished.
        NoVault: when the profile has no vault.
        DamagedVault: when it has one whose slots are gone or not as they were written.
    """
    erasing.stop_at_erased(profile)
    with errors_as_faults():
        founding.finish(profile)
        path = profile / vault.SLOTS_NAME
        if not path.exists():
            raise DamagedVault() if vault.exists(profile) else NoVault()
        return Slots.from_bytes(path.read_bytes())


def open_session(profile: Path, passphrase: str, *, clock: Clock, ids: Ids) -> Session:
    """Open the desk of a profile.

    Raises:
        WrongPassphrase: when no slot opens.
        InUse: when another process has the profile.
    """
    if not profile.is_dir():
        raise NoVault()
    held = instance.hold(profile)
    try:
        vault_key = read_slots(profile).open_with_passphrase(passphrase)
        return _open(profile, vault_key, held=held, clock=clock, ids=ids)
    except BaseException:
        held.release()
        raise


def _open(profile: Path, vault_key: bytes, *, held: Instance, clock: Clock, ids: Ids) -> Session:
    opened = vault.open_vault(profile, derive(vault_key, Purpose.DATABASE))
    try:
        with errors_as_faults():
            empty_private_folder(profile)
        return Session(opened, held, clock=clock, ids=ids)
    except BaseException:
        opened.close()
        raise


def change_passphrase(profile: Path, old: str, *, new: str, cost: Cost, ids: Ids) -> None:
    """Put a new passphrase in the place of the old one: interrupted anywhere, one of the two opens.

    Raises:
        WrongPassphrase: when the old one is not right.
        NewerVault: when a newer version wrote the vault.
        WeakPassphrase: when the new one is too easy.
    """
    check_strength(new)
    slots = read_slots(profile)
    vault_key = slots.open_with_passphrase(old)
    vault.refuse_newer(profile / vault.DATABASE_NAME, derive(vault_key, Purpose.DATABASE))
    fresh = slots.with_passphrase(vault_key, new, cost=cost, ids=ids)
    with errors_as_faults():
        durable_write(profile / vault.SLOTS_NAME, fresh.to_bytes())


def recover(profile: Path, shares: list[str], *, new: str, cost: Cost, ids: Ids) -> None:
    """Set a new passphrase with the recovery shares: two of the three, or the one sheet of an ente of one.

    Raises:
        WrongShares: when they are too few, misread or of another ente.
        NewerVault: when a newer version wrote the vault.
        WeakPassphrase: when the new passphrase is too easy.
    """
    check_strength(new)
    slots = read_slots(profile)
    vault_key = slots.open_with_recovery(recovery_key(join(shares)))
    vault.refuse_newer(profile / vault.DATABASE_NAME, derive(vault_key, Purpose.DATABASE))
    fresh = slots.with_passphrase(vault_key, new, cost=cost, ids=ids)
    with errors_as_faults():
        durable_write(profile / vault.SLOTS_NAME, fresh.to_bytes())
