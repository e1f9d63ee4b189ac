from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.adapters.contact_files.contact_files import ContactFiles
from acefone_desktop.adapters.storage.contact_reader import SqliteContactReader
from acefone_desktop.bridge.address_book import AddressBook
from acefone_desktop.bridge.contact_model import ContactModel
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.domain.contacts import Contact, ContactNumber, ImportReport, RowProblem
from acefone_desktop.domain.errors import StorageError
from acefone_desktop.services.directory import Directory
from acefone_desktop.services.exporting import ContactExporter
from acefone_desktop.services.importing import ContactImporter, ImportProgress
from acefone_desktop.ui.contact_card import NumberButton
from acefone_desktop.ui.contact_form import ContactForm
from acefone_desktop.ui.contacts_page import ContactsPage
from acefone_desktop.ui.import_panel import MOST_SHOWN
from acefone_desktop.ui.theme import Theme
from tests.qt.scene import CALLER_IDS
from tests.support.storage import Profile, opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

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


@pytest.fixture
def world(qtbot: QtBot, theme: Theme, home: Path) -> Iterator[World]:
    with a_world(qtbot, theme, home / "data", TOM, AISHA) as world:
        yield world


@pytest.fixture
def empty_world(qtbot: QtBot, theme: Theme, home: Path) -> Iterator[World]:
    with a_world(qtbot, theme, home / "data") as world:
        yield world


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


def test_contacts_stand_in_the_order_of_their_names(world: World) -> None:
    assert titles(world) == ["Aisha Rahman", "Tom Field"]


@pytest.mark.parametrize("query", ["tom", "sons", "0123", "07700 900123"])
def test_typing_finds_by_name_company_and_number_and_enter_dials(world: World, qtbot: QtBot, query: str) -> None:
    QTest.keyClicks(world.page.search, query)
    assert titles(world) == ["Tom Field"]
    with qtbot.waitSignal(world.page.dial_wanted) as dialled:
        QTest.keyClick(world.page.search, Qt.Key.Key_Return)
    assert dialled.args == ["+447700900123"]


def test_enter_without_a_query_or_choice_dials_nobody(world: World) -> None:
    dialled: list[str] = []
    world.page.dial_wanted.connect(dialled.append)
    QTest.keyClick(world.page.search, Qt.Key.Key_Return)
    assert dialled == []


