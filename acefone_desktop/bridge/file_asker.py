"""File dialogues of the desktop as screens ask for them: shown on the network thread, the choice brought back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.domain.file_choice import FileChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future
    from pathlib import Path

    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.domain.file_choice import FileRequest


class Asking(Protocol):
    """Who asked; told one of the two, on the thread that asked."""

    def answer(self, choice: FileChoice) -> None: ...

    def give_up(self) -> None: ...


class FileAsker:
    """One dialogue at a time: asking again takes the one before away, wherever it got lost on the screen."""

    def __init__(
        self, network: NetworkThread, choose: Callable[[FileRequest], Coroutine[Any, Any, FileChoice]]
    ) -> None:
        self._network, self._choose = network, choose
        self._asked: Future[FileChoice] | None = None
        self._folder: Path | None = None

    def ask(self, request: FileRequest, asking: Asking) -> None:
        """Returns at once; opens where the last dialogue ended."""
        if self._asked is not None:
            self._asked.cancel()
        wanted = replace(request, folder=request.folder or self._folder)
        self._asked = self._network.run(partial(self._choose, wanted), partial(self._land, asking))

    def _land(self, asking: Asking, done: Future[FileChoice]) -> None:
        if done.cancelled():
            asking.answer(FileChoice())
            return
        try:
            choice = done.result()
        except AcefoneDesktopError:
            asking.give_up()
            return
        if choice.files:
            self._folder = choice.files[0].parent
        asking.answer(choice)
