"""The bundle for macOS, exactly as it is written; and that its program becomes the app."""

from __future__ import annotations

import os
import plistlib
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import mac_bundle
import pytest
from mac_bundle import BUNDLE, BundleRefusedError, draw_icon, write_bundle

from acefone_desktop import __version__
from acefone_desktop.desktop.links.mac_info import BUNDLE_ID, declared_schemes, info_plist
from acefone_desktop.desktop.links.macos import MacLinks, bundle_of
from acefone_desktop.desktop.links.registration import LinkProblem

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = ("/opt/it's here/python $HOME", "-P", "/opt/app/__main__.py")


def layout(bundle: Path) -> dict[str, int]:
    return {str(path.relative_to(bundle)): stat.S_IMODE(path.stat().st_mode) for path in bundle.rglob("*")}


def test_the_layout_and_modes_are_those_of_an_application(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "new" / "Applications", COMMAND, b"icns picture")
    assert bundle == tmp_path / "new" / "Applications" / "Acefone Desktop.app"
    assert stat.S_IMODE(bundle.stat().st_mode) == 0o755
    assert layout(bundle) == {
        "Contents": 0o755,
        "Contents/Info.plist": 0o644,
        "Contents/PkgInfo": 0o644,
        "Contents/MacOS": 0o755,
        "Contents/MacOS/acefone-desktop": 0o755,
        "Contents/Resources": 0o755,
        "Contents/Resources/acefone-desktop.icns": 0o644,
    }
    assert (bundle / "Contents" / "PkgInfo").read_bytes() == b"APPL????"
    assert (bundle / "Contents" / "Resources" / "acefone-desktop.icns").read_bytes() == b"icns picture"
    assert [path.name for path in bundle.parent.iterdir()] == [BUNDLE], "no draft is left"


def test_the_property_list_says_what_the_system_asks(tmp_path: Path) -> None:
    read = plistlib.loads((write_bundle(tmp_path, COMMAND, b"icns") / "Contents" / "Info.plist").read_bytes())
    assert read == {
        "CFBundleDisplayName": "Acefone Desktop",
        "CFBundleExecutable": "acefone-desktop",
        "CFBundleIconFile": "acefone-desktop.icns",
        "CFBundleIdentifier": BUNDLE_ID,
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundleName": "Acefone Desktop",
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": __version__,
        "CFBundleURLTypes": [
            {
                "CFBundleTypeRole": "Viewer",
                "CFBundleURLName": f"{BUNDLE_ID}.phone-link",
                "CFBundleURLSchemes": ["tel", "callto", "sip", "sips"],
            }
        ],
        "CFBundleVersion": __version__,
        "LSApplicationCategoryType": "public.app-category.business",
        "NSHighResolutionCapable": True,
        "NSPrincipalClass": "NSApplication",
    }


def test_without_a_picture_no_icon_is_promised(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path, COMMAND)
    assert "CFBundleIconFile" not in plistlib.loads((bundle / "Contents" / "Info.plist").read_bytes())
    assert not (bundle / "Contents" / "Resources").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no shell for it")