def test_the_arrow_keys_move_through_the_list_from_the_search_box(world: World, qtbot: QtBot) -> None:
    QTest.keyClick(world.page.search, Qt.Key.Key_Down)
    QTest.keyClick(world.page.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(world.page.dial_wanted) as dialled:
        QTest.keyClick(world.page.search, Qt.Key.Key_Return)
    assert dialled.args == ["+447700900123"]


def test_a_double_click_dials_and_a_click_shows_the_details(world: World, qtbot: QtBot) -> None:
    place = world.page.list.visualRect(world.model.index(1)).center()
    QTest.mouseClick(world.page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "Tom Field" in words(world.page.card)
    with qtbot.waitSignal(world.page.dial_wanted) as dialled:
        QTest.mouseDClick(world.page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialled.args == ["+447700900123"]


def test_a_number_with_an_extension_is_dialled_with_it(world: World, qtbot: QtBot) -> None:
    world.page.list.choose_row(1)
    numbers = world.page.card.findChildren(NumberButton)
    assert [b.text() for b in numbers] == ["07700 900123", "020 7946 0777 ext. 1204"]
    with qtbot.waitSignal(world.page.dial_wanted) as dialled:
        numbers[1].click()
    assert dialled.args == ["+442079460777 ext. 1204"]


def test_nothing_found_says_what_was_looked_for(world: World) -> None:
    QTest.keyClicks(world.page.search, "zebra")
    assert "No contact matches “zebra”." in words(world.page)
    QTest.keyClick(world.page.search, Qt.Key.Key_Escape)
    assert len(titles(world)) == 2


def test_an_empty_book_teaches_and_its_button_opens_the_form(empty_world: World) -> None:
    assert "No contacts yet" in words(empty_world.page)
    the_button(empty_world.page, "Import a file")
    the_button(empty_world.page, "Add a contact").click()
    assert "New contact" in words(empty_world.page)


def test_a_new_contact_is_normalised_and_kept(empty_world: World, qtbot: QtBot) -> None:
    QTest.keyClick(empty_world.page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = the_form(empty_world)
    QTest.keyClicks(the_field(form, "Name"), "  Ines   Gill ")
    QTest.keyClicks(the_field(form, "Number"), "020 7946 0018 x12")
    QTest.keyClicks(the_field(form, "Label, such as mobile"), "office")
    with qtbot.waitSignal(empty_world.book.saved):
        QTest.keyClick(the_field(form, "Number"), Qt.Key.Key_Return)
    (kept,) = empty_world.kept()
    assert (kept.name, kept.numbers) == ("Ines Gill", (ContactNumber("+442079460018", "office", "12"),))
    assert titles(empty_world) == ["Ines Gill"]
    assert "Ines Gill" in words(empty_world.page.card)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("07700 90012", "digits are missing"),
        ("ask Tom", "not a telephone number"),
        ("+44 7700 900123 45678", "too long"),
    ],
)
def test_a_faulty_number_is_refused_with_its_reason(empty_world: World, number: str, reason: str) -> None:
    empty_world.page.edit_new("")
    form = the_form(empty_world)
    the_field(form, "Name").setText("Ines")
    QTest.keyClicks(the_field(form, "Number"), number)
    the_button(form, "Save").click()
    assert reason in words(form)
    assert QGuiApplication.focusObject() is the_field(form, "Number")
    assert empty_world.kept() == ()


def test_a_contact_needs_a_name_a_company_or_a_number(empty_world: World) -> None:
    empty_world.page.edit_new("")
    the_button(the_form(empty_world), "Save").click()
    assert "Give a name, a company or a number." in words(the_form(empty_world))


def test_adding_from_history_begins_with_the_number(world: World) -> None:
    world.page.edit_new("+442079460018")
    assert the_field(the_form(world), "Number").text() == "020 7946 0018"


def test_editing_changes_what_was_changed_and_nothing_else(world: World, qtbot: QtBot) -> None:
    world.page.list.choose_row(1)
    world.page.list.setFocus()
    before = world.kept()[1]
    QTest.keyClick(world.page.list, Qt.Key.Key_F2)
    form = the_form(world)
    the_field(form, "Company").setText("Field Ltd")
    with qtbot.waitSignal(world.book.saved):
        the_button(form, "Save").click()
    after = world.kept()[1]
    assert after.company == "Field Ltd"
    assert (after.id, after.numbers, after.name) == (before.id, before.numbers, before.name)
    assert not form.isVisible()


def test_a_number_kept_as_it_was_given_does_not_stand_in_the_way(world: World, qtbot: QtBot) -> None:
    odd = (ContactNumber("07700 90012", "old"), ContactNumber("1234", "desk", "12"))
    with qtbot.waitSignal(world.book.saved):
        world.book.save(Contact(name="Zoe Hart", numbers=odd))
    world.page.edit(world.kept()[2])
    form = the_form(world)
    the_field(form, "Label, such as mobile").setText("older")
    with qtbot.waitSignal(world.book.saved):
        form.save()
    assert world.kept()[2].numbers == (ContactNumber("07700 90012", "older"), odd[1])


def test_a_number_from_history_can_be_left_without_a_question(world: World) -> None:
    world.page.edit_new("+442079460018")
    QTest.keyClick(the_form(world), Qt.Key.Key_Escape)
    assert not the_form(world).isVisible()


def test_unsaved_changes_are_asked_about(world: World) -> None:
    world.page.edit(world.kept()[1])
    form = the_form(world)
    QTest.keyClicks(the_field(form, "Name"), "!")
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert "Your changes are not saved." in words(form)
    the_button(form, "Discard").click()
    assert not form.isVisible()
    assert world.kept()[1].name == "Tom Field"


def test_without_changes_escape_leaves_at_once(world: World) -> None:
    world.page.edit(world.kept()[1])
    QTest.keyClick(the_form(world), Qt.Key.Key_Escape)
    assert not the_form(world).isVisible()


def test_enter_on_cancel_does_not_save(world: World) -> None:
    world.page.edit(world.kept()[1])
    form = the_form(world)
    the_button(form, "Cancel").setFocus()
    QTest.keyClick(the_button(form, "Cancel"), Qt.Key.Key_Return)
    assert not form.is_saving
    assert not form.isVisible()


def test_a_preferred_caller_id_is_kept(world: World, qtbot: QtBot) -> None:
    world.page.edit(world.kept()[1])
    form = the_form(world)
    form._caller_id.setCurrentIndex(2)
    with qtbot.waitSignal(world.book.saved):
        form.save()
    assert world.kept()[1].caller_id == CALLER_IDS[1].number


def test_a_contact_that_cannot_be_saved_stays_in_the_form(world: World) -> None:
    world.page.edit(world.kept()[1])
    form = the_form(world)
    form._set_saving(saving=True)
    world.book.failed.emit(StorageError())
    assert form.isVisible()
    assert "The app's database cannot be used." in words(form)
    assert the_button(form, "Save").isEnabled()


@pytest.mark.parametrize("way", ["button", "Ctrl+Z"])
def test_delete_offers_undo_and_undo_brings_everything_back(world: World, qtbot: QtBot, way: str) -> None:
    before = world.kept()
    world.page.list.choose_row(1)
    world.page.list.setFocus()
    with qtbot.waitSignal(world.book.saved):
        QTest.keyClick(world.page.list, Qt.Key.Key_Delete)
    assert titles(world) == ["Aisha Rahman"]
    assert "Deleted Tom Field" in words(world.page.strip)
    with qtbot.waitSignal(world.book.saved):
        if way == "button":
            the_button(world.page.strip, "Undo").click()
        else:
            QTest.keyClick(world.page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert world.kept() == before
    assert not world.page.strip.isVisible()


def test_the_star_makes_a_favourite(world: World, qtbot: QtBot) -> None:
    world.page.list.choose_row(1)
    with qtbot.waitSignal(world.book.saved):
        the_sign(world.page.card, "Favourite").click()
    assert world.kept()[1].favourite
    assert "Tom Field" in words(world.page.card)


def test_a_file_is_imported_from_the_dialogue(empty_world: World, qtbot: QtBot) -> None:
    file = empty_world.folder / "people.csv"
    file.write_text("Name,Phone\nInes Gill,020 7946 0018\nNobody,n/a\n", encoding="utf-8")
    the_button(empty_world.page, "Import a file").click()
    (dialog,) = empty_world.page.findChildren(QFileDialog)
    with qtbot.waitSignal(empty_world.book.imported):
        dialog.filesSelected.emit([str(file)])
    dialog.close()
    assert titles(empty_world) == ["Ines Gill"]
    assert "1 added" in words(empty_world.page.importing)
    the_button(empty_world.page.importing, "Copy problems").click()
    assert QGuiApplication.clipboard().text().startswith("people.csv, row 3: ")


def test_a_dropped_file_is_imported(empty_world: World, qtbot: QtBot) -> None:
    file = empty_world.folder / "people.vcf"
    file.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ines Gill\nTEL:+442079460018\nEND:VCARD\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    action, button, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), action, data, button, plain)
    empty_world.page.dragEnterEvent(enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(empty_world.book.imported):
        empty_world.page.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, plain))
    assert titles(empty_world) == ["Ines Gill"]


