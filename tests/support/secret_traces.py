"""Where a secret has been left behind: in files, whole or in part, plain or coded."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def forms(secret: str) -> Iterator[bytes]:
    """How a secret might look where it has been written down, whole or in its longest part."""
    for text in (secret, max(secret.split("."), key=len)):
        plain = text.encode()
        yield plain
        yield plain.hex().encode()
        yield from (base64.b64encode(b" " * shift + plain)[4:-4] for shift in range(3))


def traces(secret: str, folder: Path) -> list[str]:
    """Files below the folder that hold the secret in any form."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    wanted = list(forms(secret))
    return [str(path) for path in files if any(form in path.read_bytes() for form in wanted)]


def process_traces(secret: str, session: Path) -> list[str]:
    """Processes of a desktop session in whose command line or environment others may see the secret."""
    wanted, found = list(forms(secret)), []
    for folder in Path("/proc").iterdir():
        try:
            environment, command = (folder / "environ").read_bytes(), (folder / "cmdline").read_bytes()
        except OSError:  # not a process, gone meanwhile, or somebody else's
            continue
        if str(session).encode() in environment and any(form in environment + command for form in wanted):
            found.append(f"{folder.name}: {command.decode(errors='replace')}")
    return found
