"""What a person can look at and do about webhooks while the listener is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from acefone_desktop.domain.certificates import Certificate
    from acefone_desktop.domain.reachability import ReachReport
    from acefone_desktop.domain.settings import WebhookSettings
    from acefone_desktop.domain.webhook_mapping import WebhookMapping
    from acefone_desktop.domain.webhook_samples import Samples


class WebhookDesk(Protocol):
    """Use on one event loop. Everything raises `ListenerError` while the listener is not there."""

    async def show(self, mapping: WebhookMapping) -> Samples:
        """The last webhooks, redacted, as they would be read with this mapping."""
        ...

    async def use(self, mapping: WebhookMapping) -> None:
        """Reads webhooks with this mapping from now on."""
        ...

    async def test(self, webhooks: WebhookSettings) -> ReachReport:
        """Sends a test by way of the public address; see `Reach`."""
        ...

    def tell_unread(self, listener: Callable[[int], None]) -> None:
        """Tells the listener how many webhooks could not be read, now and each time that changes."""
        ...


class ReadCertificate(Protocol):
    """Reads a certificate and its key."""

    def __call__(self, certificate: Path, key: Path) -> Certificate:
        """What it says of itself. Raises `CertificateError`. Waits for the disk."""
        ...
