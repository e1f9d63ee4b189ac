"""What the doctor asks of this computer: tray, notifications, phone links and the webhook listener."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.app.certificate_reading import read_certificate
from acefone_desktop.domain.account import is_loopback
from acefone_desktop.domain.certificates import CertificateError, CertificateStanding
from acefone_desktop.domain.errors import ListenerAddressError
from acefone_desktop.services.diagnostics import CheckResult, Status, problem

_STANDINGS = {
    CertificateStanding.VALID: "is valid until",
    CertificateStanding.ENDS_SOON: "is valid only until",
    CertificateStanding.EXPIRED: "expired on",
    CertificateStanding.NOT_YET_VALID: "is not valid yet; it ends on",
}

if TYPE_CHECKING:
    from acefone_desktop.domain.settings import ListenerSettings
    from acefone_desktop.services.ports import SettingsStore


class TrayCheck:
    """Whether there is a tray to live in."""

    name = "tray"

    async def run(self) -> CheckResult:
        """A missing tray is no problem: the window then stays."""
        from acefone_desktop.desktop.tray_host import tray_status  # noqa: PLC0415

        status = await tray_status()
        if status.host:
            return CheckResult(name=self.name, status=Status.OK, found="There is a tray.")
        return CheckResult(name=self.name, status=Status.WARNING, found="No tray was found.", remedy=status.remedy)


class NotificationCheck:
    """Whether somebody shows notifications."""

    name = "notifications"

    async def run(self) -> CheckResult:
        """Do-not-disturb is told, and is no problem."""
        from acefone_desktop.desktop.notifications.choice import notification_status  # noqa: PLC0415

        status = await notification_status()
        if not status.available:
            found = "Nobody shows notifications here."
            return CheckResult(name=self.name, status=Status.WARNING, found=found, remedy=status.remedy)
        notes = (
            "" if status.actions else "without buttons",
            "do not disturb is on" if status.inhibited else "",
            "" if status.tells_lock else "nobody says when the screen is locked",
        )
        found = "; ".join((f"Shown by {status.server or 'the system'}", *(note for note in notes if note)))
        return CheckResult(name=self.name, status=Status.OK, found=f"{found}.")


class LinkCheck:
    """Whether phone links open here."""

    name = "links"

    def __init__(self, profile: str, data_dir: str) -> None:
        self._profile, self._data_dir = profile, data_dir

    async def run(self) -> CheckResult:
        """Another default program is a person's right, so that it is a warning at most."""
        from acefone_desktop.desktop.links.choice import link_registration  # noqa: PLC0415

        registration = link_registration(os.environ, self._profile, self._data_dir)
        status = await asyncio.to_thread(registration.status)
        if status.default:
            found = "tel: links open in Acefone Desktop."
        else:
            found = f"tel: links open in {status.handler}." if status.handler else "No program opens tel: links."
        if not status.problem:
            return CheckResult(name=self.name, status=Status.OK, found=found)
        found = f"{found} {status.reason}"
        return CheckResult(name=self.name, status=Status.WARNING, found=found, remedy=status.remedy)


class ListenerCheck:
    """Whether the webhook listener is on, and somebody answers at its port."""

    name = "listener"
    _DEADLINE_S = 2.0

    def __init__(self, settings: SettingsStore) -> None:
        self._settings = settings

    async def run(self) -> CheckResult:
        """Off is fine: calls are then followed by polling alone."""
        listener = self._settings.load().listener
        if not listener.enabled:
            return CheckResult(name=self.name, status=Status.OK, found="It is off; calls are followed by polling.")
        if not is_loopback(listener.host):
            return replace(problem(self.name, ListenerAddressError()), status=Status.WARNING)
        try:
            async with asyncio.timeout(self._DEADLINE_S):
                _, writer = await asyncio.open_connection(listener.host, listener.port)
            writer.close()
            await writer.wait_closed()
        except OSError:
            return CheckResult(
                name=self.name,
                status=Status.WARNING,
                found=f"It is on, but nobody listens at port {listener.port}.",
                remedy="Start the app; if it runs, choose another port under Settings.",
            )
        return await self._secured(listener)

    async def _secured(self, listener: ListenerSettings) -> CheckResult:
        """With TLS the certificate must be of use, too."""
        found = f"Somebody listens at port {listener.port}"
        if not listener.certificate:
            return CheckResult(name=self.name, status=Status.OK, found=f"{found} (http).")
        try:
            certificate = await read_certificate(Path(listener.certificate), Path(listener.certificate_key))
        except CertificateError as error:
            return replace(problem(self.name, error), status=Status.WARNING)
        standing, until = certificate.standing(datetime.now(UTC)), certificate.valid_until.date().isoformat()
        is_good = standing is CertificateStanding.VALID
        return CheckResult(
            name=self.name,
            status=Status.OK if is_good else Status.WARNING,
            found=f"{found} (https; the certificate {_STANDINGS[standing]} {until}).",
            remedy="" if is_good else "Renew the certificate; the app takes up the new file by itself.",
        )
