"""What the app consists of while it runs: composed once, in the order in which one part needs another."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from acefone_desktop.app.compose import account_line, contact_importer, export_contacts, landline_areas
from acefone_desktop.bridge.account_store import AccountStore, Line
from acefone_desktop.bridge.address_book import AddressBook
from acefone_desktop.bridge.area_lookup import AreaLookup
from acefone_desktop.bridge.call_store import CallStore
from acefone_desktop.bridge.contact_lookup import ContactLookup
from acefone_desktop.bridge.dialing.arrival_store import ArrivalStore
from acefone_desktop.bridge.dialing.dial_store import DialAccount, DialStore
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.bridge.settings_store import SettingsStore
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.services.directory import Directory
from acefone_desktop.services.history import CurrentHistory
from acefone_desktop.ui.calls.call_faces import CallFaces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from acefone_desktop.app.compose import Foundation
    from acefone_desktop.bridge.call_note_store import CallNoteStore
    from acefone_desktop.bridge.webhook_store import WebhookStore
    from acefone_desktop.domain.dialing import DialRequest
    from acefone_desktop.domain.settings import Settings
    from acefone_desktop.services.ports import Vault


class Vaults(NamedTuple):
    """Where secrets go: to the system, or only into memory."""

    lasting: Vault
    session: Vault


class DesktopParts:
    """Stores and readers of the painting thread, over one profile's `foundation`.

    Nothing is asked of the network or the keyring yet. What no first painting needs is made when it is first asked for.
    """

    def __init__(self, foundation: Foundation, settings: Settings, vaults: Vaults) -> None:
        self.foundation, self.vaults = foundation, vaults
        self.network = NetworkThread()
        self.settings = SettingsStore(settings, foundation.settings, self.network)
        self.contacts = foundation.contact_reader()
        self.lookup, self.calls, self.arrivals = ContactLookup(self.contacts), CallStore(), ArrivalStore()
        make_line = partial(account_line, foundation, vaults.lasting, vaults.session)
        self.account = AccountStore(self.network, self.settings, make_line)
        self.areas = AreaLookup(landline_areas, self.network)
        self.dial, self.quick_dial = self._dial_store(Origin.WINDOW), self._dial_store(Origin.TRAY)
        self.history = CurrentHistory(foundation.history_reader(), foundation.clock, self._are_calls_followed)
        self.faces = CallFaces(
            self.lookup.contact_of,
            lambda: dial_account(self.settings.state).caller_ids,
            lambda: self.settings.state.phone_region,
            lambda: self.calls.customer_answers_told,
            lambda: dial_account(self.settings.state).agent,
        )
        self.book = AddressBook(
            Directory(foundation.contact_book),
            partial(contact_importer, foundation),
            partial(export_contacts, foundation),
            self.network,
        )
        self.book.changed.connect(self.lookup.forget)

    @cached_property
    def notes(self) -> CallNoteStore:
        """What people write down about calls."""
        from acefone_desktop.bridge.call_note_store import CallNoteStore  # noqa: PLC0415

        notes = CallNoteStore(self.foundation.call_note_reader, lambda: self.foundation.call_notes, self.network)
        self.account.calls_kept.connect(notes.forget)
        return notes

    def keep_notes(self) -> Sequence[Future[None]]:
        """Brings to disk what was written; nothing where nobody has looked at a note."""
        return self.notes.flush() if "notes" in vars(self) else ()

    @cached_property
    def webhooks(self) -> WebhookStore:
        """How webhooks come in, and are read."""
        from acefone_desktop.app.certificate_reading import read_certificate  # noqa: PLC0415
        from acefone_desktop.bridge.webhook_store import WebhookStore  # noqa: PLC0415

        return WebhookStore(self.account, self.settings, self.network, read_certificate)

    def _are_calls_followed(self) -> bool:
        """By us, from the moment that the account is open, which is soon after the start; else by a command."""
        soon = self.settings.state.account is not None and self.account.state.line is not Line.BROKEN
        return soon or self.foundation.are_calls_followed()

    def _dial_store(self, origin: Origin) -> DialStore:
        def has_called(country: str) -> bool:
            return self.foundation.called_countries.has_called(country)

        def submit(request: DialRequest) -> None:
            self.account.dial(request, store)

        def remember(caller_id: str) -> None:
            self.settings.change(last_caller_id=caller_id)

        account, contact_of = dial_account(self.settings.state), self.lookup.contact_of
        store = DialStore(account, submit, contact_of, remember, origin, has_called, self.areas.area_of)
        self.areas.learned.connect(store.look_for_area)
        return store


def dial_account(settings: Settings) -> DialAccount:
    """What dialling needs to know of the settings."""
    account = settings.account
    return DialAccount(
        agent=account.agent if account else None,
        region=settings.phone_region,
        caller_ids=account.caller_ids if account else (),
        last_caller_id=settings.last_caller_id,
    )
