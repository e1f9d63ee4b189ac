"""Settings are shown at once, written in order, and never written over what cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QSignalSpy

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.bridge.network_thread import NetworkThread
from acefone_desktop.bridge.settings_store import SettingsStore
from acefone_desktop.domain.errors import SettingsNotReadableError, StorageError
from acefone_desktop.domain.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def network(qapp: object) -> Iterator[NetworkThread]:
    network = NetworkThread()
    yield network
    network.close()


@pytest.fixture
def disk(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.json")


@pytest.fixture
def store(network: NetworkThread, disk: SettingsFile) -> SettingsStore:
    return SettingsStore(Settings(), disk, network)


def test_a_change_shows_at_once_and_comes_to_disk(store: SettingsStore, disk: SettingsFile, qtbot: QtBot) -> None:
    store.change(theme="dark")
    assert store.state.theme == "dark"
    qtbot.waitUntil(lambda: disk.load().theme == "dark")


def test_the_last_of_many_changes_stays(store: SettingsStore, disk: SettingsFile, network: NetworkThread) -> None:
    for number in range(20):
        store.change(last_caller_id=str(number))
    network.close()
    assert disk.load().last_caller_id == "19"


def test_what_somebody_else_wrote_meanwhile_is_kept(
    store: SettingsStore, disk: SettingsFile, network: NetworkThread
) -> None:
    disk.save(Settings(phone_region="IN", notifications=False))
    store.change(theme="dark")
    network.close()
    assert disk.load() == Settings(phone_region="IN", notifications=False, theme="dark")


def test_a_setting_that_is_the_same_already_is_neither_told_nor_written(
    store: SettingsStore, disk: SettingsFile, network: NetworkThread, tmp_path: Path
) -> None:
    spy = QSignalSpy(store.changed)
    store.change(theme="system")
    network.close()
    assert spy.count() == 0
    assert not (tmp_path / "settings.json").exists()


def test_a_change_is_asked_to_be_written_before_anybody_hears_of_it(
    store: SettingsStore, disk: SettingsFile, network: NetworkThread, qtbot: QtBot
) -> None:
    seen: list[str] = []

    async def look() -> None:
        seen.append(disk.load().theme)

    store.changed.connect(lambda _: network.run(look))
    store.change(theme="dark")
    qtbot.waitUntil(lambda: seen == ["dark"])


def test_a_file_that_cannot_be_read_is_left_as_it_is_and_told(
    store: SettingsStore, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "settings.json").write_text("{ half of")
    with qtbot.waitSignal(store.not_kept) as told:
        store.change(theme="dark")
    assert isinstance(told.args[0], SettingsNotReadableError)
    assert (tmp_path / "settings.json").read_text() == "{ half of"


def test_a_disk_that_refuses_is_told(network: NetworkThread, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_text("")
    store = SettingsStore(Settings(), SettingsFile(tmp_path / "file" / "settings.json"), network)
    with qtbot.waitSignal(store.not_kept) as told:
        store.change(theme="dark")
    assert isinstance(told.args[0], StorageError | SettingsNotReadableError)


def test_what_is_no_setting_is_a_mistake_of_the_program(store: SettingsStore) -> None:
    with pytest.raises(TypeError):
        store.change(colour="blue")
