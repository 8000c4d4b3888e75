# SPDX-License-Identifier: EUPL-1.2
"""Letters: a text sealed to a group's public key by a desk that need not be able to read it again."""

import msgspec

from welfaredesk.base.ids import packed
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.seal import SealBroken
from welfaredesk.crypto.sign import Label, SigningKey, verify
from welfaredesk.crypto.wrap import SealingKey, unwrap, wrap
from welfaredesk.sync.enclosing import Enclosed, TextBroken, disclose, enclose
from welfaredesk.sync.wire import FORMAT, Letter

WRAP_LABEL = "letter"


class LetterUnreadable(ValueError):
    """A letter that this key does not open, or whose text is none."""


def seal_letter(
    data: bytes, *, ente: str, group: str, epoch: int, public: bytes, desk: str, n: int, sign: SigningKey
) -> Letter:
    """Return `data` sealed to an epoch of a group, whose public half is `public`; `n` numbers the desk's letters.

    Raises:
        TextTooLarge: when no reader would take it.
    """
    bare = Letter(FORMAT, packed(ente), packed(group), epoch, n, b"", packed(desk))
    sealed = wrap(public, enclose(Enclosed(data)), label=WRAP_LABEL, aad=msgspec.msgpack.encode(bare))
    unsigned = msgspec.structs.replace(bare, sealed=sealed)
    signature = sign.sign(Label.LETTER, msgspec.msgpack.encode(unsigned))
    return msgspec.structs.replace(unsigned, signature=signature)


def open_letter(letter: Letter, private: SealingKey) -> bytes:
    """Return the text of a letter; the signature is verified apart.

    Raises:
        LetterUnreadable: when `private` is not the key of the epoch, or the text is none.
    """
    bare = msgspec.structs.replace(letter, sealed=b"", signature=b"")
    try:
        return disclose(unwrap(private, letter.sealed, label=WRAP_LABEL, aad=msgspec.msgpack.encode(bare))).data
    except (SealBroken, TextBroken) as error:
        raise LetterUnreadable(str(error)) from error


def verify_letter(letter: Letter, public: bytes) -> bool:
    """Tell whether the owner of `public` signed the letter."""
    return verify(public, Label.LETTER, message=_unsigned(letter), signature=letter.signature)


def letter_id(letter: Letter) -> bytes:
    """Return the 32 bytes that name a letter."""
    return sha256(framed("letter", _unsigned(letter)))


def _unsigned(letter: Letter) -> bytes:
    return msgspec.msgpack.encode(msgspec.structs.replace(letter, signature=b""))
