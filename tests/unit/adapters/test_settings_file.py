"""The settings file: what goes in comes out, and what is wrong is named."""

from __future__ import annotations

import json
import stat
import sys
import tempfile
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.storage.settings.settings_file import LARGEST, SettingsFile
from acefone_desktop.domain.account import Agent, AgentId, CallerId, ServiceRegion
from acefone_desktop.domain.errors import SettingsNotReadableError, StorageError
from acefone_desktop.domain.notification_settings import NotificationSettings, Preview
from acefone_desktop.domain.settings import AccountSettings, HotkeySettings, ListenerSettings, Settings

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
AGENTS = st.builds(Agent, id=TEXTS.map(AgentId), name=TEXTS, phone=TEXTS, extension=TEXTS, intercom=TEXTS, status=TEXTS)
SETTINGS = st.builds(
    Settings,
    account=st.none()
    | st.builds(
        AccountSettings,
        region=st.sampled_from(ServiceRegion),
        base_url=st.sampled_from(["https://api.test", "http://127.0.0.1:8080", ""]),
        sign_in=st.sampled_from(["token", "login"]),
        email=TEXTS,
        agent=st.none() | AGENTS,
        caller_ids=st.lists(st.builds(CallerId, number=TEXTS, name=TEXTS), max_size=3).map(tuple),
        time_zone=st.sampled_from(["", "Europe/London", "Asia/Kolkata"]),
    ),
    listener=st.builds(ListenerSettings, enabled=st.booleans(), host=TEXTS, port=st.integers(1024, 65535)),
    hotkey=st.builds(
        HotkeySettings,
        enabled=st.booleans(),
        shortcut=st.sampled_from(["Ctrl+Shift+F7", "Alt+Meta+P", "F13"]),
        dial_at_once=st.booleans(),
    ),
    phone_region=st.sampled_from(["GB", "IN", "US"]),
    last_caller_id=TEXTS,
    confirm_links=st.booleans(),
    close_to_tray=st.booleans(),
    notifications=st.booleans(),
    notifying=st.builds(
        NotificationSettings,
        preview=st.sampled_from(Preview),
        locked_preview=st.sampled_from(Preview),
        leave_when_seen=st.booleans(),
        is_quiet=st.booleans(),
        quiet_until=st.none() | st.datetimes(timezones=st.just(UTC)),
        quiet_missed=st.integers(0, 9_999),
        quiet_failed=st.integers(0, 9_999),
    ),
    theme=st.sampled_from(["system", "light", "dark"]),
    polling=st.booleans(),
    tray_explained=st.booleans(),
    dismissed_calls=st.lists(TEXTS, max_size=3).map(tuple),
)


@given(SETTINGS)
def test_settings_come_back_as_they_went(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = SettingsFile(Path(folder) / "new" / "settings.json")
        file.save(settings)
        assert file.load() == settings


def test_without_a_file_there_are_the_defaults(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path / "settings.json").load() == Settings()


def test_unknown_keys_are_passed_over_and_missing_ones_are_defaults(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark", "from_the_future": [1], "listener": {"port": 9000, "x": 1}, "account": null}')
    assert SettingsFile(path).load() == Settings(theme="dark", listener=ListenerSettings(port=9000))


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('{"theme": "pink"}', "theme must be one of system, light, dark"),
        ('{"polling": "yes"}', "polling must be true or false"),
        ('{"listener": {"port": 80}}', "listener.port must be a whole number from 1024 to 65535"),
        ('{"listener": {"port": true}}', "listener.port"),
        ('{"listener": {"port": 9000.0}}', "listener.port"),
        ('{"listener": []}', "listener must be an object"),
        ('{"hotkey": {"shortcut": "Ctrl+C"}}', "hotkey.shortcut must be a usable value"),
        ('{"hotkey": {"enabled": 1}}', "hotkey.enabled must be true or false"),
        ('{"notifying": {"preview": "everything"}}', "notifying.preview must be one of name-and-number"),
        ('{"notifying": {"locked_preview": null, "is_quiet": 1}}', "notifying"),
        ('{"notifying": {"quiet_until": "2026-03-10T12:00"}}', "notifying.quiet_until must be a usable value"),
        ('{"notifying": {"quiet_missed": -1}}', "notifying.quiet_missed must be"),
        ('{"notifying": {"quiet_failed": "two"}}', "notifying.quiet_failed must be"),
        ('{"notifying": {"quiet_until": "tomorrow"}}', "notifying.quiet_until must be a usable value"),
        ('{"account": {"region": "mars"}}', "account.region"),
        ('{"account": {"region": []}}', "account.region"),
        ('{"account": {"base_url": "http://example.invalid"}}', "account.base_url"),
        ('{"account": {"agent": {"name": "x"}}}', "account.agent.id"),
        ('{"account": {"caller_ids": [{"number": "44"}, {"name": "x"}]}}', r"account.caller_ids\[1\].number"),
        ('{"account": {"caller_ids": {}}}', "account.caller_ids must be a list"),
        ('{"account": {"time_zone": "Mars/Phobos"}}', "account.time_zone"),
        ('{"account": {"time_zone": "../../etc/passwd"}}', "account.time_zone"),
        ('{"dismissed_calls": [1]}', "dismissed_calls must be a list of texts"),
        ('{"phone_region": "England"}', "phone_region"),
        ("[]", "The file must be an object"),
        ("{", "not JSON"),
        ("", "not JSON"),
        ("\ud800", "not JSON"),
        ("[" * 100_000, "not JSON"),
        (" " * (LARGEST + 1), "too large"),
    ],
)
def test_what_is_wrong_is_named_and_the_file_left_alone(content: str, named: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    before = path.read_bytes()
    with pytest.raises(SettingsNotReadableError, match=named):
        SettingsFile(path).load()
    assert path.read_bytes() == before


def test_a_folder_in_the_files_place_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    with pytest.raises(SettingsNotReadableError):
        SettingsFile(tmp_path / "settings.json").load()
    with pytest.raises(StorageError):
        SettingsFile(tmp_path / "settings.json").save(Settings())
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a profile private by itself")
def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.save(Settings())
    assert stat.S_IMODE((tmp_path / "settings.json").stat().st_mode) == 0o600


def test_nothing_but_the_file_is_left(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    for theme in ("light", "dark"):
        file.save(Settings(theme=theme))
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]
    assert json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))["theme"] == "dark"
