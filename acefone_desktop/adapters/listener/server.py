"""Starts and stops the webhook listener on the event loop it is used on."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from acefone_desktop.adapters.listener.limits import PATH, ListenerLimits, Read
from acefone_desktop.adapters.listener.secret import SharedSecret
from acefone_desktop.domain.account import is_loopback
from acefone_desktop.domain.errors import ListenerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.adapters.listener.certificate_files import CertificateFiles
    from acefone_desktop.adapters.listener.doors import Door
    from acefone_desktop.adapters.listener.limits import OnProbe
    from acefone_desktop.adapters.listener.post import Post
    from acefone_desktop.adapters.listener.protocol import WebhookProtocol


def _nothing_taken() -> None:
    """Nobody keeps count of what has come."""


def _nothing_probed(_nonce: str, _admitted: bool) -> None:  # noqa: FBT001 (a callback)
    """Nobody waits for a test."""


class WebhookListener:
    """Hears the provider's webhooks at `http://host:port/hook`.

    The secret (16 characters or more) comes as the path's last part, in `X-Acefone-Secret` or as a bearer token. A
    report is acknowledged once it is understood and `post` has accepted it.
    `host` must be this computer's own loopback address unless `allow_remote` says otherwise. With a `certificate`
    it speaks TLS. `on_taken` and `on_probe`: see `WebhookEndpoint`.
    """

    def __init__(
        self,
        host: str,
        port: int,
        secret: str,
        read: Read,
        post: Post,
        *,
        allow_remote: bool = False,
        limits: ListenerLimits | None = None,
        on_taken: Callable[[], None] = _nothing_taken,
        on_probe: OnProbe = _nothing_probed,
        certificate: CertificateFiles | None = None,
    ) -> None:
        if not (allow_remote or is_loopback(host)):
            raise ListenerError("It listens on this computer's own address only, unless that is allowed in Settings.")
        self._host, self._wanted_port, self._post = host, port, post
        self._limits = limits or ListenerLimits()
        self._secret, self._read, self._certificate = SharedSecret(secret), read, certificate
        self._on_taken, self._on_probe = on_taken, on_probe
        self._connections: set[WebhookProtocol] = set()
        self._door: Door | None = None

    @property
    def port(self) -> int:
        """The port in use; raises `ListenerError` while it does not listen."""
        if self._door is None:
            raise ListenerError("It is switched off.")
        return self._door.port

    @property
    def address(self) -> str:
        """Where it listens, without the secret."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{'https' if self._certificate else 'http'}://{host}:{self.port}{PATH}"

    async def start(self) -> None:
        """Begins to listen. Raises `ListenerError`, such as for a port that somebody else uses.

        Raises `CertificateError` for a certificate that cannot be used.
        """
        from acefone_desktop.adapters.listener.certificate_files import RenewedContext  # noqa: PLC0415
        from acefone_desktop.adapters.listener.doors import PlainDoor, TlsDoor  # noqa: PLC0415
        from acefone_desktop.adapters.listener.endpoint import WebhookEndpoint  # noqa: PLC0415 (when it is switched on)
        from acefone_desktop.adapters.listener.protocol import WebhookProtocol  # noqa: PLC0415

        if self._door is not None:
            return
        endpoint = WebhookEndpoint(
            self._secret,
            self._read,
            self._post.accept,
            self._limits,
            on_taken=self._on_taken,
            on_probe=self._on_probe,
        )

        def protocol() -> WebhookProtocol:
            return WebhookProtocol(endpoint, self._connections, self._limits)

        door: Door = PlainDoor(protocol)
        if self._certificate is not None:
            door = TlsDoor(protocol, RenewedContext(self._certificate).context, self._limits)
        try:
            await door.open(self._host, self._wanted_port)
        except OSError as error:
            in_use = error.errno == errno.EADDRINUSE
            why = f"Port {self._wanted_port} is in use." if in_use else error.strerror or str(error)
            raise ListenerError(f"({why})") from error
        self._door = door
        self._post.start()

    async def stop(self) -> None:
        """Stops listening and hands on what was acknowledged, within a second."""
        door, self._door = self._door, None
        if door is None:
            return
        door.shut()
        for connection in tuple(self._connections):
            connection.transport.abort()
        await door.wait_shut()
        await self._post.stop()
