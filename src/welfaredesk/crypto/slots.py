# SPDX-License-Identifier: EUPL-1.2
"""The slots of a vault: its key, locked once with the passphrase and once with the ente's recovery key."""

import re
import struct
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from welfaredesk.base.errors import DamagedVault, NewerVault, WrongPassphrase, WrongShares
from welfaredesk.base.ids import Ids
from welfaredesk.crypto.hashes import DIGEST_LENGTH, framed, sha256
from welfaredesk.crypto.passphrase import SALT_LENGTH, Cost, check_strength, stretch
from welfaredesk.crypto.schedule import KEY_LENGTH, Purpose, derive
from welfaredesk.crypto.seal import SealBroken, seal, unseal
from welfaredesk.crypto.wrap import SealingKey, unwrap, wrap

MAGIC = b"WDSLOTS\n"
FORMAT = 1
WRAP_LABEL = "vault-key"

# Magic, format and the closing checksum keep their places in every later format: damage is told from news. After the
# format a later one writes the version of the program that it asks for, as a line: «v0.4.0».
_ENVELOPE = struct.Struct(">8sH")
# Salt, memory, passes, lanes, key under the passphrase, recovery key, key under it, MAC: no byte is free.
_BODY = struct.Struct(">16sIII48s32s80s32s")
_ASKS = re.compile(rb"v(\d{1,3}\.\d{1,3}\.\d{1,3})\n")


@dataclass(frozen=True, slots=True)
class Slots:
    """The two locks of one vault key and the MAC that ties them together; nothing in it is secret."""

    salt: bytes
    cost: Cost
    by_passphrase: bytes
    recovery_public: bytes
    by_recovery: bytes
    mac: bytes

    @classmethod
    def create(cls, vault_key: bytes, passphrase: str, *, cost: Cost, recovery_public: bytes, ids: Ids) -> "Slots":
        """Return the slots of a new vault.

        Raises:
            WeakPassphrase: when the passphrase does not pass `check_strength`.
            ValueError: when the vault key is not 32 bytes, `recovery_public` no public key, or the cost one
                that `from_bytes` would refuse.
        """
        _check_key(vault_key)
        by_recovery = wrap(recovery_public, vault_key, label=WRAP_LABEL, aad=recovery_public)
        blank = cls(b"", cost, b"", recovery_public, by_recovery, b"")
        return blank._locked(vault_key, passphrase, cost=cost, ids=ids)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Slots":
        """Return the slots kept in a file.

        Raises:
            DamagedVault: when a byte is missing or changed, or the cost is one that no PC should pay.
            NewerVault: when a newer version of the program wrote them.
        """
        content, checksum = data[:-DIGEST_LENGTH], data[-DIGEST_LENGTH:]
        # A plain checksum knows nothing of the passphrase: a rotten disk is not taken for a typing mistake.
        if len(content) < _ENVELOPE.size or sha256(framed("slots-checksum", content)) != checksum:
            raise DamagedVault
        magic, number = _ENVELOPE.unpack_from(content)
        if magic == MAGIC and number > FORMAT:
            said = _ASKS.match(content, _ENVELOPE.size)
            raise NewerVault.asking(said[1].decode() if said else "")
        if magic != MAGIC or number != FORMAT or len(content) != _ENVELOPE.size + _BODY.size:
            raise DamagedVault
        salt, memory, passes, lanes, *rest = _BODY.unpack_from(content, _ENVELOPE.size)
        cost = Cost(memory, passes, lanes)
        if not cost.bearable:
            raise DamagedVault
        return cls(salt, cost, *rest)

    def to_bytes(self) -> bytes:
        """Return the 262 bytes of the file."""
        cost = self.cost
        content = _ENVELOPE.pack(MAGIC, FORMAT) + _BODY.pack(
            self.salt,
            cost.memory_kib,
            cost.passes,
            cost.lanes,
            self.by_passphrase,
            self.recovery_public,
            self.by_recovery,
            self.mac,
        )
        return content + sha256(framed("slots-checksum", content))

    def open_with_passphrase(self, passphrase: str) -> bytes:
        """Return the vault key; this is the only test of a passphrase, as slow as the cost says.

        Raises:
            WrongPassphrase: when the passphrase is another.
            DamagedVault: when the slots were altered by somebody else.
        """
        stretched = stretch(passphrase, self.salt, cost=self.cost)
        try:
            vault_key = unseal(stretched, self.by_passphrase, aad=self._passphrase_aad())
        except SealBroken:
            raise WrongPassphrase from None
        self._check_mac(vault_key)
        return vault_key

    def open_with_recovery(self, recovery: SealingKey) -> bytes:
        """Return the vault key, opened with the ente's recovery key.

        Raises:
            WrongShares: when the vault was locked with another recovery key.
            DamagedVault: when the slots were altered.
        """
        if recovery.public != self.recovery_public:
            raise WrongShares
        try:
            vault_key = unwrap(recovery, self.by_recovery, label=WRAP_LABEL, aad=self.recovery_public)
        except SealBroken:
            raise DamagedVault from None
        self._check_mac(vault_key)
        return vault_key

    def with_passphrase(self, vault_key: bytes, passphrase: str, *, cost: Cost, ids: Ids) -> "Slots":
        """Return the slots with a new passphrase and the same recovery key; the old one opens them no more.

        Raises:
            WeakPassphrase: when the passphrase does not pass `check_strength`.
            DamagedVault: when the slots are not those of this vault key, or were altered.
        """
        self._check_mac(vault_key)
        return self._locked(vault_key, passphrase, cost=cost, ids=ids)

    def _locked(self, vault_key: bytes, passphrase: str, *, cost: Cost, ids: Ids) -> "Slots":
        check_strength(passphrase)
        if not cost.bearable:
            raise ValueError("no PC should pay such a cost")
        fresh = replace(self, salt=ids.token(SALT_LENGTH), cost=cost)
        stretched = stretch(passphrase, fresh.salt, cost=cost)
        locked = replace(fresh, by_passphrase=seal(stretched, vault_key, aad=fresh._passphrase_aad()))
        return replace(locked, mac=locked._mac_of(vault_key).finalize())

    def _passphrase_aad(self) -> bytes:
        return framed("slot/passphrase", FORMAT.to_bytes(2, "big"), self.salt, _spelled(self.cost))

    def _mac_of(self, vault_key: bytes) -> HMAC:
        mac = HMAC(derive(vault_key, Purpose.SLOTS), SHA256())
        mac.update(framed("slots", self._passphrase_aad(), self.by_passphrase))
        mac.update(framed("slot/recovery", self.recovery_public, self.by_recovery))
        return mac

    def _check_mac(self, vault_key: bytes) -> None:
        _check_key(vault_key)
        try:
            self._mac_of(vault_key).verify(self.mac)
        except InvalidSignature:
            raise DamagedVault from None


def _check_key(vault_key: bytes) -> None:
    if len(vault_key) != KEY_LENGTH:
        raise ValueError("a vault key is 32 bytes")


def _spelled(cost: Cost) -> bytes:
    return struct.pack(">III", cost.memory_kib, cost.passes, cost.lanes)
