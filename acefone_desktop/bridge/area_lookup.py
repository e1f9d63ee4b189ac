"""Where a landline is, for the painting thread: at once, or a little later and once for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.domain.numbers import PhoneNumber
    from acefone_desktop.services.ports import LandlineAreas


class AreaLookup(QObject):
    """`new_areas` is called with the first number: it loads the numbering plans."""

    learned = Signal()  # what had no answer may have one now

    def __init__(self, new_areas: Callable[[], LandlineAreas], network: NetworkThread) -> None:
        super().__init__()
        self._new_areas, self._network = new_areas, network
        self._areas: LandlineAreas | None = None
        self._has_asked = False

    def area_of(self, number: PhoneNumber) -> str:
        """The town or region; empty where none is known. The first landline of all has its answer made."""
        if self._areas is None:
            self._areas = self._new_areas()
        area = self._areas.area_of(number)
        if area is None and not self._has_asked:
            self._has_asked = True
            self._network.run(self._areas.make, self._made)
        return area or ""

    def _made(self, done: Future[bool]) -> None:
        if not done.cancelled() and done.result():
            self.learned.emit()
