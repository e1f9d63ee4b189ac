"""A file's bytes and characters, read with suspicion and written as a whole."""

from __future__ import annotations

import codecs
import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from acefone_desktop.adapters.contact_files.failures import ContactFileNotWrittenError
from acefone_desktop.adapters.contact_files.limits import LARGEST_FILE
from acefone_desktop.domain.errors import FileNotImportableError

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = {b"PK\x03\x04": "a spreadsheet or archive", b"%PDF": "a PDF", b"\xd0\xcf\x11\xe0": "an old spreadsheet"}
_BINARY_BYTE = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 32_768
_FEW = 20
"""One broken character in this many beyond ASCII leaves a text UTF-8."""
_WESTERN = "cp1252"
_OTHERS = ["cp1250", "cp1251", "cp1253", "cp1254", "cp932", "gb18030", "big5", "euc_kr", "koi8_r"]


def read_bytes(path: Path) -> bytes:
    """The whole content of an ordinary file. Raises `FileNotImportableError`."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:  # opened without waiting: a pipe may stand in a file's place
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise FileNotImportableError("(It is not an ordinary file.)")
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name cannot be used"
        raise FileNotImportableError(f"({reason}.)") from error
    if len(content) > LARGEST_FILE:
        raise FileNotImportableError(f"(It is larger than {LARGEST_FILE // 1024 // 1024} MB.)")
    for start, kind in _BINARY.items():
        if content.startswith(start):
            raise FileNotImportableError(f"(It is {kind}; save it as CSV first.)")
    if not content.strip(b" \t\r\n\0"):
        raise FileNotImportableError("(It is empty.)")
    return content


def decoded(content: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: by its mark, as UTF-8, or as the likeliest of the older encodings.

    Raises `FileNotImportableError` for what is no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace"), encoding
    if encoding := _wide_encoding(content):
        return content.decode(encoding, "replace"), encoding
    if b"\0" in content:
        if _BINARY_BYTE.search(content):
            raise FileNotImportableError("(It is no text.)")
        content = content.replace(b"\0", b"")  # what a failing disk or program leaves in a text; no name holds one
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not broken or broken * _FEW < sum(not character.isascii() for character in text):
        return text, "utf-8"
    encoding = _likeliest(content)
    return content.decode(encoding, "replace"), encoding


def write_whole(path: Path, text: str) -> None:
    """Writes UTF-8, replacing the file only when everything is on disk. Raises `ContactFileNotWrittenError`."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        try:
            descriptor = os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(text.encode("utf-8", "replace"))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name cannot be used"
        raise ContactFileNotWrittenError(f"({path.name}: {reason}.)") from error


def _wide_encoding(content: bytes) -> str:
    """UTF-16 without a mark shows as every second byte being zero; "" when it does not."""
    sample = content[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs and sample[1::2].count(0) > pairs * 0.6 > sample[::2].count(0) * 4:
        return "utf-16-le"
    if pairs and sample[::2].count(0) > pairs * 0.6 > sample[1::2].count(0) * 4:
        return "utf-16-be"
    return ""


def _likeliest(content: bytes) -> str:
    """Windows' western encoding, unless the text only makes sense in another one."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 (only old files need it)

    unusual = b"\n".join(_with_high_bytes(content))[:_SAMPLE]
    best = from_bytes(unusual, cp_isolation=[_WESTERN, *_OTHERS]).best()
    return best.encoding if best is not None else _WESTERN


def _with_high_bytes(content: bytes) -> list[bytes]:
    return [line for line in content[: _SAMPLE * 32].splitlines() if not line.isascii()]
