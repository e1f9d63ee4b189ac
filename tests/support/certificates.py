"""Certificates for tests, made on the spot: one authority, and pairs that it has signed."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

x509 = pytest.importorskip("cryptography.x509", reason="comes with the keyring's library on Linux alone")
from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec  # noqa: E402

_NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tests")])
_NAMES = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]


@dataclass(frozen=True)
class Pair:
    """PEM files: a certificate that signed itself, so that it is its own authority, and its key."""

    certificate: Path
    key: Path


def make_pair(
    folder: Path, name: str = "pair", *, lasts: timedelta = timedelta(days=90), passphrase: bytes = b""
) -> Pair:
    """For localhost, valid from an hour ago (or before its end, where that is past)."""
    until = datetime.now(UTC).replace(microsecond=0) + lasts
    key = ec.generate_private_key(ec.SECP256R1())
    whole = (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(datetime.now(UTC), until) - timedelta(hours=1))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName(_NAMES), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pair = Pair(folder / f"{name}.pem", folder / f"{name}.key")
    pair.certificate.write_bytes(whole.public_bytes(serialization.Encoding.PEM))
    hidden = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    pair.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden))
    return pair
