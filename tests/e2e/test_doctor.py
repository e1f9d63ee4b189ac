"""The doctor on a whole desktop: what works is told as such, and a keyring that waits for a person is waited for."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.settings import ListenerSettings
from tests.support.app_driver import PROGRAM
from tests.support.desktop_session import KEYRING_PASSWORD

if TYPE_CHECKING:
    from tests.support.app_driver import AppDriver


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def statuses(output: str) -> dict[str, str]:
    return {check["name"]: check["status"] for check in json.loads(output)["checks"]}


def test_where_everything_works_every_check_says_so(app: AppDriver) -> None:
    port = free_port()
    app.set_up(listener=ListenerSettings(enabled=True, port=port))
    app.open()
    app.await_ready_listener(port)
    before = app.command("doctor", "--json")
    assert statuses(before.stdout) == dict.fromkeys(statuses(before.stdout), "ok") | {"links": "warning"}
    assert app.command("handler", "install").returncode == 0
    done = app.command("doctor", "--json")
    assert done.returncode == 0
    assert done.stderr in {"", "acefone-desktop: waiting for the keyring…\n"}, "a busy machine makes the keyring slow"
    assert set(statuses(done.stdout).values()) == {"ok"}
    assert app.simulator.token not in done.stdout
    assert app.simulator.dials() == []


@pytest.mark.desktop(keyring="locked")
def test_a_locked_keyring_is_waited_for_in_words_until_the_person_has_unlocked_it(app: AppDriver) -> None:
    app.prepare_settings()
    doctor = app.desktop.start([*PROGRAM, "doctor"])
    prompt = app.desktop.screen.await_window("Unlock|Keyring")
    app.desktop.wait_until(lambda: "waiting for the keyring…" in doctor.errors, 10, "a word on the waiting")
    app.desktop.screen.focus(prompt)
    app.desktop.screen.type_text(KEYRING_PASSWORD)
    app.desktop.screen.key("Return")
    app.desktop.wait_until(lambda: not doctor.running, 30, "the doctor's end")
    assert "Secrets can be stored, read and removed." in doctor.output
    assert "The keyring holds no secret for this account" in doctor.output
    assert "Skipped" not in doctor.output
    assert doctor.errors.count("waiting for the keyring") == 1
