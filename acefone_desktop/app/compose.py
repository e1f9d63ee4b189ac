"""Composition: plain constructors, and the only place that names concrete classes.

What only a signed-in account needs is imported when it is needed, off the thread that paints.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cached_property, partial
from typing import TYPE_CHECKING

from acefone_desktop.adapters.storage.calls.history_reader import SqliteHistoryReader
from acefone_desktop.adapters.storage.contacts.contact_book import SqliteContactBook
from acefone_desktop.adapters.storage.contacts.contact_reader import SqliteContactReader
from acefone_desktop.adapters.storage.database import Database
from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.adapters.system_clock import SystemClock
from acefone_desktop.domain.errors import NotSetUpError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from pathlib import Path

    from acefone_desktop.adapters.acefone.client import AcefoneClient
    from acefone_desktop.adapters.acefone.http.sign_ins import SignIns
    from acefone_desktop.adapters.areas.areas import Areas
    from acefone_desktop.adapters.listener.listener_process import ListenerProcess
    from acefone_desktop.adapters.storage.calls.call_notes import SqliteCallNoteReader, SqliteCallNotes
    from acefone_desktop.adapters.storage.calls.called_countries import SqliteCalledCountries
    from acefone_desktop.adapters.storage.calls.journal import SqliteJournal
    from acefone_desktop.desktop.notifications.choice import DesktopNotifier
    from acefone_desktop.desktop.notifications.outlet import OnPress
    from acefone_desktop.desktop.paths import Places
    from acefone_desktop.domain.account import Credentials
    from acefone_desktop.domain.evidence import Evidence
    from acefone_desktop.domain.polling_budget import RequestKind
    from acefone_desktop.domain.reports import AgentMention
    from acefone_desktop.domain.settings import Settings
    from acefone_desktop.services.account import AccountSetup
    from acefone_desktop.services.account_line import AccountLine
    from acefone_desktop.services.calling import CallingSession, RefusedListener
    from acefone_desktop.services.diagnostics import Check
    from acefone_desktop.services.importing import ContactImporter
    from acefone_desktop.services.other_processes import OtherProcesses
    from acefone_desktop.services.ports import Clock, SettingsStore, Vault
    from acefone_desktop.services.tracking import CallTracker
    from acefone_desktop.services.zone_watch import ZoneWatch


class Foundation:
    """One profile's parts that need no account. Opening it opens the database; close it on the same thread.

    Raises `StorageError` and its kinds.
    """

    def __init__(self, places: Places) -> None:
        self.places = places
        self.settings = SettingsFile(places.settings)
        self._database = Database(places.data)
        self.contact_book = SqliteContactBook(self._database)
        self.clock = SystemClock()

    @cached_property
    def journal(self) -> SqliteJournal:
        """Dials and what is known of calls."""
        from acefone_desktop.adapters.storage.calls.journal import SqliteJournal  # noqa: PLC0415

        return SqliteJournal(self._database)

    @cached_property
    def call_notes(self) -> SqliteCallNotes:
        """What people write down about calls."""
        from acefone_desktop.adapters.storage.calls.call_notes import SqliteCallNotes  # noqa: PLC0415

        return SqliteCallNotes(self._database)

    def call_note_reader(self) -> SqliteCallNoteReader:
        """For the calling thread."""
        from acefone_desktop.adapters.storage.calls.call_notes import SqliteCallNoteReader  # noqa: PLC0415

        return SqliteCallNoteReader(self._database.reader())

    @cached_property
    def called_countries(self) -> SqliteCalledCountries:
        """For any thread."""
        from acefone_desktop.adapters.storage.calls.called_countries import SqliteCalledCountries  # noqa: PLC0415

        return SqliteCalledCountries(self._database.reading)

    def contact_reader(self) -> SqliteContactReader:
        """For the calling thread."""
        return SqliteContactReader(self._database.reader())

    def history_reader(self) -> SqliteHistoryReader:
        """For the calling thread."""
        return SqliteHistoryReader(self._database.reader())

    def are_calls_followed(self) -> bool:
        """Whether a living process, be it this one, follows the profile's calls."""
        from acefone_desktop.adapters.storage.calls.followers import is_followed  # noqa: PLC0415

        return is_followed(self.places.data)

    @contextmanager
    def open_contact_reader(self) -> Iterator[SqliteContactReader]:
        """For any thread, for as long as the block lasts."""
        with self._database.reading() as connection:
            yield SqliteContactReader(connection)

    def close(self) -> None:
        """Finishes what is queued and checkpoints the database."""
        self._database.close()


