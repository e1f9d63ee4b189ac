"""Webhooks as a person looks after them: what came, how odd keys are read, whether they can arrive, the certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acefone_desktop.bridge.account_store import Line
from acefone_desktop.bridge.store import Store
from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.domain.webhook_mapping import WebhookMapping

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future

    from acefone_desktop.bridge.account_store import AccountStore
    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.bridge.settings_store import SettingsStore
    from acefone_desktop.domain.certificates import Certificate
    from acefone_desktop.domain.reachability import ReachReport
    from acefone_desktop.domain.settings import ListenerSettings, WebhookSettings
    from acefone_desktop.domain.webhook_mapping import MappedField, StatusMeaning
    from acefone_desktop.domain.webhook_samples import Samples
    from acefone_desktop.services.account_line import AccountLine
    from acefone_desktop.services.webhook_desk import WebhookDesk

    ReadCertificate = Callable[[Path, Path], Coroutine[Any, Any, Certificate]]


@dataclass(frozen=True, slots=True)
class WebhookState:
    """`samples` as last looked at, None before; `unread`: how many reports could not be read since the listener began.

    `error` says why looking or mapping failed. `report` is what became of the last test, `test_error` why there was
    none. `certificate` is what the chosen one says of itself, `certificate_error` why it cannot be used.
    """

    samples: Samples | None = None
    unread: int = 0
    error: AcefoneDesktopError | None = None
    is_testing: bool = False
    report: ReachReport | None = None
    test_error: AcefoneDesktopError | None = None
    certificate: Certificate | None = None
    certificate_error: AcefoneDesktopError | None = None


class WebhookStore(Store[WebhookState]):
    """A mapping is kept and used at once; what came lately is then shown as it would be read now."""

    def __init__(
        self,
        account: AccountStore,
        settings: SettingsStore,
        network: NetworkThread,
        read_certificate: ReadCertificate,
    ) -> None:
        super().__init__(WebhookState())
        self._account, self._settings, self._network = account, settings, network
        self._read_certificate = read_certificate
        self._desk: WebhookDesk | None = None
        self._test: Future[ReachReport] | None = None
        self._mapping = settings.state.webhooks.mapping
        account.changed.connect(self._attend)
        settings.changed.connect(self._use_mapping)
        self._attend()

    # --- what came, and how it is read ---------------------------------------------------------------------------

    def look(self) -> None:
        """Asks the listener for what came last."""
        mapping = self._settings.state.webhooks.mapping
        self._account.work_on_line(partial(_show, mapping=mapping), self._shown)

    def map_key(self, key: str, holds: MappedField | None) -> None:
        """From now on this key holds this; None: what its name says. `error` follows where it cannot be kept."""
        self._change_mapping(lambda mapping: mapping.with_key(key, holds))

    def map_word(self, word: str, meaning: StatusMeaning | None) -> None:
        """From now on this status word means this; None: what it says."""
        self._change_mapping(lambda mapping: mapping.with_word(word, meaning))

    def forget_mapping(self) -> None:
        """Reads webhooks as the provider means them."""
        self._change_mapping(lambda _: WebhookMapping())

    # --- whether they can arrive ---------------------------------------------------------------------------------

    def set_address(self, written: str) -> bool:
        """Keeps the public address (none for empty text); tells whether it is one. `test_error` says why not."""
        from acefone_desktop.domain.public_address import (  # noqa: PLC0415 (the window opens sooner)
            PublicAddressError,
            read_public_address,
        )

        try:
            address = read_public_address(written) if written.strip() else ""
        except PublicAddressError as error:
            self._publish(replace(self.state, test_error=error, report=None))
            return False
        if address != self._settings.state.webhooks.public_address:
            self._publish(replace(self.state, test_error=None, report=None))
            self._change_webhooks(public_address=address)
        return True

    def set_secret_in_header(self, wanted: bool) -> None:  # noqa: FBT001 (a switch)
        """Whether senders put the secret into a header rather than the path."""
        self._publish(replace(self.state, report=None))
        self._change_webhooks(secret_in_header=wanted)

    def test(self) -> None:
        """Sends a test to the public address; `report` or `test_error` follows."""
        if self.state.is_testing or not self._settings.state.webhooks.public_address:
            return
        self._publish(replace(self.state, is_testing=True, report=None, test_error=None))
        webhooks = self._settings.state.webhooks
        self._test = self._account.work_on_line(partial(_test, webhooks=webhooks), self._tested)

    # --- TLS -----------------------------------------------------------------------------------------------------

    def choose_certificate(self, certificate: str, key: str) -> None:
        """Checks a pair of files and has the listener use it; `certificate_error` says why it cannot be used."""
        self._check_certificate(certificate, key, use=True)

    def drop_certificate(self) -> None:
        """Listens without TLS."""
        self._publish(replace(self.state, certificate=None, certificate_error=None))
        self._change_listener(certificate="", certificate_key="")

    def look_at_certificate(self) -> None:
        """Reads the one in use: it may have been renewed, or be near its end."""
        listener = self._settings.state.listener
        if listener.certificate:
            self._check_certificate(listener.certificate, listener.certificate_key, use=False)

    # --- inside --------------------------------------------------------------------------------------------------

    def _attend(self) -> None:
        """A session that has begun is asked to tell of what it cannot read."""
        if self._account.state.line is Line.READY and self._settings.state.listener.enabled:
            self._account.work_on_line(self._subscribe, self._subscribed)

    async def _subscribe(self, line: AccountLine) -> None:
        desk = await line.webhook_desk()
        if desk is not self._desk:
            self._desk = desk
            desk.tell_unread(partial(self._network.tell, self._count))

    def _subscribed(self, done: Future[None]) -> None:
        if not done.cancelled():
            _failure(done)  # a listener that is not there says so itself

    def _count(self, unread: int) -> None:
        self._publish(replace(self.state, unread=unread))

    def _shown(self, done: Future[Samples]) -> None:
        if done.cancelled():
            return
        error = _failure(done)
        samples = self.state.samples if error else done.result()
        self._publish(replace(self.state, samples=samples, error=error))

    def _change_mapping(self, change: Callable[[WebhookMapping], WebhookMapping]) -> None:
        try:
            mapping = change(self._settings.state.webhooks.mapping)
        except ValueError as error:
            self._publish(replace(self.state, error=MappingNotKeptError(f"({error}.)")))
            return
        self._change_webhooks(mapping=mapping)

    def _use_mapping(self) -> None:
        mapping = self._settings.state.webhooks.mapping
        if mapping != self._mapping:
            self._mapping = mapping
            self._account.work_on_line(partial(_use, mapping=mapping), self._shown)

    def _tested(self, done: Future[ReachReport]) -> None:
        if done.cancelled():
            return
        error = _failure(done)
        report = None if error else done.result()
        self._publish(replace(self.state, is_testing=False, report=report, test_error=error))

    def _check_certificate(self, certificate: str, key: str, *, use: bool) -> None:
        reading = partial(self._read_certificate, Path(certificate), Path(key))
        self._network.run(reading, partial(self._certificate_read, certificate, key, use))

    def _certificate_read(self, certificate: str, key: str, use: bool, done: Future[Certificate]) -> None:  # noqa: FBT001
        if done.cancelled():
            return
        error = _failure(done)
        if error is not None:
            self._publish(replace(self.state, certificate_error=error))
            return
        self._publish(replace(self.state, certificate=done.result(), certificate_error=None))
        if use:
            self._change_listener(certificate=certificate, certificate_key=key)

    def _change_webhooks(self, **wanted: Any) -> None:
        webhooks: WebhookSettings = replace(self._settings.state.webhooks, **wanted)
        self._settings.change(webhooks=webhooks)

    def _change_listener(self, **wanted: str) -> None:
        listener: ListenerSettings = replace(self._settings.state.listener, **wanted)  # type: ignore[arg-type]
        self._settings.change(listener=listener)


class MappingNotKeptError(AcefoneDesktopError):
    code = "mapping"
    sentence = "This cannot be kept."
    remedy = "Remove what is no longer needed, then try again."


async def _show(line: AccountLine, mapping: WebhookMapping) -> Samples:
    return await (await line.webhook_desk()).show(mapping)


async def _use(line: AccountLine, mapping: WebhookMapping) -> Samples:
    desk = await line.webhook_desk()
    await desk.use(mapping)
    return await desk.show(mapping)


async def _test(line: AccountLine, webhooks: WebhookSettings) -> ReachReport:
    return await (await line.webhook_desk()).test(webhooks)


def _failure(done: Future[Any]) -> AcefoneDesktopError | None:
    """Our error, if the work ended with one; a bug flies on to the crash handler."""
    error = done.exception()
    if error is None or isinstance(error, AcefoneDesktopError):
        return error
    raise error
