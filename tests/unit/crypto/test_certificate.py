# SPDX-License-Identifier: EUPL-1.2
"""The self-made certificate: an Ed25519 key that TLS 1.3 takes and a desk pins."""

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from welfaredesk.crypto.certificate import (
    key_from_pem,
    key_to_pem,
    public_of,
    self_made,
)
from welfaredesk.crypto.fingerprint import fingerprint, is_fingerprint, read_fingerprint
from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.sign import SigningKey

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KEY = SigningKey.from_bytes(b"k" * 32)


def test_a_key_comes_back_from_its_file() -> None:
    assert key_from_pem(key_to_pem(KEY)).to_bytes() == KEY.to_bytes()


def test_another_kind_of_key_is_refused() -> None:
    other = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(ValueError, match="Ed25519"):
        key_from_pem(other)


def test_the_certificate_shows_the_key_to_a_client_of_tls_13(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(key_to_pem(KEY))
    (tmp_path / "crt").write_bytes(self_made(KEY, ("localhost", "127.0.0.1"), now=NOW))
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.minimum_version = ssl.TLSVersion.TLSv1_3
    serving.load_cert_chain(tmp_path / "crt", tmp_path / "key")
    asking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    asking.check_hostname = False
    asking.verify_mode = ssl.CERT_NONE
    ours, theirs = socket.socketpair()
    with ThreadPoolExecutor(1) as pool:
        shaken = pool.submit(serving.wrap_socket, ours, server_side=True)
        with asking.wrap_socket(theirs) as line:
            shown = line.getpeercert(binary_form=True)
            assert line.version() == "TLSv1.3"
        shaken.result().close()
    assert shown is not None
    assert public_of(shown) == KEY.public


def test_the_certificate_holds_for_clocks_that_are_wrong() -> None:
    made = x509.load_pem_x509_certificate(self_made(KEY, ("localhost",), now=NOW))
    assert made.not_valid_before_utc.year == 2025
    assert made.not_valid_after_utc.year == 2056


def test_a_certificate_of_another_kind_of_key_has_no_pin() -> None:
    key = generate_private_key(SECP256R1())
    ours = x509.load_pem_x509_certificate(self_made(KEY, ("localhost",), now=NOW))
    other = (
        x509.CertificateBuilder()
        .subject_name(ours.subject)
        .issuer_name(ours.issuer)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ours.not_valid_before_utc)
        .not_valid_after(ours.not_valid_after_utc)
        .sign(key, hashes.SHA256())
    )
    with pytest.raises(ValueError, match="Ed25519"):
        public_of(other.public_bytes(Encoding.DER))


def test_a_fingerprint_is_read_back_however_it_is_typed() -> None:
    said = fingerprint(KEY.public)
    wanted = sha256(KEY.public)
    spellings = (said, said.upper(), said.replace(" ", ":"), said.replace(" ", ""), said.replace(" ", "-"))
    assert {read_fingerprint(one) for one in spellings} == {wanted}
    assert all(map(is_fingerprint, spellings))
    assert len(said.split()) == 16


@pytest.mark.parametrize("text", ["", "abcd", "zz" * 32, "00" * 33])
def test_what_is_no_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"digits|hexadecimal"):
        read_fingerprint(text)
    assert not is_fingerprint(text)
