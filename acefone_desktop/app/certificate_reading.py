"""Reads the user's certificate off the thread it is asked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.domain.certificates import Certificate


async def read_certificate(certificate: Path, key: Path) -> Certificate:
    """What it says of itself, where the pair can be used. Raises `CertificateError`."""
    import asyncio  # noqa: PLC0415 (kept out of the way of the first paint)

    from acefone_desktop.adapters.listener.certificate_files import CertificateFiles  # noqa: PLC0415

    return await asyncio.to_thread(CertificateFiles(certificate, key).read)
