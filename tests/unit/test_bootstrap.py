"""Setting up from nothing: what is decided, and the whole of it on a small project that needs no network."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bootstrap
import environment
import pytest
import system_packages

PACKAGING = Path(bootstrap.__file__).parent

# --- decisions


@pytest.mark.parametrize(
    ("platform", "inside"), [("linux", "bin/python"), ("darwin", "bin/python"), ("win32", "Scripts/python.exe")]
)
def test_the_interpreter_is_found_on_each_platform(platform: str, inside: str) -> None:
    assert environment.venv_python(Path("venv"), platform) == Path("venv") / inside


def test_pip_is_not_led_away_from_the_environment_but_keeps_its_index() -> None:
    given = {
        "PIP_TARGET": "x",
        "PIP_USER": "1",
        "PYTHONPATH": "x",
        "VIRTUAL_ENV": "x",
        "PIP_INDEX_URL": "mine",
        "A": "b",
    }
    kept = environment.clean_environment(given)
    assert kept == {"PIP_INDEX_URL": "mine", "A": "b", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def test_a_fingerprint_changes_with_each_part_and_with_where_it_ends() -> None:
    parts = [(b"lock", b"project", "3.11"), (b"lockp", b"roject", "3.11"), (b"lock", b"project", "3.12")]
    assert len({environment.fingerprint(*part) for part in parts}) == 3
    assert environment.fingerprint(*parts[0]) == environment.fingerprint(*parts[0])


def test_settings_of_checks_do_not_make_the_environment_old(tmp_path: Path) -> None:
    described = '[build-system]\nrequires = []\n[project]\nname = "a"\n'
    plain, with_tools, renamed = (tmp_path / name for name in "abc")
    plain.write_text(described)
    with_tools.write_text(described + "[tool.ruff]\nline-length = 1\n")
    renamed.write_text(described.replace('"a"', '"b"'))
    assert environment.installed_part(plain) == environment.installed_part(with_tools)
    assert environment.installed_part(plain) != environment.installed_part(renamed)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("23.0.1+dfsg\n", (23, 0, 1)), ("22.3", (22, 3)), ("24.1b2", (24, 1)), ("", ()), ("none", ())],
)
def test_a_version_is_its_leading_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert environment.version_tuple(text) == numbers


def test_missing_libraries_are_read_off_the_linker() -> None:
    words = (
        "\tlinux-vdso.so.1 (0x00007ffd)\n"
        "\tlibxcb-icccm.so.4 => not found\n"
        "\tlibxcb.so.1 => /usr/lib/libxcb.so.1 (0x00007f)\n"
        "\tlibxcb-icccm.so.4 => not found\n"
        "\tlibnovelty.so.3 => not found\n"
    )
    missing = system_packages.unresolved(words)
    assert missing == {"libxcb-icccm.so.4", "libnovelty.so.3"}
    assert system_packages.packages_for(missing) == ["libxcb-icccm4"]


def test_two_libraries_of_one_package_are_asked_for_once() -> None:
    assert system_packages.packages_for(["libglib-2.0.so.0", "libgthread-2.0.so.0"]) == ["libglib2.0-0"]


def test_apt_asks_nothing_and_brings_nothing_beside() -> None:
    command = system_packages.apt_command(["xvfb"])
    assert command == ["apt-get", "install", "--yes", "--no-install-recommends", "xvfb"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no apt-get on Windows")
def test_where_installing_is_not_permitted_the_exact_command_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "apt-get").write_text("#!/bin/sh\n")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))  # apt-get, but no sudo
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(system_packages.MissingPackagesError) as raised:
        system_packages.install(["libegl1", "xvfb"], "Qt")
    assert "run: sudo apt-get install --yes --no-install-recommends libegl1 xvfb" in str(raised.value)


def test_without_apt_the_packages_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(system_packages.MissingPackagesError, match="what your system calls libegl1, xvfb"):
        system_packages.install(["libegl1", "xvfb"], "Qt")


@pytest.mark.skipif(sys.platform != "linux", reason="packages are only asked for on Linux")
def test_a_browser_that_cannot_be_had_is_told_of_and_leaves_the_rest_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    bootstrap.offer_browser()
    assert "with a web browser will be left out" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("variables", "platform", "seen"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_recognised(variables: dict[str, str], platform: str, seen: bool) -> None:
    assert bootstrap.has_display(variables, platform) is seen


def test_arguments_of_the_app_and_of_pytest_pass_untouched() -> None:
    given = ["run", "call", "--wait", "-h", "--", "tel:+442079460123"]
    assert bootstrap.command_and_arguments(given) == ("run", given[1:])
    assert bootstrap.command_and_arguments(["test", "-k", "a or b"]) == ("test", ["-k", "a or b"])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "say what to do"),
        (["begin"], "there is no command begin"),
        (["setup", "--all"], "setup does not know --all"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(given: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(given) == 2
    assert sentence in capsys.readouterr().err


# --- the whole, on a project with a build backend of its own and an empty lock

BACKEND = """
import zipfile
def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "small-1-py3-none-any.whl"
    with zipfile.ZipFile(f"{wheel_directory}/{name}", "w") as wheel:
        wheel.writestr("small.py", "")
        wheel.writestr("small-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: small\\nVersion: 1\\n")
        wheel.writestr("small-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("small-1.dist-info/RECORD", "")
    return name
"""
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "small"
version = "1"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "packaging").mkdir()
    for module in PACKAGING.glob("*.py"):
        shutil.copy(module, tmp_path / "packaging")
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / "packaging" / name).write_text(f"# nothing for {name}\n")
    (tmp_path / "backend.py").write_text(BACKEND)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    return tmp_path


def set_up(project: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(project / "packaging" / "bootstrap.py"), "setup"]
    return subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, timeout=110, check=False
    )


def imports_small(project: Path) -> bool:
    return (
        subprocess.run([environment.venv_python(project / ".venv"), "-c", "import small"], check=False).returncode == 0
    )


def test_pysides_support_files_are_laid_down_beside_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "VENV", Path(sys.prefix))
    environment.unpack_qt_support()
    found = importlib.util.find_spec("shiboken6")
    assert found is not None
    assert found.origin is not None
    assert (Path(found.origin).parent / "files.dir" / "shibokensupport" / "signature" / "loader.py").is_file()


@pytest.mark.slow
def test_an_environment_is_made_anew_when_half_made_kept_when_current_and_never_lost(project: Path) -> None:
    """One life of one environment: making it takes longer than all the rest."""
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "setup-unfinished").touch()
    done = set_up(project)
    assert done.returncode == 0, done.stderr
    assert "Making the environment" in done.stdout
    assert imports_small(project)

    again = set_up(project)
    assert "up to date" in again.stdout
    assert "Installing" not in again.stdout

    lock = project / "packaging" / "requirements.lock"
    lock.write_text(f"no-such-package-here==1 --hash=sha256:{'0' * 64}\n")
    failed = set_up(project, PIP_NO_INDEX="1")
    assert failed.returncode == 1
    assert "bootstrap: pip could not install the packages" in failed.stderr
    assert "no-such-package-here" in failed.stderr
    assert imports_small(project)
    assert not (project / ".venv-old").exists()

    lock.write_text("# nothing, once more\n")
    refreshed = set_up(project)
    assert refreshed.returncode == 0
    assert "Installing" in refreshed.stdout
    assert "Making the environment" not in refreshed.stdout
