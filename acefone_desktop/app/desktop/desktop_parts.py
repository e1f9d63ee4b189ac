"""What the app consists of while it runs: composed once, in the order in which one part needs another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from acefone_desktop.app.certificate_reading import read_certificate
from acefone_desktop.app.compose import account_line, contact_importer, export_contacts, landline_areas
from acefone_desktop.bridge.account_store import AccountStore, Line
from acefone_desktop.bridge.address_book import AddressBook
from acefone_desktop.bridge.area_lookup import AreaLookup
from acefone_desktop.bridge.call_note_store import CallNoteStore
from acefone_desktop.bridge.call_store import CallStore
from acefone_desktop.bridge.contact_lookup import ContactLookup
from acefone_desktop.bridge.dialing.arrival_store import ArrivalStore
from acefone_desktop.bridge.dialing.dial_store import DialAccount, DialStore
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.bridge.settings_store import SettingsStore
from acefone_desktop.bridge.webhook_store import WebhookStore
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.services.directory import Directory
from acefone_desktop.services.history import CurrentHistory
from acefone_desktop.ui.calls.call_faces import CallFaces

if TYPE_CHECKING:
    from acefone_desktop.app.compose import Foundation
    from acefone_desktop.domain.dialing import DialRequest
    from acefone_desktop.domain.settings import Settings
    from acefone_desktop.services.ports import ContactReader, HistoryReader, Vault


@dataclass(frozen=True, slots=True)
class Vaults:
    """Where secrets go: to the system, or only into memory."""

    lasting: Vault
    session: Vault


@dataclass(frozen=True, slots=True)
class DesktopParts:
    """Stores and readers of the painting thread."""

    foundation: Foundation
    vaults: Vaults
    network: NetworkThread
    settings: SettingsStore
    account: AccountStore
    webhooks: WebhookStore
    calls: CallStore
    notes: CallNoteStore
    dial: DialStore
    quick_dial: DialStore
    arrivals: ArrivalStore
    contacts: ContactReader
    history: HistoryReader
    lookup: ContactLookup
    book: AddressBook
    areas: AreaLookup
    faces: CallFaces


def make_parts(foundation: Foundation, settings: Settings, vaults: Vaults) -> DesktopParts:
    """Composes everything that screens read. Nothing is asked of the network or the keyring yet."""
    network = NetworkThread()
    contacts = foundation.contact_reader()
    lookup, calls = ContactLookup(contacts), CallStore()
    settings_store = SettingsStore(settings, foundation.settings, network)
    account = AccountStore(network, settings_store, partial(account_line, foundation, vaults.lasting, vaults.session))
    book = AddressBook(
        Directory(foundation.contact_book),
        partial(contact_importer, foundation),
        partial(export_contacts, foundation),
        network,
    )
    notes = CallNoteStore(foundation.call_note_reader, lambda: foundation.call_notes, network)
    book.changed.connect(lookup.forget)
    account.calls_kept.connect(notes.forget)
    areas = AreaLookup(landline_areas, network)
    new_dial_store = partial(_dial_store, settings_store, account, lookup, foundation, areas)
    followed = partial(_are_calls_followed, account, settings_store, foundation)
    return DesktopParts(
        foundation=foundation,
        vaults=vaults,
        network=network,
        settings=settings_store,
        account=account,
        webhooks=WebhookStore(account, settings_store, network, read_certificate),
        calls=calls,
        notes=notes,
        dial=new_dial_store(Origin.WINDOW),
        quick_dial=new_dial_store(Origin.TRAY),
        arrivals=ArrivalStore(),
        contacts=contacts,
        history=CurrentHistory(foundation.history_reader(), foundation.clock, followed),
        lookup=lookup,
        book=book,
        areas=areas,
        faces=CallFaces(
            lookup.contact_of,
            lambda: dial_account(settings_store.state).caller_ids,
            lambda: settings_store.state.phone_region,
            lambda: calls.customer_answers_told,
            lambda: dial_account(settings_store.state).agent,
        ),
    )


def dial_account(settings: Settings) -> DialAccount:
    """What dialling needs to know of the settings."""
    account = settings.account
    return DialAccount(
        agent=account.agent if account else None,
        region=settings.phone_region,
        caller_ids=account.caller_ids if account else (),
        last_caller_id=settings.last_caller_id,
    )


def _are_calls_followed(account: AccountStore, settings: SettingsStore, foundation: Foundation) -> bool:
    """By us, from the moment that the account is open, which is soon after the start; else by a command."""
    soon = settings.state.account is not None and account.state.line is not Line.BROKEN
    return soon or foundation.are_calls_followed()


def _dial_store(
    settings: SettingsStore,
    account: AccountStore,
    lookup: ContactLookup,
    foundation: Foundation,
    areas: AreaLookup,
    origin: Origin,
) -> DialStore:
    def has_called(country: str) -> bool:
        return foundation.called_countries.has_called(country)

    def submit(request: DialRequest) -> None:
        account.dial(request, store)

    def remember(caller_id: str) -> None:
        settings.change(last_caller_id=caller_id)

    store = DialStore(
        dial_account(settings.state), submit, lookup.contact_of, remember, origin, has_called, areas.area_of
    )
    areas.learned.connect(store.look_for_area)
    return store
