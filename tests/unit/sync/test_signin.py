# SPDX-License-Identifier: EUPL-1.2
"""Signing in, the server's word, and the invitation."""

import base64
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.sync.made import DESK, ENTE, GROUP, GROUP_KEY, OPERATOR, SIGN, fresh_ids
from welfaredesk.base.ids import packed
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.passphrase import word_list
from welfaredesk.crypto.seal import seal
from welfaredesk.crypto.sign import Label, SigningKey
from welfaredesk.sync.frames import WireBroken
from welfaredesk.sync.invitation import (
    Invitation,
    InvitationUnreadable,
    Request,
    decode_request,
    draw_code,
    encode_request,
    invitation_id,
    is_code,
    make_request,
    open_invitation,
    request_holds,
    request_id,
    seal_invitation,
    six_words,
)
from welfaredesk.sync.signin import (
    ROOT_DESK,
    check_holds,
    from_header,
    sign_check,
    sign_in,
    sign_in_holds,
    to_header,
)
from welfaredesk.sync.wire import SignIn

CALL: dict[str, Any] = {"method": "POST", "path": "/v1/exchange", "body": b"ask"}
CODE = "XF9D KBY8 1EBP 8WMS 44A1 HPZF"
SERVER = SigningKey.from_bytes(bytes(range(7, 39)))
INVITATION = Invitation(
    ENTE, SIGN.public, SERVER.public, GROUP_KEY.public, OPERATOR, "Bianchi Lucia", ["operatore"], [GROUP]
)


def signed() -> SignIn:
    return sign_in(ente=ENTE, desk=DESK, challenge=b"sfida", sign=SIGN, **CALL)


def request() -> Request:
    return make_request(CODE, desk=DESK, sign=SIGN.public, seal=GROUP_KEY.public)


def test_a_sign_in_holds_for_one_call_only() -> None:
    assert sign_in_holds(signed(), public=SIGN.public, **CALL)
    assert not sign_in_holds(signed(), public=SERVER.public, **CALL)
    for other in ({"method": "PUT"}, {"path": "/v1/exchange?x"}, {"body": b"Ask"}):
        assert not sign_in_holds(signed(), public=SIGN.public, **{**CALL, **other})
    later = msgspec.structs.replace(signed(), challenge=b"altra")
    assert not sign_in_holds(later, public=SIGN.public, **CALL)


def test_what_a_sign_in_signs_has_not_drifted() -> None:
    message = framed("sign-in", b"sfida", b"POST", b"/v1/exchange", sha256(b"ask"))
    assert signed().signature == SIGN.sign(Label.SIGN_IN, message)
    assert packed(ROOT_DESK) == bytes(16)


def test_a_sign_in_travels_in_a_header() -> None:
    header = to_header(signed())
    assert header.startswith("WelfareDesk ")
    assert header.isascii()
    assert from_header(header) == from_header(header.removeprefix("WelfareDesk ")) == signed()


@given(st.text(max_size=300))
def test_a_header_of_rubbish_is_refused(text: str) -> None:
    with pytest.raises(WireBroken):
        from_header(text)


def test_a_header_that_holds_something_else_or_too_much_is_refused() -> None:
    short = msgspec.structs.replace(signed(), desk=b"desk")
    for text in (to_header(short), "A" * 5000, base64.urlsafe_b64encode(b"\x91" * 2000).decode()):
        with pytest.raises(WireBroken):
            from_header(text)


def test_a_check_is_the_word_of_the_server_to_one_request() -> None:
    check = sign_check(ente=ENTE, position=9, h=bytes(32), watermark=3, request=b"r", sign=SERVER)
    message = framed("check", packed(ENTE), bytes(7) + b"\x09", bytes(32), bytes(7) + b"\x03", b"r")
    assert check.signature == SERVER.sign(Label.SERVER_REPLY, message)
    assert check_holds(check, ente=ENTE, request=b"r", public=SERVER.public)
    assert not check_holds(check, ente=ENTE, request=b"s", public=SERVER.public)
    assert not check_holds(check, ente=DESK, request=b"r", public=SERVER.public)
    for changed in ({"position": 8}, {"h": bytes(31) + b"\1"}, {"watermark": 4}):
        other = msgspec.structs.replace(check, **changed)
        assert not check_holds(other, ente=ENTE, request=b"r", public=SERVER.public)


