"""Which webhooks came before, by digests that tell nobody anything else; kept beyond the end of the process."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

MOST_REMEMBERED: Final = 10_000
"""Not more than reports are put aside (`Sieve`), so that none is taken for known which is not there any more."""

_SIZE: Final = 16


class SeenBodies:
    """The last `most` that were added. With a `file` they are known again by the next process; a disk that refuses
    costs no more than that.

    The digests are keyed with the secret, so that the file does not even tell whether a guessed body came.
    """

    def __init__(self, secret: str, file: Path | None = None, most: int = MOST_REMEMBERED) -> None:
        self._key = hashlib.blake2b(secret.encode("utf-8", "surrogateescape"), digest_size=32).digest()
        self._most = most
        self._known: OrderedDict[bytes, None] = OrderedDict()
        self._written: IO[bytes] | None = None
        if file is not None:
            with suppress(OSError):
                self._open(file)

    def digest(self, body: bytes, query: str) -> bytes:
        """What a request is known by."""
        whole = body + b"\0" + query.encode("utf-8", "replace")
        return hashlib.blake2b(whole, digest_size=_SIZE, key=self._key).digest()

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._known

    def __len__(self) -> int:
        return len(self._known)

    def add(self, digest: bytes) -> None:
        """It came, and was taken in. On disk after the next `flush`."""
        self._known[digest] = None
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        if self._written is not None:
            with suppress(OSError):
                self._written.write(digest)

    def flush(self) -> None:
        """Brings what was added to disk."""
        if self._written is not None:
            with suppress(OSError):
                self._written.flush()

    def close(self) -> None:
        """The last flush."""
        if self._written is not None:
            with suppress(OSError):
                self._written.close()
            self._written = None

    def _open(self, file: Path) -> None:
        """Writes down what is still remembered, so that the file grows by one process's requests at most."""
        held = file.read_bytes() if file.exists() else b""
        whole = held[: len(held) - len(held) % _SIZE]
        kept = whole[-self._most * _SIZE :]
        self._known.update((kept[place : place + _SIZE], None) for place in range(0, len(kept), _SIZE))
        if kept != held:
            fresh = file.with_suffix(".new")
            fresh.write_bytes(kept)
            fresh.replace(file)
        self._written = file.open("ab")