def test_other_files_are_not_accepted(empty_world: World) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/somewhere/tune.mp3"), QUrl("https://example.test/people.csv")])
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    empty_world.page.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_an_import_can_be_cancelled_and_keeps_what_it_took(empty_world: World, qtbot: QtBot) -> None:
    file = empty_world.folder / "many.csv"
    rows = (f"Person {place},+44770090{place % 10000:04}" for place in range(6000))
    file.write_text("Name,Phone\n" + "\n".join(rows) + "\n", encoding="utf-8")
    empty_world.book.import_advanced.connect(lambda _: the_button(empty_world.page.importing, "Cancel").click())
    with qtbot.waitSignal(empty_world.book.imported, timeout=20_000):
        empty_world.page.import_paths([file])
    assert "Import cancelled" in words(empty_world.page.importing)
    assert 0 < len(empty_world.kept()) < 6000


def test_an_import_that_breaks_off_is_said_and_the_list_read_anew(qtbot: QtBot, theme: Theme, home: Path) -> None:
    def broken() -> ContactImporter:
        raise StorageError

    with a_world(qtbot, theme, home / "data") as world:
        world.book._make_importer = broken
        with qtbot.waitSignals([world.book.changed, world.book.import_failed]):
            world.page.import_paths([Path("a.csv")])
        assert "The app's database cannot be used." in words(world.page.importing)
        assert not world.page.importing.is_running


