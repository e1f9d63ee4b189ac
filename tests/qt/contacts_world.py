"""The address book's page over a real database, and what a test looks for on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.adapters.contact_files.contact_files import ContactFiles
from acefone_desktop.adapters.storage.contacts.contact_reader import SqliteContactReader
from acefone_desktop.bridge.address_book import AddressBook
from acefone_desktop.bridge.contact_model import ContactModel
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.domain.contacts import Contact, ContactNumber
from acefone_desktop.services.directory import Directory
from acefone_desktop.services.exporting import ContactExporter
from acefone_desktop.services.importing import ContactImporter
from acefone_desktop.ui.contacts.contact_form import ContactForm
from acefone_desktop.ui.contacts.contacts_page import ContactsPage
from acefone_desktop.ui.look.theme import Theme
from tests.qt.scene import CALLER_IDS
from tests.support.storage import Profile, opened

TOM = Contact(
    name="Tom Field",
    company="Field & Sons",
    numbers=(ContactNumber("+447700900123", "mobile"), ContactNumber("+442079460777", "switchboard", "1204")),
)
AISHA = Contact(name="Aisha Rahman", numbers=(ContactNumber("+447700900456"),), favourite=True)


@dataclass
class World:
    """The page over a real database."""

    page: ContactsPage
    book: AddressBook
    model: ContactModel
    profile: Profile
    folder: Path

    def kept(self) -> tuple[Contact, ...]:
        return self.profile.contacts.page(None, 1000)


@contextmanager
def a_world(qtbot: QtBot, theme: Theme, folder: Path, *contacts: Contact) -> Iterator[World]:
    with opened(folder) as profile:
        network = NetworkThread()

        @contextmanager
        def reader() -> Iterator[SqliteContactReader]:
            with profile.database.reading() as connection:
                yield SqliteContactReader(connection)

        book = AddressBook(
            Directory(profile.book),
            lambda: ContactImporter(ContactFiles(), profile.book),
            ContactExporter(ContactFiles(), reader).export,
            network,
        )
        try:
            for contact in contacts:
                with qtbot.waitSignal(book.saved):
                    book.save(contact)
            model = ContactModel(profile.contacts)
            QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
            page = ContactsPage(model, book, theme, lambda: "GB", lambda: CALLER_IDS)
            page.resize(400, 616)
            qtbot.addWidget(page)
            with qtbot.waitExposed(page):
                page.show()
            page.activateWindow()
            page.setFocus()
            yield World(page, book, model, profile, folder)
        finally:
            network.close()


def the_button(parent: QWidget, text: str) -> QPushButton:
    return next(b for b in parent.findChildren(QPushButton) if b.text() == text and b.isVisible())


def the_sign(parent: QWidget, name: str) -> QToolButton:
    return next(b for b in parent.findChildren(QToolButton) if b.accessibleName() == name and b.isVisible())


def words(parent: QWidget) -> str:
    return " | ".join(label.text() for label in parent.findChildren(QLabel) if label.isVisible() and label.text())


def nameless(parent: QWidget) -> list[QWidget]:
    found = [w for kind in (QPushButton, QToolButton, QLineEdit) for w in parent.findChildren(kind) if w.isVisible()]
    ours = [w for w in found if not isinstance(w.parent(), QLineEdit)]  # Qt makes buttons of a field's actions
    return [w for w in ours if not (w.accessibleName() or (isinstance(w, QPushButton) and w.text()))]


def titles(world: World) -> list[str]:
    return [world.model.index(row).data() for row in range(world.model.rowCount())]


def the_form(world: World) -> ContactForm:
    return world.page.findChildren(ContactForm)[0]


def the_field(parent: QWidget, name: str, place: int = 0) -> QLineEdit:
    return [f for f in parent.findChildren(QLineEdit) if f.accessibleName() == name and f.isVisible()][place]
