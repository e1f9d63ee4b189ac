"""The running instance's ear: takes links and wishes from other processes from its first moment on."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from acefone_desktop.app.instance.hand_over import DEADLINE_S, NOBODY_THERE, USES_LOOPBACK, hand_over
from acefone_desktop.app.instance.instance_claim import FileLock, make_runtime_folder
from acefone_desktop.app.instance.instance_door import Door, UnixDoor
from acefone_desktop.app.instance.instance_inbox import InstanceInbox
from acefone_desktop.app.instance.instance_messages import (
    BUSY,
    HEADER_SIZE,
    NOT_UNDERSTOOD,
    TAKEN,
    Message,
    MessageMalformedError,
    decode_message,
    encode_answer,
    message_size,
)
from acefone_desktop.app.instance.succession import PASSED_ON, Heirloom, take_estate

MOST_CONNECTIONS = 32
SENDER_DEADLINE_S = 1.0
_LISTENER, _WAKE = "listener", "wake"


@dataclass(slots=True)
class _Sender:
    """One connection under way: what it has sent, and when our patience ends (monotonic)."""

    connection: socket.socket
    ends_at: float
    received: bytearray = field(default_factory=bytearray)
    greeted: bool = False
    proof: bytes = b""


class InstanceServer:
    """Listens on a small thread of its own; what arrives goes to `inbox` before it is acknowledged.

    Holds `lock` while it lives, so there is one server for one path. Limits: 32 senders at a time (more wait in the
    backlog), one second and one message each.
    """

    def __init__(self, door: Door, lock: FileLock, letters: tuple[Message, ...] = ()) -> None:
        """`letters` are the first in the inbox."""
        self.inbox = InstanceInbox()
        self.inbox.take(*letters)
        self._door, self._lock = door, lock
        self._senders: dict[int, _Sender] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, self._waker = socket.socketpair()
        self._listening, self._leaves_door = False, False
        door.listener.settimeout(0)
        self._selector.register(self._wake, selectors.EVENT_READ, _WAKE)
        self._thread = threading.Thread(target=self._run, name="instance", daemon=True)
        self._thread.start()

    def close(self) -> tuple[Message, ...]:
        """Stops listening, removes the socket and lets another process become the running instance.

        Returns what was acknowledged and reached no receiver, such as a link clicked while the app was ending: the
        sender believes it in good hands. A second call does nothing.
        """
        if self._stop():
            self._lock.close()
        return self.inbox.empty()

    def bequeath(self, start: Callable[[tuple[Message, ...], Heirloom | None], None]) -> None:
        """Ends as `close` does. Where something was acknowledged and reached no receiver, has it passed on first.

        `start` is given that, oldest first, and descriptors for the process to inherit that it starts: so that one
        listens and has the lock from the first moment, and whatever comes meanwhile waits for it, behind what was
        there before. None where processes inherit no sockets.
        """
        self._leaves_door = not USES_LOOPBACK
        if not self._stop():
            return
        messages = tuple(message for message in self.inbox.empty() if message.kind in PASSED_ON)
        if messages and self._leaves_door:
            try:
                start(messages, Heirloom(self._door.listener.fileno(), self._lock.fileno()))
            except BaseException:
                self._door.close()
                raise
            finally:
                self._door.listener.close()  # what the heir has is another descriptor of it
                self._lock.close()
            return
        if self._leaves_door:
            self._door.close()
        self._lock.close()
        if messages:
            start(messages, None)

    def _stop(self) -> bool:
        """Ends the thread; False where that was done before."""
        if not self._thread.is_alive():
            return False
        self._waker.close()
        self._thread.join()
        return True

    def _run(self) -> None:
        try:
            while self._turn():
                pass
        finally:
            for sender in list(self._senders.values()):
                self._drop(sender)
            if not self._leaves_door:
                self._door.close()
            self._selector.close()
            self._wake.close()

    def _turn(self) -> bool:
        """Waits for something to do and does it; False when it is time to end."""
        self._listen(len(self._senders) < MOST_CONNECTIONS)
        soonest = min((sender.ends_at for sender in self._senders.values()), default=None)
        for key, _ in self._selector.select(None if soonest is None else max(0.0, soonest - time.monotonic())):
            if key.data is _WAKE:
                return False
            if key.data is _LISTENER:
                self._accept()
            else:
                self._read(key.data)
        now = time.monotonic()
        for late in [sender for sender in self._senders.values() if sender.ends_at <= now]:
            self._drop(late)
        return True

    def _listen(self, wanted: bool) -> None:  # noqa: FBT001 (the state to reach)
        if wanted and not self._listening:
            self._selector.register(self._door.listener, selectors.EVENT_READ, _LISTENER)
        elif self._listening and not wanted:
            self._selector.unregister(self._door.listener)
        self._listening = wanted

    def _accept(self) -> None:
        try:
            connection, _ = self._door.listener.accept()
        except OSError:  # the sender has left again
            return
        connection.settimeout(0)
        if not self._door.admits(connection):
            connection.close()
            return
        sender = _Sender(connection, time.monotonic() + SENDER_DEADLINE_S)
        self._senders[connection.fileno()] = sender
        self._selector.register(connection, selectors.EVENT_READ, sender)

    def _read(self, sender: _Sender) -> None:
        try:
            chunk = sender.connection.recv(HEADER_SIZE + 8192)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        sender.received += chunk
        if not chunk:
            self._drop(sender)
            return
        try:
            self._understand(sender)
        except MessageMalformedError:
            self._answer(sender, NOT_UNDERSTOOD)
        except OSError:  # the sender has left while we answered
            self._drop(sender)

    def _understand(self, sender: _Sender) -> None:
        """Goes on with what has been received so far; waits for more where that is not enough."""
        if not sender.greeted:
            nonce = sender.received[: self._door.greeting_size]
            if len(nonce) < self._door.greeting_size:
                return
            del sender.received[: len(nonce)]
            greeting, sender.proof = self._door.greet(bytes(nonce))
            sender.greeted = True
            if greeting:
                sender.connection.send(greeting)
        from hmac import compare_digest  # noqa: PLC0415 (it loads OpenSSL: the window opens sooner)

        said, frame = bytes(sender.received[: len(sender.proof)]), bytes(sender.received[len(sender.proof) :])
        if len(frame) < HEADER_SIZE or len(frame) < message_size(frame):
            return
        if not compare_digest(said, sender.proof):
            raise MessageMalformedError("no proof")
        self._take(sender, decode_message(frame))

    def _take(self, sender: _Sender, message: Message) -> None:
        if _has_left(sender.connection):  # it was told that we do not respond: doing it late would surprise
            self._drop(sender)
            return
        self._answer(sender, TAKEN if self.inbox.take(message) else BUSY)
        try:
            self.inbox.deliver()
        except Exception as error:  # noqa: BLE001 (a bug in what a link does must not make us deaf to the next)
            failure = (type(error), error, error.__traceback__, threading.current_thread())
            threading.excepthook(threading.ExceptHookArgs(failure))

    def _answer(self, sender: _Sender, answer: int) -> None:
        with contextlib.suppress(OSError):  # a sender that has left will ask again by itself or not at all
            sender.connection.send(encode_answer(answer))
        self._drop(sender)

    def _drop(self, sender: _Sender) -> None:
        self._selector.unregister(sender.connection)
        del self._senders[sender.connection.fileno()]
        sender.connection.close()


def claim(socket_path: Path, message: Message, deadline_s: float = DEADLINE_S) -> InstanceServer | None:
    """Makes this process the running instance, or hands the message to the one that is and returns None.

    However many processes start at once, exactly one gets a server and every other delivers its message to it. The
    first keeps its own message: it is not put into the inbox. The heir of one that has ended need not ask; what
    was left to it comes first into its inbox. Raises as `hand_over` does, and `RuntimeFolderUnsafeError`.
    """
    estate = take_estate(socket_path, os.environ)
    if estate is not None:
        return InstanceServer(*estate)
    if hand_over(str(socket_path), message, deadline_s) != NOBODY_THERE:
        return None
    make_runtime_folder(socket_path.parent)
    with FileLock(socket_path.with_suffix(".starting")) as starting:
        starting.acquire(deadline_s)
        if hand_over(str(socket_path), message, deadline_s) != NOBODY_THERE:
            return None  # another process came first, between our two questions
        running = FileLock(socket_path.with_suffix(".lock"))
        try:
            running.acquire(deadline_s)  # its holder does not listen: it is about to end
            return InstanceServer(_open_door(socket_path), running)
        except BaseException:
            running.close()
            raise


def _has_left(connection: socket.socket) -> bool:
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False


def _open_door(socket_path: Path) -> Door:
    if USES_LOOPBACK:
        from acefone_desktop.app.instance.loopback_hand_over import LoopbackDoor  # noqa: PLC0415

        return LoopbackDoor(socket_path)
    return UnixDoor(socket_path)