def new_sign_ins() -> SignIns:
    """The process's memory of logins and lock-outs: one, so that nobody is logged in twice or again and again."""
    from acefone_desktop.adapters.acefone.http.sign_ins import SignIns  # noqa: PLC0415

    return SignIns(SystemClock())


def connect_in(
    zone: str,
    sign_ins: SignIns,
    *,
    person_asked: bool = False,
    on_request: Callable[[RequestKind], None] | None = None,
) -> Callable[[str, Credentials], AcefoneClient]:
    """Makes provider accounts whose naive stamps are read in this zone; `on_request` hears of each request."""

    def connect(base_url: str, credentials: Credentials) -> AcefoneClient:
        from acefone_desktop.adapters.acefone.client import AcefoneClient  # noqa: PLC0415
        from acefone_desktop.domain.server_zone import zone_of  # noqa: PLC0415

        sign_in = sign_ins.sign_in(base_url, credentials, person_asked=person_asked)
        return AcefoneClient(base_url, sign_in, zone_of(zone), on_request=on_request)

    return connect


def account_setup(settings: SettingsStore, vault: Vault, for_this_session: Vault, sign_ins: SignIns) -> AccountSetup:
    """The assistant's and the settings' way to an account; a person is at the other end of it."""
    from acefone_desktop.services.account import AccountSetup  # noqa: PLC0415

    connect = connect_in("UTC", sign_ins, person_asked=True)
    return AccountSetup(connect, vault, for_this_session, settings)


def keyring_vault(profile: str) -> Vault:
    """The system's keyring, asked by a process of its own, so that this one need not load the keyring's libraries."""
    from acefone_desktop.adapters.vault.process_vault import ProcessVault  # noqa: PLC0415

    def command() -> tuple[str, ...]:
        from acefone_desktop.app.entry import KEYRING_PROCESS  # noqa: PLC0415
        from acefone_desktop.desktop.launch import launch_command  # noqa: PLC0415 (reads the installation's records)

        return (*launch_command(), KEYRING_PROCESS, profile)

    return ProcessVault(command)


def landline_areas() -> Areas:
    """The towns of landline numbers, from a table that a process of its own writes where there is none."""
    from acefone_desktop.adapters.areas.areas import Areas  # noqa: PLC0415

    def command() -> tuple[str, ...]:
        from acefone_desktop.app.entry import AREAS_PROCESS  # noqa: PLC0415
        from acefone_desktop.desktop.launch import launch_command  # noqa: PLC0415 (reads the installation's records)

        return (*launch_command(), AREAS_PROCESS)

    return Areas(command)


def session_vault() -> Vault:
    """Secrets in memory, gone with the program."""
    from acefone_desktop.adapters.vault.session_vault import SessionVault  # noqa: PLC0415

    return SessionVault()


def contact_importer(foundation: Foundation) -> ContactImporter:
    """Takes contacts over from files."""
    from acefone_desktop.adapters.contact_files.contact_files import ContactFiles  # noqa: PLC0415
    from acefone_desktop.services.importing import ContactImporter  # noqa: PLC0415

    return ContactImporter(ContactFiles(), foundation.contact_book)


def export_contacts(foundation: Foundation, path: Path) -> int:
    """Writes all contacts to a file; see `ContactExporter`."""
    from acefone_desktop.adapters.contact_files.contact_files import ContactFiles  # noqa: PLC0415
    from acefone_desktop.services.exporting import ContactExporter  # noqa: PLC0415

    return ContactExporter(ContactFiles(), foundation.open_contact_reader).export(path)


def account_line(foundation: Foundation, vault: Vault, for_this_session: Vault) -> AccountLine:
    """The saved account at work. To be made on the event loop that it is used on."""
    import secrets  # noqa: PLC0415 (it loads OpenSSL: the window opens sooner)

    from acefone_desktop.services.account_line import AccountLine  # noqa: PLC0415

    sign_ins = new_sign_ins()
    setup = account_setup(foundation.settings, vault, for_this_session, sign_ins)
    opening = partial(open_session, foundation, sign_ins)
    return AccountLine(setup, foundation.settings, vault, opening, secrets.token_urlsafe)