def test_its_program_becomes_the_app_and_passes_no_argument_on(tmp_path: Path) -> None:
    folder = tmp_path / "with 'quotes' $HOME"
    folder.mkdir()
    program = folder / "app"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$$" "$#" "$@" "$ACEFONE_DESKTOP_BUNDLE"\n')
    program.chmod(0o755)
    bundle = write_bundle(folder, (str(program), "-P"))
    command = [str(bundle / "Contents" / "MacOS" / "acefone-desktop"), "-psn_0_1", "tel:+447700900123"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        assert started.stdout.read().splitlines() == [str(started.pid), "1", "-P", str(bundle)]


def test_the_app_knows_the_bundle_that_started_it(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path, COMMAND)
    python = Path("/usr/bin/python3")
    assert bundle_of(python, {"ACEFONE_DESKTOP_BUNDLE": str(bundle)}) == bundle
    assert bundle_of(bundle / "Contents" / "MacOS" / "frozen", {}) == bundle
    for named in ("", "relative.app", str(tmp_path)):
        assert bundle_of(python, {"ACEFONE_DESKTOP_BUNDLE": named}) is None
    assert bundle_of(tmp_path / "Python.app" / "Contents" / "MacOS" / "Python", {}) is None
    assert declared_schemes(bundle) == {"tel", "callto", "sip", "sips"}
    assert MacLinks(tmp_path, bundle).status().problem is LinkProblem.ANOTHER_DEFAULT


def test_an_earlier_bundle_of_ours_is_written_anew(tmp_path: Path) -> None:
    write_bundle(tmp_path, ("/old/python",), b"icns")
    bundle = write_bundle(tmp_path, COMMAND)
    assert "/old/python" not in (bundle / "Contents" / "MacOS" / "acefone-desktop").read_text()
    assert not (bundle / "Contents" / "Resources").exists()


def another_programs(bundle: Path) -> None:
    (bundle / "Contents").mkdir(parents=True)
    (bundle / "Contents" / "Info.plist").write_bytes(plistlib.dumps({"CFBundleIdentifier": "org.example.other"}))


def ours_with_somebodys_work(bundle: Path) -> None:
    write_bundle(bundle.parent, COMMAND)
    (bundle / "Contents" / "notes.txt").write_text("work")


def ours_elsewhere_behind_a_link(bundle: Path) -> None:
    (bundle.parent / "elsewhere" / "Contents").mkdir(parents=True)
    (bundle.parent / "elsewhere" / "Contents" / "Info.plist").write_bytes(info_plist("0.1.0"))
    bundle.symlink_to(bundle.parent / "elsewhere")


@pytest.mark.parametrize(
    "occupy",
    [Path.mkdir, Path.touch, another_programs, ours_with_somebodys_work, ours_elsewhere_behind_a_link],
)
def test_what_is_not_ours_alone_is_never_replaced(tmp_path: Path, occupy: object) -> None:
    bundle = tmp_path / BUNDLE
    assert callable(occupy)
    occupy(bundle)
    before = sorted((path, path.read_bytes() if path.is_file() else b"") for path in tmp_path.rglob("*"))
    with pytest.raises(BundleRefusedError, match="choose another folder"):
        write_bundle(tmp_path, COMMAND, b"icns")
    assert sorted((path, path.read_bytes() if path.is_file() else b"") for path in tmp_path.rglob("*")) == before


def test_the_icon_is_our_mark_in_the_systems_format() -> None:
    picture = draw_icon()
    assert picture is not None
    assert (picture[:4], int.from_bytes(picture[4:8], "big")) == (b"icns", len(picture))
    kinds, at = {}, 8
    while at < len(picture):
        size = int.from_bytes(picture[at + 4 : at + 8], "big")
        kinds[picture[at : at + 4]] = picture[at + 8 : at + size]
        at += size
    assert kinds[b"ic09"].startswith(b"\x89PNG"), "512 points"


def test_without_qt_there_is_no_icon_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mac_bundle, "DRAW", "import no_such_toolkit")
    assert mac_bundle.main([str(tmp_path)]) == 0
    assert "without an icon" in capsys.readouterr().err


def test_as_a_command_it_names_the_bundle_that_starts_this_installation(tmp_path: Path) -> None:
    script = ROOT / "packaging" / "mac_bundle.py"
    done = subprocess.run(
        [sys.executable, script, tmp_path], cwd=tmp_path, capture_output=True, text=True, check=False, env=os.environ
    )
    assert (done.returncode, done.stdout.strip()) == (0, str(tmp_path / BUNDLE)), done.stderr
    text = (tmp_path / BUNDLE / "Contents" / "MacOS" / "acefone-desktop").read_text()
    (interpreter,) = re.findall(r"^exec (\S+) -P ", text, re.MULTILINE)
    assert Path(interpreter).parent == Path(sys.executable).parent
    assert Path(interpreter).samefile(sys.executable), "the same program, under whichever of its names"
    shutil.rmtree(tmp_path / BUNDLE)
    (tmp_path / BUNDLE).mkdir()
    again = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert "choose another folder" in again.stderr
    assert "Traceback" not in again.stderr
