"""The settings as screens read and change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from acefone_desktop.bridge.store import Store
from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.domain.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Future

    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.services.ports import SettingsStore as SettingsOnDisk


class SettingsStore(Store[Settings]):
    """A change shows at once and is written on the network thread, in order, on top of what is on disk then."""

    not_kept = Signal(object)  # AcefoneDesktopError

    def __init__(self, initial: Settings, disk: SettingsOnDisk, network: NetworkThread) -> None:
        super().__init__(initial)
        self._disk, self._network = disk, network

    def change(self, **wanted: Any) -> None:
        """Sets these fields of `Settings`."""
        new = self.state.changed_by(**wanted)
        if new != self.state:
            self._network.run(lambda: self._keep(wanted), self._kept)  # first: who hears of it may have it read there
            self._publish(new)

    def take_over(self, settings: Settings) -> None:
        """Shows settings that somebody else has put on disk."""
        self._publish(settings)

    async def _keep(self, wanted: dict[str, Any]) -> None:
        """Without a pause in it, so that writes cannot overtake each other and closing does not cut one short."""
        self._disk.save(self._disk.load().changed_by(**wanted))

    def _kept(self, done: Future[None]) -> None:
        if done.cancelled():
            return
        try:
            done.result()
        except AcefoneDesktopError as error:
            self.not_kept.emit(error)
