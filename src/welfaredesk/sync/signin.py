# SPDX-License-Identifier: EUPL-1.2
"""Signing in by challenge, never by clock; and the server's signed word on a position."""

import base64
import binascii

import msgspec

from welfaredesk.base.ids import packed, spelled
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.sign import Label, SigningKey, verify
from welfaredesk.sync.frames import WireBroken, decoded
from welfaredesk.sync.wire import Check, SignIn

SCHEME = "WelfareDesk"
ROOT_DESK = spelled(bytes(16))
"""The desk of a sign-in by the ente's root key."""

_HEADER_LETTERS = 4_000


def sign_in(*, ente: str, desk: str, challenge: bytes, method: str, path: str, body: bytes, sign: SigningKey) -> SignIn:
    """Return the answer to a challenge for one call: `body` is the exchange's `ask`, else the whole body.

    `path` is that of the address with its query, as it is sent. The root key signs in as `ROOT_DESK`.
    """
    message = _sign_in_message(challenge, method, path=path, body=body)
    return SignIn(packed(ente), packed(desk), challenge, sign.sign(Label.SIGN_IN, message))


def sign_in_holds(one: SignIn, *, method: str, path: str, body: bytes, public: bytes) -> bool:
    """Tell whether a sign-in was signed for this call by the owner of `public`; the challenge is judged apart."""
    message = _sign_in_message(one.challenge, method, path=path, body=body)
    return verify(public, Label.SIGN_IN, message=message, signature=one.signature)


def _sign_in_message(challenge: bytes, method: str, *, path: str, body: bytes) -> bytes:
    return framed("sign-in", challenge, method.upper().encode(), path.encode(), sha256(body))


def to_header(one: SignIn) -> str:
    """Return the value of the `Authorization` header that carries a sign-in."""
    spelled_out = base64.urlsafe_b64encode(msgspec.msgpack.encode(one)).rstrip(b"=").decode()
    return f"{SCHEME} {spelled_out}"


def from_header(text: str) -> SignIn:
    """Return the sign-in that an `Authorization` header carries, with or without the name of the scheme.

    Raises:
        WireBroken: when it carries none.
    """
    letters = text.removeprefix(SCHEME).strip()
    if len(letters) > _HEADER_LETTERS:
        raise WireBroken("the sign-in is too long")
    try:
        data = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise WireBroken("no sign-in") from error
    return decoded(SignIn, data)


def sign_check(*, ente: str, position: int, h: bytes, watermark: int, request: bytes, sign: SigningKey) -> Check:
    """Return the server's word that h stands at a position; `request` is the signature of the sign-in it answers."""
    message = _check_message(ente, Check(position, h, watermark, b""), request)
    return Check(position, h, watermark, sign.sign(Label.SERVER_REPLY, message))


def check_holds(check: Check, *, ente: str, request: bytes, public: bytes) -> bool:
    """Tell whether the server that owns `public` gave this word in answer to this request."""
    message = _check_message(ente, check, request)
    return verify(public, Label.SERVER_REPLY, message=message, signature=check.signature)


def _check_message(ente: str, check: Check, request: bytes) -> bytes:
    numbers = check.position.to_bytes(8, "big"), check.watermark.to_bytes(8, "big")
    return framed("check", packed(ente), numbers[0], check.h, numbers[1], request)