def test_a_second_import_waits_for_the_first_to_end(world: World) -> None:
    world.page.importing.start(["a.csv"])
    world.page.import_paths([Path("b.csv")])
    assert "b.csv" not in words(world.page.importing)


def test_progress_is_shown_and_a_failure_said(world: World) -> None:
    world.page.importing.start(["a.csv"])
    world.book.import_advanced.emit(ImportProgress("a.csv", 2_250, 10_000))
    assert "2,250 of 10,000" in words(world.page.importing)
    world.book.import_failed.emit(StorageError())
    assert "database" in words(world.page.importing)
    assert not world.page.importing.is_running


def test_a_flood_of_problems_is_cut_on_screen_but_copied_whole(world: World) -> None:
    problems = tuple(RowProblem("a.csv", row, "no number") for row in range(1, MOST_SHOWN + 41))
    world.book.imported.emit(ImportReport(problems=problems))
    shown = world.page.importing._list.toPlainText().splitlines()
    assert len(shown) == MOST_SHOWN + 1
    assert "40 more" in shown[-1]
    the_button(world.page.importing, "Copy problems").click()
    assert len(QGuiApplication.clipboard().text().splitlines()) == MOST_SHOWN + 40


@pytest.mark.parametrize(("name", "beginning"), [("out.csv", "name,"), ("out.vcf", "BEGIN:VCARD")])
def test_contacts_are_exported(world: World, qtbot: QtBot, name: str, beginning: str) -> None:
    world.page._ask_for_export()
    (dialog,) = world.page.findChildren(QFileDialog)
    with qtbot.waitSignal(world.book.exported):
        dialog.fileSelected.emit(str(world.folder / name))
    dialog.close()
    assert f"Exported 2 contacts to {name}" in words(world.page.strip)
    assert (world.folder / name).read_text(encoding="utf-8-sig").lower().startswith(beginning.lower())


def test_the_menu_of_a_contact_calls_each_number(world: World, qtbot: QtBot) -> None:
    world.page.list.choose_row(1)
    world.page.list.customContextMenuRequested.emit(world.page.list.visualRect(world.model.index(1)).center())
    (menu,) = [m for m in world.page.findChildren(QMenu) if m.isVisible()]
    calls = [action for action in menu.actions() if action.text().startswith("Call ")]
    with qtbot.waitSignal(world.page.dial_wanted) as dialled:
        calls[1].trigger()
    menu.close()
    assert dialled.args == ["+442079460777 ext. 1204"]


def test_everything_to_press_or_fill_in_has_a_name(world: World) -> None:
    world.page.list.choose_row(1)
    assert nameless(world.page) == []
    world.page.edit(world.kept()[1])
    assert nameless(world.page) == []


def test_all_contacts_can_be_scrolled_to(qtbot: QtBot, theme: Theme, home: Path) -> None:
    with a_world(qtbot, theme, home / "data") as world:
        file = world.folder / "many.csv"
        rows = "\n".join(f"Person {place:03},+447700900{place:03}" for place in range(150))
        file.write_text(f"Name,Phone\n{rows}\n", encoding="utf-8")
        with qtbot.waitSignal(world.book.imported):
            world.page.import_paths([file])
        world.page.list.scrollToBottom()
        qtbot.waitUntil(lambda: world.model.rowCount() > 60)
        world.page.list.scrollToBottom()
        qtbot.waitUntil(lambda: world.model.rowCount() == 150)


def test_tab_goes_down_the_form(world: World) -> None:
    world.page.edit(world.kept()[0])
    form = the_form(world)
    the_field(form, "Name").setFocus()
    seen: list[QWidget] = []
    for _ in range(5):
        widget = QGuiApplication.focusObject()
        assert isinstance(widget, QWidget)
        seen.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    names = [widget.accessibleName() for widget in seen]
    assert names == ["Name", "Company", "Number", "Label, such as mobile", "Remove this number"]
