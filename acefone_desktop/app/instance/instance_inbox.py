"""What other processes asked of this one, kept in order until somebody can act on it."""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable

from acefone_desktop.app.instance.instance_messages import Message

Receiver = Callable[[Message], None]

LARGEST_HELD = 20_000_000
"""Bytes of memory. A thousand links of the greatest length fit, even in letters of four bytes each."""


class InstanceInbox:
    """A queue, bounded by the memory it takes, between the server's thread and a receiver that is attached later.

    Every message reaches a receiver exactly once, in the order it was taken, one at a time; no lock is held meanwhile.
    The receiver runs on the server's thread (or, for what was held, on the one that attaches) and must not block.
    """

    def __init__(self, largest_held: int = LARGEST_HELD) -> None:
        self._largest_held = largest_held
        self._held: deque[tuple[Message, int]] = deque()
        self._size = 0
        self._receiver: Receiver | None = None
        self._delivering = False
        self._lock = threading.Lock()

    def take(self, *messages: Message) -> bool:
        """Queues them all or, when too much waits already, none and returns False. Call `deliver` afterwards."""
        sized = [(message, _size_of(message)) for message in messages]
        size = sum(size for _, size in sized)
        with self._lock:
            if self._size + size > self._largest_held:
                return False
            self._held.extend(sized)
            self._size += size
            return True

    def attach(self, receiver: Receiver) -> None:
        """From now on messages go to this receiver, beginning with all that were held."""
        with self._lock:
            self._receiver = receiver
        self.deliver()

    def detach(self) -> None:
        """Messages are held again."""
        with self._lock:
            self._receiver = None

    def empty(self) -> tuple[Message, ...]:
        """Gives out what is still held, oldest first, and holds it no longer."""
        with self._lock:
            held = tuple(message for message, _ in self._held)
            self._held.clear()
            self._size = 0
            return held

    def deliver(self) -> None:
        """Hands on what is queued; returns at once where another thread is doing so."""
        with self._lock:
            if self._delivering:
                return
            self._delivering = True
        try:
            while (next_up := self._next()) is not None:
                receiver, message = next_up
                receiver(message)
        except BaseException:
            with self._lock:
                self._delivering = False
            raise

    def _next(self) -> tuple[Receiver, Message] | None:
        with self._lock:
            if self._receiver is None or not self._held:
                self._delivering = False
                return None
            message, size = self._held.popleft()
            self._size -= size
            return self._receiver, message


def _size_of(message: Message) -> int:
    """Bytes that it takes while it waits."""
    return sum(sys.getsizeof(part) for part in (message, message.text, message.activation_token))
