"""What other processes asked of this one, kept in order until somebody can act on it."""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable

from acefone_desktop.app.instance.instance_messages import Message

Receiver = Callable[[Message], None]
Step = Callable[[], bool]
"""Gives one message to the receiver; False once none is left."""

LARGEST_HELD = 20_000_000
"""Bytes of memory. A thousand links of the greatest length fit, even in letters of four bytes each."""


class InstanceInbox:
    """A queue, bounded by the memory it takes, between the server's thread and a receiver that is attached later.

    Every message reaches a receiver exactly once, in the order it was taken, one at a time; no lock is held meanwhile.
    Until the very moment in which it does, it is held: what waits on its way to the receiver's thread is not lost
    where that thread comes to its end first.
    """

    def __init__(self, largest_held: int = LARGEST_HELD) -> None:
        self._largest_held = largest_held
        self._held: deque[tuple[Message, int]] = deque()
        self._size = 0
        self._receiver: Receiver | None = None
        self._walk: Callable[[Step], None] = _at_once
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

    def attach(self, receiver: Receiver, walk: Callable[[Step], None] | None = None) -> None:
        """From now on messages go to this receiver, beginning with all that were held.

        `walk` is given the steps to the receiver, to be made on the receiver's thread until one says that none is
        left. Without it they are made at once, on the server's thread or on the one that attaches.
        """
        with self._lock:
            self._receiver, self._walk = receiver, walk or _at_once
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
        """Has what is queued handed on; returns at once where that is under way."""
        with self._lock:
            if self._delivering or self._receiver is None or not self._held:
                return
            self._delivering = True
            walk = self._walk
        walk(self._step)

    def _step(self) -> bool:
        next_up = self._next()
        if next_up is None:
            return False
        receiver, message = next_up
        try:
            receiver(message)
        except BaseException:
            with self._lock:
                self._delivering = False
            raise
        return True

    def _next(self) -> tuple[Receiver, Message] | None:
        with self._lock:
            if self._receiver is None or not self._held:
                self._delivering = False
                return None
            message, size = self._held.popleft()
            self._size -= size
            return self._receiver, message


def _at_once(step: Step) -> None:
    while step():
        pass


def _size_of(message: Message) -> int:
    """Bytes that it takes while it waits."""
    return sum(sys.getsizeof(part) for part in (message, message.text, message.activation_token))
