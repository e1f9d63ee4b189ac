"""Handing on what has come together, so that one piece that cannot be handled does not cost the others."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")


async def hand_over(pieces: tuple[T, ...], deliver: Callable[[tuple[T, ...]], Awaitable[None] | None]) -> None:
    """All at once, in their order; where that raises, each by itself. What still raises goes to the loop's handler."""
    try:
        taken = deliver(pieces)
        if taken is not None:
            await taken
    except Exception as error:  # noqa: BLE001 (a bug in one report's handling must not end all others')
        if len(pieces) > 1:
            for piece in pieces:
                await hand_over((piece,), deliver)
            return
        context = {"message": "a webhook report could not be handled", "exception": error}
        asyncio.get_running_loop().call_exception_handler(context)
