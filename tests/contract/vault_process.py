"""The keyring's process over a keyring in memory, so that any machine can run the real one's code."""

from __future__ import annotations

import sys
from pathlib import Path

from acefone_desktop.adapters.vault.keyring_secrets import KeyringSecrets
from acefone_desktop.adapters.vault.keyring_server import serve
from tests.contract.fake_keyring import FakeKeyring

ROOT = Path(__file__).resolve().parent.parent.parent


def fake_command() -> tuple[str, ...]:
    """What starts it; its secrets last as long as it does."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from {__name__} import answer; sys.exit(answer())"
    return (sys.executable, "-c", script)


def answer() -> int:
    """What the process does."""
    keyring = FakeKeyring()
    return serve(KeyringSecrets("default", lambda: keyring))