def open_session(
    foundation: Foundation,
    sign_ins: SignIns,
    settings: Settings,
    credentials: Credentials,
    listener_secret: str,
    beside: OtherProcesses | None = None,
) -> CallingSession:
    """The session of the settings' account; raises `NotSetUpError` where they name no agent.

    `beside` is the app, as a command sees it; without, this process is the app.
    """
    from acefone_desktop.adapters.storage.calls import followers  # noqa: PLC0415
    from acefone_desktop.adapters.storage.request_counts import SqliteRequestCounts  # noqa: PLC0415
    from acefone_desktop.domain.incoming_calls import mention_of  # noqa: PLC0415
    from acefone_desktop.domain.policy import KnownCountries  # noqa: PLC0415
    from acefone_desktop.services.account_watch import AccountWatch  # noqa: PLC0415
    from acefone_desktop.services.call_control import CallController  # noqa: PLC0415
    from acefone_desktop.services.calling import CallingSession, RefusedListener  # noqa: PLC0415
    from acefone_desktop.services.dialing import Dialer  # noqa: PLC0415
    from acefone_desktop.services.elapsed import elapsed_seconds  # noqa: PLC0415
    from acefone_desktop.services.request_ledger import RequestLedger  # noqa: PLC0415
    from acefone_desktop.services.steady_clock import SteadyClock  # noqa: PLC0415
    from acefone_desktop.services.tracking import CallTracker  # noqa: PLC0415

    account = settings.account
    if account is None or account.agent is None:
        raise NotSetUpError
    folder = foundation.places.data
    clock = SteadyClock(foundation.clock, elapsed_seconds)
    ledger = RequestLedger(clock, SqliteRequestCounts(folder))
    connect = connect_in(settings.server_zone, sign_ins, on_request=ledger.note)
    provider = connect(account.base_url, credentials)
    mark = followers.FollowingMark(folder, followers.COMMAND_FILE_NAME if beside else followers.FILE_NAME)
    others = beside or followers.CommandsBeside(folder)
    tracker = CallTracker(
        provider,
        foundation.journal,
        clock,
        account.agent,
        polling=settings.polling,
        others=others,
        ledger=ledger,
        on_waking=provider.renew_connections,
    )
    countries = KnownCountries(settings.phone_region, partial(_is_familiar, foundation))
    dialer = Dialer(provider, foundation.journal, tracker, clock, account.agent, new_intent_id, countries)
    us = mention_of(account.agent)
    zone, secret = settings.webhook_zone, listener_secret
    listener = _listener(settings, zone, secret, tracker, us, folder) if secret else None
    control = CallController(provider, tracker, clock, account.agent)
    watch = AccountWatch(provider, tracker, clock)
    listening = None if isinstance(listener, RefusedListener) else listener
    zones = _watch_zones(foundation, settings, provider, clock, listening)
    tracker.subscribe(zones.see)
    desk = None if listening is None else listening.desk
    return CallingSession(provider, dialer, tracker, mark, control, watch, listener, zones, desk, ledger)


def _watch_zones(
    foundation: Foundation,
    settings: Settings,
    provider: AcefoneClient,
    clock: Clock,
    listener: ListenerProcess | None,
) -> ZoneWatch:
    """Finds the account's time zone, and has the provider's stamps read in it, and those of webhooks."""
    from acefone_desktop.desktop.home_zone import home_zone  # noqa: PLC0415
    from acefone_desktop.domain.server_zone import zone_of  # noqa: PLC0415
    from acefone_desktop.services.zone_keeping import ZoneKeeper  # noqa: PLC0415
    from acefone_desktop.services.zone_watch import ZoneWatch, candidates  # noqa: PLC0415

    account = settings.account
    if account is None:
        raise NotSetUpError
    watch = ZoneWatch(
        settings.found_zones.of(account.base_url),
        candidates(account.region, home_zone(os.environ)),
        since=clock.now(),
        account_zone=zone_of(settings.server_zone),
        webhook_zone=zone_of(settings.webhook_zone),
    )
    ZoneKeeper(settings, foundation.settings, provider, watch, clock, listener)
    if listener is not None:
        listener.tell_zone(watch.webhooks_read_in)
    return watch


def _is_familiar(foundation: Foundation, country: str) -> bool:
    """Called before, or made the home country since the session began."""
    from acefone_desktop.domain.numbering.number_reading import normal_region  # noqa: PLC0415

    familiar = foundation.called_countries.has_called(country)
    return familiar or country == normal_region(foundation.settings.load().phone_region)


