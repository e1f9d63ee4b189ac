"""Numbers of links that wait for a person, because the number field was taken or more links came at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from acefone_desktop.bridge.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acefone_desktop.domain.numbers import PhoneNumber

MOST_LISTED = 100
"""Of more, only the count is kept: nobody reads a longer list, and a flood must not fill the memory."""


@dataclass(frozen=True, slots=True)
class ArrivalsState:
    """`numbers` are the listed ones, newest first, each once; `count` those that came, listed or not."""

    numbers: tuple[PhoneNumber, ...] = ()
    count: int = 0


class ArrivalStore(Store[ArrivalsState]):
    """What waits. It dials nothing and fills nothing in."""

    def __init__(self) -> None:
        super().__init__(ArrivalsState())

    def add(self, numbers: Iterable[PhoneNumber]) -> None:
        """Numbers in the order in which they came; one that waits already is moved to the front."""
        listed, count = {_key(number): number for number in reversed(self.state.numbers)}, self.state.count
        for number in numbers:
            count += listed.pop(_key(number), None) is None
            listed[_key(number)] = number
            if len(listed) > MOST_LISTED:
                del listed[next(iter(listed))]
        self._publish(ArrivalsState(tuple(reversed(listed.values())), count))

    def remove(self, number: PhoneNumber) -> None:
        """A number that a person sees now, and that waits no longer."""
        rest = tuple(other for other in self.state.numbers if _key(other) != _key(number))
        if len(rest) < len(self.state.numbers):
            self._publish(ArrivalsState(rest, self.state.count - 1 if rest else 0))

    @Slot()
    def dismiss(self) -> None:
        """The person wants none of them."""
        self._publish(ArrivalsState())


def is_same(one: PhoneNumber | None, other: PhoneNumber) -> bool:
    """Whether both lead to the same call: the number and the extension agree, however they were written."""
    return one is not None and _key(one) == _key(other)


def _key(number: PhoneNumber) -> tuple[str, str]:
    return number.e164 or number.display, number.extension or ""
