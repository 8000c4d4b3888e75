# SPDX-License-Identifier: EUPL-1.2
"""The invitation: a code passed from hand to hand that vouches for the ente to a new desk, and for the desk to it."""

import hmac

import msgspec

from welfaredesk.base.ids import ALPHABET, Ids, packed
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.passphrase import word_list
from welfaredesk.crypto.seal import SealBroken, seal, unseal
from welfaredesk.sync.enclosing import Enclosed, TextBroken, disclose, enclose
from welfaredesk.sync.frames import WireBroken, decoded
from welfaredesk.sync.wire import Bytes16, Bytes32, Spelled

LETTERS = 24
"""Letters of a code: 23 of chance (115 bits) and one that tells a typing mistake."""

ID_BYTES = 16
WORDS = 6

_GROUP = 4
_WORD_BITS = 11
_LOOKALIKES = str.maketrans("oil", "011")


class InvitationUnreadable(ValueError):
    """An invitation that this code does not open."""


class Invitation(msgspec.Struct, frozen=True, array_like=True):
    """What a new desk believes because the code says so: ente, its root key, server and recovery keys, and who joins.

    Roles and groups are those intended; the roster has the last word.
    """

    ente: Spelled
    root: Bytes32
    server: Bytes32
    recovery: Bytes32
    operator: Spelled
    name: str
    roles: list[str]
    groups: list[Spelled]


class Request(msgspec.Struct, frozen=True, array_like=True):
    """What a new desk asks with: its keys, and that it knows the code."""

    invitation: Bytes16
    desk: Spelled
    sign: Bytes32
    seal: Bytes32
    mac: Bytes32


def draw_code(ids: Ids) -> str:
    """Return a new code: six groups of four letters, without those that look alike."""
    # 256 is a whole multiple of 32: each letter is equally likely.
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in ids.token(LETTERS - 1))
    letters = (letters + _check_letter(letters)).upper()
    return " ".join(letters[start : start + _GROUP] for start in range(0, LETTERS, _GROUP))


def is_code(code: str) -> bool:
    """Tell whether a code is typed as one was drawn: any case, with or without spaces and dashes, o for 0."""
    letters = _letters(code)
    known = len(letters) == LETTERS and set(letters) <= set(ALPHABET)
    return known and letters[-1] == _check_letter(letters[:-1])


def invitation_id(code: str) -> bytes:
    """Return the 16 bytes under which the server keeps the invitation of a code, and which do not tell the code."""
    return _from_code(code, "invitation-id")[:ID_BYTES]


def seal_invitation(invitation: Invitation, code: str) -> bytes:
    """Return the invitation as the server keeps it; a code seals one invitation only."""
    text = enclose(Enclosed(msgspec.msgpack.encode(invitation)))
    return seal(_from_code(code, "invitation-seal"), text, aad=_aad(code))


def open_invitation(sealed: bytes, code: str) -> Invitation:
    """Return the invitation that the inviting desk sealed with this code.

    Raises:
        InvitationUnreadable: when it was sealed with another, or changed.
    """
    try:
        text = disclose(unseal(_from_code(code, "invitation-seal"), sealed, aad=_aad(code)))
        return decoded(Invitation, text.data)
    except (SealBroken, TextBroken, WireBroken) as error:
        raise InvitationUnreadable(str(error)) from error


def make_request(code: str, *, desk: str, sign: bytes, seal: bytes) -> Request:
    """Return what a new desk sends: its id and public keys, vouched for by the code."""
    bare = Request(invitation_id(code), desk, sign, seal, b"")
    return msgspec.structs.replace(bare, mac=_mac(bare, code))


def request_holds(request: Request, code: str) -> bool:
    """Tell whether whoever made the request knows the code."""
    known = hmac.compare_digest(request.invitation, invitation_id(code))
    return known and hmac.compare_digest(request.mac, _mac(request, code))


def encode_request(request: Request) -> bytes:
    """Return the bytes of a request."""
    return msgspec.msgpack.encode(request)


def decode_request(data: bytes) -> Request:
    """Return the request in `data`.

    Raises:
        WireBroken: when it is none.
    """
    return decoded(Request, data)


def request_id(request: Request) -> bytes:
    """Return the 16 bytes that name a request."""
    return sha256(framed("request", encode_request(request)))[:ID_BYTES]


def six_words(*, ente: str, server: bytes, request: Request) -> str:
    """Return the six Italian words that both screens show: 66 bits of everything that was agreed on."""
    digest = sha256(framed("six-words", packed(ente), server, encode_request(request)))
    number, words = int.from_bytes(digest, "big") >> (len(digest) * 8 - WORDS * _WORD_BITS), word_list()
    places = (number >> _WORD_BITS * place & (1 << _WORD_BITS) - 1 for place in reversed(range(WORDS)))
    return " ".join(words[place] for place in places)


def _letters(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalnum()).translate(_LOOKALIKES)


def _check_letter(letters: str) -> str:
    return ALPHABET[sha256(framed("invitation-check", letters.encode()))[0] % len(ALPHABET)]


def _from_code(code: str, label: str) -> bytes:
    """Return 32 bytes for one purpose; the code is chance enough (115 bits) to need no stretching."""
    return sha256(framed(label, _letters(code).encode()))


def _aad(code: str) -> bytes:
    return framed("invitation", invitation_id(code))


def _mac(request: Request, code: str) -> bytes:
    message = framed("request", request.invitation, packed(request.desk), request.sign, request.seal)
    return hmac.digest(_from_code(code, "invitation-mac"), message, "sha256")
