# SPDX-License-Identifier: EUPL-1.2
"""The server's key as TLS wants it: a certificate that it signs itself, known by its fingerprint alone."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.sign import SigningKey

YEARS = 30
_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "WelfareDesk")])
_BEFORE = timedelta(days=365)


def key_to_pem(key: SigningKey) -> bytes:
    """Return a server's key as PEM (PKCS 8), not encrypted: its file is for the server's account alone."""
    private = Ed25519PrivateKey.from_private_bytes(key.to_bytes())
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def key_from_pem(data: bytes) -> SigningKey:
    """Return the key that `key_to_pem` wrote.

    Raises:
        ValueError: when it is no Ed25519 key.
    """
    private = load_pem_private_key(data, password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise ValueError("the server's key is an Ed25519 key")
    return SigningKey.from_bytes(private.private_bytes_raw())


def self_made(key: SigningKey, names: Sequence[str], *, now: datetime) -> bytes:
    """Return a certificate of `key` by itself as PEM.

    Desks pin the key and look at nothing else, so its dates only have to be wide: from a year before `now`, for
    PCs whose clock is behind, to thirty years after.
    """
    private = Ed25519PrivateKey.from_private_bytes(key.to_bytes())
    made = (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(private.public_key())
        .serial_number(int.from_bytes(sha256(key.public)[:19], "big"))
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.SubjectAlternativeName([_named(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, None)
    )
    return made.public_bytes(Encoding.PEM)


def _named(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def public_of(certificate: bytes) -> bytes:
    """Return the 32 bytes of the key in a certificate (DER), as a TLS client sees it.

    Raises:
        ValueError: when it holds another kind of key.
    """
    public = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(public, Ed25519PublicKey):
        raise ValueError("the server's key is an Ed25519 key")
    return public.public_bytes_raw()