def _listener(
    settings: Settings, zone: str, secret: str, tracker: CallTracker, agent: AgentMention, folder: Path
) -> ListenerProcess | RefusedListener:
    """Webhooks become evidence at the same door as everything else; other people's do not come so far."""
    from acefone_desktop.domain.account import is_loopback  # noqa: PLC0415
    from acefone_desktop.domain.errors import LinkHandlerError, ListenerAddressError, ListenerError  # noqa: PLC0415
    from acefone_desktop.services.call_door import known_names  # noqa: PLC0415
    from acefone_desktop.services.calling import RefusedListener  # noqa: PLC0415

    if not is_loopback(settings.listener.host):
        return RefusedListener(ListenerAddressError())
    from acefone_desktop.adapters.listener.listener_process import ListenerProcess  # noqa: PLC0415
    from acefone_desktop.app.entry import LISTENER_PROCESS  # noqa: PLC0415
    from acefone_desktop.app.listener_wish import listener_wish  # noqa: PLC0415
    from acefone_desktop.desktop.launch import launch_command  # noqa: PLC0415 (reads the installation's records)

    async def take(reports: tuple[tuple[Evidence, ...], ...]) -> None:
        await tracker.take([told for report in reports for told in report])

    def lose(_: ListenerError) -> None:
        tracker.begin_polling()

    try:
        command = (*launch_command(), LISTENER_PROCESS)
    except LinkHandlerError as error:
        return RefusedListener(ListenerError(f"({error.detail})"))
    wish = listener_wish(settings, secret, zone, agent, folder)
    listener = ListenerProcess(command, wish, take, lose, lambda: known_names(tracker.calls))
    tracker.tell_of_names(listener.concern)
    return listener


def desktop_notifier(on_press: OnPress) -> DesktopNotifier:
    """Notifications of this desktop. To be made on the event loop that it is used on."""
    from acefone_desktop.desktop.launch import ICON  # noqa: PLC0415
    from acefone_desktop.desktop.notifications.choice import desktop_notifier as notifier  # noqa: PLC0415

    return notifier(on_press, ICON)


def new_intent_id() -> str:
    """An id no other dial has; it travels as `custom_identifier`."""
    return f"dl-{os.urandom(8).hex()}"


def build_checks(
    arguments: argparse.Namespace, on_wait: Callable[[], None]
) -> tuple[Sequence[Check], Callable[[], Awaitable[None]]]:
    """The doctor's checks for one profile, in the order they are told, and what to await when they are done.

    `on_wait` hears once when the keyring seems to wait for a person.
    """
    from acefone_desktop.adapters.storage.request_counts import SqliteRequestCounts  # noqa: PLC0415
    from acefone_desktop.app.call_checks import PollingCheck, TimeZoneCheck  # noqa: PLC0415
    from acefone_desktop.app.desktop_checks import (  # noqa: PLC0415
        LinkCheck,
        ListenerCheck,
        NotificationCheck,
        TrayCheck,
    )
    from acefone_desktop.app.hotkey_check import HotkeyCheck  # noqa: PLC0415
    from acefone_desktop.desktop.hotkey.by_hand import by_hand_command  # noqa: PLC0415
    from acefone_desktop.desktop.paths import places_for  # noqa: PLC0415
    from acefone_desktop.services import account_checks as account  # noqa: PLC0415
    from acefone_desktop.services.keyring_patience import PatientVault  # noqa: PLC0415

    places = places_for(arguments.profile, arguments.data_dir, os.environ)
    settings, clock, sign_ins = SettingsFile(places.settings), SystemClock(), new_sign_ins()
    vault = PatientVault(keyring_vault(places.profile), on_wait)
    connect = connect_in("UTC", sign_ins, person_asked=True)
    setup = account_setup(settings, vault, session_vault(), sign_ins)
    probe = account.AccountProbe(settings, setup.credentials, connect)

    async def close() -> None:
        await probe.close()
        await vault.close()

    checks = (
        account.VaultCheck(vault),
        account.TokenCheck(probe, clock),
        account.RegionCheck(probe),
        account.AgentCheck(probe),
        TrayCheck(),
        NotificationCheck(),
        LinkCheck(arguments.profile, str(arguments.data_dir or "")),
        HotkeyCheck(settings, partial(by_hand_command, arguments.profile, str(arguments.data_dir or ""))),
        ListenerCheck(settings),
        account.ClockCheck(probe, clock),
        TimeZoneCheck(settings, clock),
        PollingCheck(SqliteRequestCounts(places.data), clock),
    )
    return checks, close
