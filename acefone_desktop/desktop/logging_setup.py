"""The log file: small, private, and free of secrets before a line reaches it."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

from acefone_desktop.domain.redaction import SHORTEST_SECRET, redact

LARGEST_LOG = 1_000_000
KEPT_LOGS = 2
FORMAT = "%(asctime)s %(levelname)s %(name)s %(threadName)s: %(message)s"


class RedactingFormatter(logging.Formatter):
    """Redacts the finished text of a record: message, arguments, exception and stack alike.

    Secrets the program knows are told with `remember`; whatever looks like one is removed as well. The moment a line
    was written stays whole.
    """

    def __init__(self, layout: str = FORMAT) -> None:
        super().__init__(layout)
        self._secrets: set[str] = set()

    def remember(self, secret: str) -> None:
        """From now on this text is never written, wherever it stands. Nothing else of it is kept than in memory."""
        if len(secret) >= SHORTEST_SECRET:
            self._secrets = self._secrets | {secret}

    def clean(self, text: str) -> str:
        """The text as it may be kept."""
        return redact(text, self._secrets)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the base class's name)
        """One line of the record, its parts cleaned."""
        record.message = self.clean(record.message)
        record.name = self.clean(record.name)
        record.threadName = self.clean(record.threadName or "")
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:  # noqa: N802 (the base class's name)
        """The traceback, cleaned."""
        return self.clean(super().formatException(ei))  # type: ignore[arg-type]

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 (the base class's name)
        """The stack, cleaned."""
        return self.clean(super().formatStack(stack_info))

    def format(self, record: logging.LogRecord) -> str:
        """Works on a copy, so that other handlers see the record as it was and no cached text slips past."""
        copy = logging.makeLogRecord({**record.__dict__, "exc_text": None})
        return super().format(copy)


class PrivateFileHandler(RotatingFileHandler):
    """A rotating file that only its user can read (0600), however it came to be."""

    def _open(self):  # type: ignore[no-untyped-def]
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.chmod(self.baseFilename, 0o600)  # noqa: PTH101 (a log from before may be readable by others)
        return os.fdopen(descriptor, self.mode, encoding=self.encoding, errors=self.errors)


def start_logging(path: Path, level: int = logging.INFO) -> RedactingFormatter:
    """Sends all log records to the file; returns the formatter, which is told the secrets it must never write.

    Calling it again, such as for another profile, replaces the file. Raises `OSError`.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    formatter = RedactingFormatter()
    handler = PrivateFileHandler(path, maxBytes=LARGEST_LOG, backupCount=KEPT_LOGS, encoding="utf-8", errors="replace")
    handler.setFormatter(formatter)
    stop_logging()
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    logging.raiseExceptions = False  # a full disk must not fill the terminal as well
    for noisy in ("asyncio", "dbus_fast", "desktop_notifier", "httpcore", "httpx", "uvicorn"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return formatter


def stop_logging() -> None:
    """Closes the log file, if there is one."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, PrivateFileHandler)]:
        root.removeHandler(handler)
        handler.close()
