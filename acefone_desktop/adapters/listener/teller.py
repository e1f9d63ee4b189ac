"""What the listener's process says to the app, written by a thread of its own."""

from __future__ import annotations

import os
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import IO


class Teller:
    """Writes frames in their order. An app that does not read holds up this thread, and not the answers to senders.

    How much may wait is up to whoever tells. Where the app is gone, the process ends at once.
    """

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._frames: SimpleQueue[bytes] = SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="news", daemon=True)
        self._thread.start()

    def tell(self, whole: bytes) -> None:
        """Writes a frame, soon. From any thread."""
        self._frames.put(whole)

    def close(self) -> None:
        """Returns when everything is written."""
        self._frames.put(b"")
        self._thread.join()

    def _write(self) -> None:
        try:
            while whole := self._frames.get():
                self._pipe.write(whole)
                self._pipe.flush()
        except OSError:
            os._exit(1)