def test_a_code_is_typed_back_in_any_way() -> None:
    code = draw_code(fresh_ids(3))
    assert is_code(code)
    assert [len(group) for group in code.split(" ")] == [4] * 6
    for typed in (code.lower(), code.replace(" ", ""), code.replace(" ", "-"), f"  {code}\n", code.replace("0", "o")):
        assert is_code(typed)
        assert invitation_id(typed) == invitation_id(code)
    assert draw_code(fresh_ids(4)) != code


def test_a_mistyped_code_is_told() -> None:
    assert is_code(CODE)
    wrong = [CODE[:-1], CODE + "A", CODE.replace("X", "U"), "", "?" * 24]
    assert not [code for code in wrong if is_code(code)]
    swapped = [CODE[:place] + letter + CODE[place + 1 :] for place in (0, 6, 28) for letter in "23456789"]
    assert sum(map(is_code, swapped)) <= 2


def test_what_comes_from_a_code_has_not_drifted() -> None:
    letters = b"xf9dkby81ebp8wms44a1hpzf"
    assert invitation_id(CODE) == sha256(framed("invitation-id", letters))[:16]
    assert request_id(request()) == sha256(framed("request", encode_request(request())))[:16]
    assert request().mac.hex() == "dab900fa3af9c8be9b4e37731f2e04e07a741ee025e971f2695fc518e600fd4d"
    assert (
        six_words(ente=ENTE, server=SERVER.public, request=request())
        == "rotante tabulato marsupio intasato poesia sforzato"
    )


def test_an_invitation_is_opened_by_its_code_alone() -> None:
    sealed = seal_invitation(INVITATION, CODE)
    assert open_invitation(sealed, CODE.lower()) == INVITATION
    for changed, code in ((sealed, draw_code(fresh_ids(5))), (sealed[:-1], CODE), (b"", CODE)):
        with pytest.raises(InvitationUnreadable):
            open_invitation(changed, code)


def test_an_invitation_of_another_shape_is_unreadable() -> None:
    key = sha256(framed("invitation-seal", b"xf9dkby81ebp8wms44a1hpzf"))
    sealed = seal(key, bytes(32), aad=framed("invitation", invitation_id(CODE)))
    with pytest.raises(InvitationUnreadable):
        open_invitation(sealed, CODE)


def test_a_request_is_of_who_knows_the_code() -> None:
    one = decode_request(encode_request(request()))
    assert one == request()
    assert request_holds(one, CODE)
    assert not request_holds(one, draw_code(fresh_ids(5)))
    for changed in ({"sign": bytes(32)}, {"seal": bytes(32)}, {"desk": OPERATOR}, {"mac": bytes(32)}):
        assert not request_holds(msgspec.structs.replace(one, **changed), CODE)


@given(st.binary(max_size=300))
def test_rubbish_is_no_request(data: bytes) -> None:
    with pytest.raises(WireBroken):
        decode_request(data)
    for changed in ({"desk": "DESK"}, {"sign": b""}, {"desk": "\n" + DESK}, {"desk": DESK + "\n"}):
        with pytest.raises(WireBroken):
            decode_request(msgspec.msgpack.encode(msgspec.structs.replace(request(), **changed)))


def test_six_words_change_with_all_that_was_agreed_on() -> None:
    said = six_words(ente=ENTE, server=SERVER.public, request=request())
    assert len(said.split()) == 6
    assert set(said.split()) <= set(word_list())
    other = make_request(CODE, desk=DESK, sign=SERVER.public, seal=GROUP_KEY.public)
    assert said not in {
        six_words(ente=DESK, server=SERVER.public, request=request()),
        six_words(ente=ENTE, server=SIGN.public, request=request()),
        six_words(ente=ENTE, server=SERVER.public, request=other),
    }
