"""How high the dial page is, and what there is room for on it. All in device-independent pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.ui.dial.dial_pad import PadShape
from acefone_desktop.ui.dial.number_details import HEIGHT as DETAILS_HEIGHT
from acefone_desktop.ui.look import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

_LOW = 300
ROW_HEIGHT = tokens.CALL_BUTTON_HEIGHT
"""The row of the caller ID is as high as the call button."""


class DialRoom:
    """The room of a page of this size on which `details` and what is `said` below them have theirs.

    `left` is what field, details, list (however low), caller ID and call button leave; less than nothing where they
    do not fit, either.
    """

    def __init__(self, page: QWidget, details: QWidget, said: Iterable[QWidget]) -> None:
        self.margin = tokens.SPACE_L if page.height() >= _LOW else tokens.SPACE_S
        width = page.width() - 2 * tokens.SPACE_L
        lines = max(DETAILS_HEIGHT, details.heightForWidth(width))
        heights = [tokens.NUMBER_FIELD_HEIGHT, lines, 0, ROW_HEIGHT]
        heights += [
            max(part.sizeHint().height(), part.heightForWidth(width)) for part in said if part.isVisibleTo(page)
        ]
        taken = sum(heights) + len(heights) * tokens.SPACE_S + tokens.CALL_BUTTON_HEIGHT
        self.left = page.height() - 2 * self.margin - taken

    @property
    def is_for_caller_id(self) -> bool:
        """Whether its row fits among what must be there."""
        return self.left >= 0

    @property
    def is_for_details(self) -> bool:
        """Whether they fit where the caller ID has given way: a question that is asked says the same again."""
        return self.without_list >= 0

    @property
    def without_list(self) -> int:
        """What is left where neither list nor caller ID is."""
        return self.left + ROW_HEIGHT + tokens.SPACE_S

    def is_for(self, height: int) -> bool:
        """Whether something of this height fits besides."""
        return self.left >= height + tokens.SPACE_S

    def is_for_pad(self, besides: int) -> bool:
        """Whether the whole pad fits, and something of this height (0: nothing) as well."""
        return self.left >= PadShape.FULL.height + tokens.SPACE_S + (besides + tokens.SPACE_S if besides else 0)
