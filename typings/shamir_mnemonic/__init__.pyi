# SPDX-License-Identifier: EUPL-1.2
"""The part of shamir-mnemonic that is used."""

from collections.abc import Iterable, Sequence

class MnemonicError(Exception): ...

class Share:
    iteration_exponent: int
    @classmethod
    def from_mnemonic(cls, mnemonic: str) -> Share: ...

def combine_mnemonics(mnemonics: Iterable[str], passphrase: bytes = b"") -> bytes: ...
def generate_mnemonics(
    group_threshold: int,
    groups: Sequence[tuple[int, int]],
    master_secret: bytes,
    passphrase: bytes = b"",
    extendable: bool = True,
    iteration_exponent: int = 1,
) -> list[list[str]]: ...
