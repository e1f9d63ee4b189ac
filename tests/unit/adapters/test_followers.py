"""Whether anybody follows calls: seen from outside, true as long as one of them lives, however it ends."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.adapters.storage.calls.followers import (
    COMMAND_FILE_NAME,
    FILE_NAME,
    CommandsBeside,
    FollowingMark,
    is_app_following,
    is_command_following,
    is_followed,
)

if TYPE_CHECKING:
    from pathlib import Path

FOLLOWER = """
import sys
from pathlib import Path
from acefone_desktop.adapters.storage.calls.followers import FollowingMark
mark = FollowingMark(Path(sys.argv[1]))
mark.set()
print("follows", flush=True)
sys.stdin.read()
"""


def test_nobody_follows_where_nobody_ever_did(tmp_path: Path) -> None:
    assert not is_followed(tmp_path)
    assert list(tmp_path.iterdir()) == [], "looking leaves nothing behind"


def test_it_is_followed_until_the_last_one_ends(tmp_path: Path) -> None:
    app, command = FollowingMark(tmp_path), FollowingMark(tmp_path)
    for mark in (app, command, app):
        mark.set()
    assert is_followed(tmp_path)
    app.clear()
    assert is_followed(tmp_path)
    command.clear()
    command.clear()
    assert not is_followed(tmp_path)
    app.set()
    assert is_followed(tmp_path)
    app.clear()


async def test_the_app_and_commands_are_told_apart(tmp_path: Path) -> None:
    app, command = FollowingMark(tmp_path), FollowingMark(tmp_path, COMMAND_FILE_NAME)
    command.set()
    assert (is_app_following(tmp_path), is_command_following(tmp_path), is_followed(tmp_path)) == (False, True, True)
    assert CommandsBeside(tmp_path).may_be_dialing()
    assert not await CommandsBeside(tmp_path).follow(), "the app leaves nothing to them"
    command.clear()
    app.set()
    assert (is_app_following(tmp_path), is_command_following(tmp_path), is_followed(tmp_path)) == (True, False, True)
    assert not CommandsBeside(tmp_path).may_be_dialing()
    app.clear()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_killed_follower_follows_no_longer(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FOLLOWER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as follower:
        assert follower.stdout is not None
        assert follower.stdout.readline() == "follows\n"
        assert is_followed(tmp_path)
        follower.kill()
        follower.wait(10)
    assert not is_followed(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="the link is POSIX")
def test_what_is_in_the_way_keeps_nobody_from_calling(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "elsewhere").write_text("somebody's work")
    (tmp_path / FILE_NAME).symlink_to(tmp_path / "elsewhere")
    mark = FollowingMark(tmp_path)
    mark.set()
    mark.clear()
    assert "could not be marked" in caplog.text
    assert (tmp_path / "elsewhere").read_text() == "somebody's work"
