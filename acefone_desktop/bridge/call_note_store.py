"""Notes on calls as screens read and change them: shown at once, on disk soon after, never dropped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from acefone_desktop.domain.errors import AcefoneDesktopError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.services.ports import CallNoteReader, CallNotes

PAUSE_MS = 600
"""For how long what is written may wait, also while more is being written."""

TRY_AGAIN_MS = 5_000
MOST_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class CallNote:
    """A note as it stands. `is_kept` says that it is on disk; `trouble` why it could not be brought there so far."""

    text: str = ""
    is_kept: bool = True
    trouble: AcefoneDesktopError | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is noted."""
        return not self.text.strip()


class CallNoteStore(QObject):
    """Every method returns at once. What could not be written is tried again until it is."""

    changed = Signal(object)  # Call: its note has other words, or has got to the disk, or not

    def __init__(
        self, make_reader: Callable[[], CallNoteReader], make_notes: Callable[[], CallNotes], network: NetworkThread
    ) -> None:
        super().__init__()
        self._make_reader, self._make_notes, self._network = make_reader, make_notes, network
        self._reader: CallNoteReader | None = None
        self._known: dict[CallKey, str] = {}
        self._waiting: dict[CallKey, tuple[Call, str]] = {}
        self._leaving: dict[CallKey, tuple[int, str]] = {}
        """What is being written, the latest of each call, numbered."""
        self._sent = 0
        self._troubles: dict[CallKey, AcefoneDesktopError] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.flush)

    def note(self, call: Call) -> CallNote:
        """The call's note as the person wrote it last, on disk already or not. Raises `StorageError`."""
        if call.key in self._waiting:
            return CallNote(self._waiting[call.key][1], is_kept=False, trouble=self._troubles.get(call.key))
        if call.key in self._leaving:
            return CallNote(self._leaving[call.key][1], is_kept=False, trouble=self._troubles.get(call.key))
        if call.key not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[call.key] = self._read(call)
        return CallNote(self._known[call.key])

    def write(self, call: Call, text: str) -> None:
        """The person has written this. It goes to disk after a short pause, or with `flush`."""
        if text == self.note(call).text:
            return
        self._waiting[call.key] = (call, text)
        if not self._timer.isActive():
            self._timer.start(PAUSE_MS)
        self.changed.emit(call)

    @Slot()
    def flush(self) -> list[Future[None]]:
        """Brings everything written to disk now; the futures end when it is there, or is not."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, {}
        return [self._send(call, text) for call, text in waiting.values()]

    @Slot()
    def forget(self) -> None:
        """Calls have moved on: one may have become another, with its note."""
        self._known.clear()

    def _read(self, call: Call) -> str:
        if self._reader is None:
            self._reader = self._make_reader()
        return self._reader.note(call)

    def _send(self, call: Call, text: str) -> Future[None]:
        self._sent += 1
        self._leaving[call.key] = (self._sent, text)
        return self._network.run(partial(self._keep, call, text), partial(self._landed, call, self._sent))

    async def _keep(self, call: Call, text: str) -> None:
        """Without a pause before the write has its turn, so that closing does not cut it short."""
        await self._make_notes().keep(call, text)

    def _landed(self, call: Call, number: int, done: Future[None]) -> None:
        latest, text = self._leaving.get(call.key, (0, ""))
        if latest != number or done.cancelled():
            return  # newer words are on their way, or the app is ending
        error = done.exception()
        if error is not None and not isinstance(error, AcefoneDesktopError):
            raise error
        del self._leaving[call.key]
        if error is None:
            self._known[call.key] = text
            self._troubles.pop(call.key, None)
        else:
            self._troubles[call.key] = error
            self._waiting.setdefault(call.key, (call, text))
            self._timer.start(TRY_AGAIN_MS)
        self.changed.emit(call)
