"""Notes on calls with nothing behind them that waits."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from acefone_desktop.bridge.call_note_store import CallNoteStore
from acefone_desktop.bridge.network_thread import NetworkThread, raise_failure
from acefone_desktop.domain.call_notes import note_text
from acefone_desktop.domain.errors import AcefoneDesktopError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from acefone_desktop.domain.calls import Call, CallKey

T = TypeVar("T")


@dataclass
class Notes:
    """Notes in memory. `kept` is what came to the disk, in order; with a `trouble` nothing does."""

    texts: dict[CallKey, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    trouble: AcefoneDesktopError | None = None

    def note(self, call: Call) -> str:
        return self.texts.get(call.key, "")

    async def keep(self, call: Call, text: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.texts[call.key] = note_text(text)
        self.kept.append(text)


class Errand(NetworkThread):
    """Runs what never waits there and then; `busy` keeps it for `finish`."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = False
        self._left: list[Callable[[], object]] = []

    def run(
        self, work: Callable[[], Coroutine[Any, Any, T]], on_done: Callable[[Future[T]], None] = raise_failure
    ) -> Future[T]:
        future: Future[T] = Future()

        def finish() -> None:
            try:
                work().send(None)
            except StopIteration as end:
                future.set_result(end.value)
            except AcefoneDesktopError as error:
                future.set_exception(error)
            on_done(future)

        self._left.append(finish)
        if not self.busy:
            self.finish()
        return future

    def finish(self) -> None:
        """Does what is left to do."""
        left, self._left = self._left, []
        for each in left:
            each()


def a_note_store(notes: Notes | None = None, network: NetworkThread | None = None) -> CallNoteStore:
    """A store over notes in memory."""
    kept = notes or Notes()
    return CallNoteStore(lambda: kept, lambda: kept, network or Errand())
