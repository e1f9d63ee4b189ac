"""The user's certificate and key: checked before they are used, and used anew when the files change."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from acefone_desktop.adapters.listener.der import NotDerError, read_der
from acefone_desktop.domain.certificates import Certificate, CertificateError

LARGEST_FILE: Final = 256 * 1024
"""Bytes; a chain of four certificates has some eight thousand."""

_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
_ENCRYPTED: Final = ("BEGIN ENCRYPTED PRIVATE KEY", "Proc-Type: 4,ENCRYPTED")


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Two PEM files: the certificate with what is between it and its root, and the key."""

    certificate: Path
    key: Path

    def read(self) -> Certificate:
        """What the certificate says of itself, where the pair can be used at all. Raises `CertificateError`."""
        self.context()
        written = _contents(self.certificate, "certificate")
        start = written.find(_BEGIN)
        try:
            return read_der(ssl.PEM_cert_to_DER_cert(written[start : written.index(_END, start) + len(_END)]))
        except (NotDerError, ValueError) as error:
            raise CertificateError("(The file holds no certificate that can be read.)") from error

    def context(self) -> ssl.SSLContext:
        """What a server needs to show it: TLS 1.2 and newer. Raises `CertificateError`.

        A key with a passphrase is refused: the listener begins when nobody is there to type it.
        """
        if _BEGIN not in _contents(self.certificate, "certificate"):
            raise CertificateError("(The file of the certificate holds none; it must be in PEM form.)")
        key = _contents(self.key, "key")
        if any(mark in key for mark in _ENCRYPTED):
            raise CertificateError("(The key has a passphrase: save it without one, readable for you alone.)")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.certificate, self.key, password=_no_passphrase)
        except ssl.SSLError as error:
            raise CertificateError(f"({_REASONS.get(error.reason or '', _NOT_READABLE)})") from error
        except OSError as error:
            raise CertificateError(f"({error.strerror or error})") from error
        return context

    @property
    def stamp(self) -> tuple[tuple[int, int, int], ...]:
        """Differs once one of the files is another, or has been written to; empty while one is missing."""
        try:
            return tuple((s.st_mtime_ns, s.st_size, s.st_ino) for s in (self.certificate.stat(), self.key.stat()))
        except OSError:
            return ()


_NOT_READABLE: Final = "Certificate or key cannot be read; both must be in PEM form."
_REASONS: Final = {
    "KEY_VALUES_MISMATCH": "The key belongs to another certificate.",
    "KEY_TYPE_MISMATCH": "The key belongs to another certificate.",
    "EE_KEY_TOO_SMALL": "The key is too short to be safe.",
    "CA_MD_TOO_WEAK": "The certificate was signed in a way that is no longer safe.",
}


def _no_passphrase() -> str:
    """Asked for an encrypted key in a form that was not recognised: without this, OpenSSL would ask on the terminal."""
    raise CertificateError("(The key has a passphrase: save it without one, readable for you alone.)")


def _contents(path: Path, what: str) -> str:
    try:
        with path.open("rb") as file:
            written = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be read"
        raise CertificateError(f"(The file of the {what} cannot be read: {reason}.)") from error
    if len(written) > LARGEST_FILE:
        raise CertificateError(f"(The file of the {what} is too large to be one.)")
    return written.decode("ascii", "replace")


class RenewedContext:
    """A server's TLS that takes a renewed certificate without closing its port. Use on one event loop.

    Files that cannot be used, such as a pair of which one half is written and the other not yet, leave the last one in
    use; they are looked at again at the next connection.
    """

    def __init__(self, files: CertificateFiles) -> None:
        self._files, self._stamp = files, files.stamp
        self._current = files.context()
        self.context = files.context()
        """For the server: picks the newest for each connection."""
        self.context.sni_callback = self._pick

    def _pick(self, connection: ssl.SSLObject | ssl.SSLSocket, _name: str | None, _context: ssl.SSLContext) -> None:
        stamp = self._files.stamp
        if stamp and stamp != self._stamp:
            try:
                self._current = self._files.context()
            except CertificateError:
                pass
            else:
                self._stamp = stamp
        connection.context = self._current
