"""State in, signal out: what screens read."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

S = TypeVar("S")


class Store(QObject, Generic[S]):
    """One immutable state, and a word when it changes. Publishing an equal state says nothing."""

    changed = Signal(object)  # the new state

    def __init__(self, initial: S) -> None:
        super().__init__()
        self.state = initial

    def _publish(self, new: S) -> None:
        if new != self.state:
            self.state = new
            self.changed.emit(new)
