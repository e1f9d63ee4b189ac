"""Where a profile keeps its things."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from acefone_desktop.desktop import instance_address
from acefone_desktop.desktop.instance_address import LONGEST_SOCKET_PATH, socket_path
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.errors import ProfileNameError, StorageError

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and sockets")


def test_everything_of_a_profile_is_in_its_folder(tmp_path: Path) -> None:
    places = places_for("Work", tmp_path, {})
    assert places.profile == "work"
    assert places.data == tmp_path / "profiles" / "work"
    assert places.data in places.settings.parents
    assert places.data in places.log.parents
    assert not list(tmp_path.iterdir())


def test_the_argument_comes_before_the_variable_and_that_before_the_platform(tmp_path: Path) -> None:
    environment = {"ACEFONE_DESKTOP_DATA_DIR": str(tmp_path / "variable")}
    assert places_for("", tmp_path / "argument", environment).data.parent.parent == tmp_path / "argument"
    assert places_for("", None, environment).data.parent.parent == tmp_path / "variable"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG")
def test_the_platforms_folder_is_the_xdg_one(tmp_path: Path) -> None:
    named = places_for("", None, {"XDG_DATA_HOME": str(tmp_path / "data")})
    assert named.data == tmp_path / "data" / "acefone-desktop" / "profiles" / "default"
    usual = places_for("", None, {"HOME": str(tmp_path), "XDG_DATA_HOME": "relative"})
    assert usual.data == tmp_path / ".local" / "share" / "acefone-desktop" / "profiles" / "default"


@pytest.mark.parametrize(
    "name", ["../up", "a/b", "a\\b", ".", "..", ".hidden", "-x", "a b", "con", "LPT1", "x" * 33, "ä", "a\0", "a\n"]
)
def test_no_profile_name_is_a_path(name: str, tmp_path: Path) -> None:
    with pytest.raises(ProfileNameError):
        places_for(name, tmp_path, {})


@posix
def test_each_pair_of_folder_and_profile_has_a_socket_of_its_own(home: Path) -> None:
    environment = {"XDG_RUNTIME_DIR": str(home / "run")}
    sockets = {places_for(name, home / folder, environment).socket for name in ("a", "b") for folder in ("x", "y")}
    assert len(sockets) == 4
    assert {socket.parent for socket in sockets} == {home / "run" / "acefone-desktop"}
    assert str(places_for("a", home / "x", environment).socket) == socket_path("a", str(home / "x"), environment)


@posix
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_a_runtime_folder_that_others_can_write_to_is_passed_over(home: Path, mode: int) -> None:
    runtime = home / "other"
    runtime.mkdir()
    runtime.chmod(mode)
    places = places_for("", home, {"XDG_RUNTIME_DIR": str(runtime)})
    assert places.runtime == places.data / "runtime"
    assert str(places.socket) == socket_path("", str(home), {"XDG_RUNTIME_DIR": str(runtime)})


@posix
@pytest.mark.parametrize("named", ["", "relative", "/nonexistent/run", "/dev/null", "/a\0b"])
def test_a_runtime_folder_that_is_none_is_passed_over(home: Path, named: str) -> None:
    places = places_for("", home, {"XDG_RUNTIME_DIR": named})
    assert places.runtime == places.data / "runtime"


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="only an administrator can give a folder away")
def test_another_users_runtime_folder_is_passed_over(home: Path) -> None:
    """As `su` and `sudo` leave it in the environment."""
    runtime = home / "other"
    runtime.mkdir(mode=0o700)
    os.chown(runtime, 65534, 65534)
    assert places_for("", home, {"XDG_RUNTIME_DIR": str(runtime)}).runtime == home / "profiles/default/runtime"


def test_on_windows_it_is_in_the_users_profile_wherever_the_data_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance_address, "_HAS_PROFILE_FOLDER", True)
    local = tmp_path / "AppData" / "Local"
    environment = {"LOCALAPPDATA": str(local), "XDG_RUNTIME_DIR": str(tmp_path)}
    sockets = {places_for("", tmp_path / name, environment).socket for name in ("shared", "other")}
    assert {socket.parent for socket in sockets} == {local / "acefone-desktop" / "runtime"}
    assert len(sockets) == 2
    assert places_for("", tmp_path, {"LOCALAPPDATA": "relative"}).runtime != Path("relative/acefone-desktop/runtime")


@posix
def test_a_sockets_path_always_fits(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["long-name"] * 12)
    socket = places_for("a", deep, {}).socket
    assert len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH


@posix
def test_the_runtime_folder_is_the_owners_alone(tmp_path: Path) -> None:
    places = places_for("", tmp_path, {"XDG_RUNTIME_DIR": str(tmp_path)})
    (tmp_path / "acefone-desktop").mkdir(mode=0o777)
    assert stat.S_IMODE(places.prepare_runtime().stat().st_mode) == 0o700


@posix
def test_a_runtime_folder_that_is_a_link_is_refused(home: Path) -> None:
    runtime = home / "run"
    (home / "elsewhere").mkdir()
    (runtime / "acefone-desktop").symlink_to(home / "elsewhere")
    with pytest.raises(StorageError):
        places_for("", home, {"XDG_RUNTIME_DIR": str(runtime)}).prepare_runtime()
