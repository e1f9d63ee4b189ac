"""Dialogues for contact files: the desktop's, and Qt's where that one cannot be used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QObject, Slot
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from acefone_desktop.bridge.file_asker import FileAsker
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.desktop.portal.file_reply import FilePortalError
from acefone_desktop.domain.file_choice import FileChoice, FileKind, FileRequest
from acefone_desktop.ui.contacts.contacts_files import ContactFileDialogs, with_suffix

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KINDS = (FileKind("CSV", ("*.csv",)), FileKind("vCard", ("*.vcf",)))


class Desk:
    """A desktop that shows dialogues, each ended as the test says."""

    def __init__(self) -> None:
        self.requests: list[FileRequest] = []
        self.withdrawn = 0
        self.outcome: Callable[[], FileChoice] | None = FileChoice

    async def choose(self, request: FileRequest) -> FileChoice:
        self.requests.append(request)
        if self.outcome is not None:
            return self.outcome()
        try:
            never: asyncio.Future[FileChoice] = asyncio.get_running_loop().create_future()
            return await never
        except asyncio.CancelledError:
            self.withdrawn += 1
            raise


class Page(QWidget):
    """Takes what is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[object] = []

    @Slot("QStringList")
    def take(self, files: list[str]) -> None:
        self.taken.append(files)

    @Slot(str)
    def give(self, file: str) -> None:
        self.taken.append(file)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    return page


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def dialogs(page: Page, desk: Desk, qapp: QApplication) -> Iterator[ContactFileDialogs]:
    network = NetworkThread()
    yield ContactFileDialogs(page, FileAsker(network, desk.choose))
    network.close()


def questions(page: Page) -> list[QObject]:
    return [child for child in page.children() if type(child).__name__ == "_Question"]


def test_files_chosen_on_the_desktop_are_taken(
    page: Page, desk: Desk, dialogs: ContactFileDialogs, qtbot: QtBot
) -> None:
    desk.outcome = lambda: FileChoice((Path("/a/one.csv"), Path("/a/two.vcf")))
    dialogs.ask_for_import(page.take)
    qtbot.waitUntil(lambda: page.taken == [["/a/one.csv", "/a/two.vcf"]])
    assert not page.findChildren(QFileDialog)
    assert desk.requests[0].kinds[0].patterns == ("*.csv", "*.vcf", "*.vcard", "*.txt")
    dialogs.ask_for_import(page.take)
    qtbot.waitUntil(lambda: len(page.taken) == 2)
    assert [request.folder for request in desk.requests] == [None, Path("/a")], "the next begins where this one ended"
    qtbot.waitUntil(lambda: not questions(page))


def test_a_dialogue_that_was_left_takes_nothing(page: Page, dialogs: ContactFileDialogs, qtbot: QtBot) -> None:
    dialogs.ask_for_import(page.take)
    qtbot.waitUntil(lambda: not questions(page))
    assert page.taken == []
    assert not page.findChildren(QFileDialog)


def test_where_the_desktop_fails_qts_own_opens(
    page: Page, desk: Desk, dialogs: ContactFileDialogs, qtbot: QtBot
) -> None:
    def fail() -> FileChoice:
        raise FilePortalError

    desk.outcome = fail
    dialogs.ask_for_import(page.take)
    qtbot.waitUntil(lambda: len(page.findChildren(QFileDialog)) == 1)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.filesSelected.emit(["/a/one.csv"])
    assert page.taken == [["/a/one.csv"]]
    dialog.close()
    qtbot.waitUntil(lambda: not questions(page))


def test_asking_again_takes_the_lost_dialogue_away(
    page: Page, desk: Desk, dialogs: ContactFileDialogs, qtbot: QtBot
) -> None:
    desk.outcome = None
    dialogs.ask_for_import(page.take)
    qtbot.waitUntil(lambda: len(desk.requests) == 1)
    dialogs.ask_for_export(page.give)
    qtbot.waitUntil(lambda: len(desk.requests) == 2)
    qtbot.waitUntil(lambda: desk.withdrawn == 1 and len(questions(page)) == 1)
    assert page.taken == []


def test_a_file_to_write_gets_its_ending(page: Page, desk: Desk, dialogs: ContactFileDialogs, qtbot: QtBot) -> None:
    desk.outcome = lambda: FileChoice((Path("/nowhere/people"),), desk.requests[-1].kinds[1].name)
    dialogs.ask_for_export(page.give)
    qtbot.waitUntil(lambda: page.taken == ["/nowhere/people.vcf"])
    assert desk.requests[0].save_as == "contacts.csv"


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("people.csv", "vCard", "people.csv"),
        ("people.VCF", "CSV", "people.VCF"),
        ("people", "vCard", "people.vcf"),
        ("people", "", "people.csv"),
        ("people", "unheard of", "people.csv"),
        ("v1.2", "vCard", "v1.2.vcf"),
        ("there", "CSV", "there"),
    ],
)
def test_an_ending_never_leads_to_another_file_that_exists(tmp_path: Path, typed: str, kind: str, written: str) -> None:
    (tmp_path / "there.csv").touch()
    assert with_suffix(tmp_path / typed, KINDS, kind) == tmp_path / written


def test_qts_dialogue_shows_the_persons_folders_and_starts_at_home(page: Page, qtbot: QtBot, home: Path) -> None:
    ContactFileDialogs(page, None).ask_for_import(page.take)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.sidebarUrls()[0].toLocalFile() == QDir.homePath()
    assert dialog.directory() != QDir.current() or QDir.current() == QDir.home()
    dialog.close()
