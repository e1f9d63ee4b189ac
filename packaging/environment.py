"""The virtual environment in .venv: made, filled from the locked requirements, kept up to date, mended."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import system_packages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SET_ASIDE = ROOT / ".venv-old"
STAMP = VENV / "setup-stamp.json"
UNFINISHED = VENV / "setup-unfinished"
LOCKS = {False: ROOT / "packaging" / "requirements.lock", True: ROOT / "packaging" / "requirements-dev.lock"}
"""By: are the development packages wanted too? The second is a superset of the first."""
PIP_WITH_PYTHON_OPTION = (22, 3)


class SetupError(Exception):
    """Set-up cannot go on; the message is a sentence with the remedy."""


def say(sentence: str) -> None:
    print(f"== {sentence}", flush=True)


def venv_python(venv: Path, platform: str = sys.platform) -> Path:
    """The interpreter inside a virtual environment."""
    return venv / "Scripts" / "python.exe" if platform == "win32" else venv / "bin" / "python"


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what would send pip or Python to another place than the virtual environment.

    Where to find packages (index, certificates, proxy) stays as the machine has it.
    """
    diverting = {
        "PIP_PREFIX",
        "PIP_REQUIRE_VIRTUALENV",
        "PIP_ROOT",
        "PIP_TARGET",
        "PIP_USER",
        "PYTHONHOME",
        "PYTHONPATH",
    }
    kept = {name: value for name, value in environment.items() if name not in diverting and name != "VIRTUAL_ENV"}
    return kept | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def fingerprint(lock: bytes, project: bytes, python: str) -> str:
    """What an environment was made from; a different value means that it must be brought up to date."""
    digest = hashlib.sha256()
    for part in (lock, project, python.encode()):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def wanted_fingerprint(python: str, *, dev: bool) -> str:
    return fingerprint(LOCKS[dev].read_bytes(), installed_part(ROOT / "pyproject.toml"), f"{python} {ROOT}")


def installed_part(pyproject: Path) -> bytes:
    """What of the project's description the installed app depends on: not the settings of checks and tests."""
    described = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    return json.dumps([described["build-system"], described["project"]], sort_keys=True).encode()


def is_current(python: str | None, *, dev: bool) -> bool:
    """Whether .venv holds all that is wanted; development packages too much do no harm."""
    if python is None or UNFINISHED.exists():
        return False
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    acceptable = [wanted_fingerprint(python, dev=kind) for kind in ([True] if dev else [True, False])]
    return isinstance(stamp, dict) and stamp.get("fingerprint") in acceptable


def version() -> str | None:
    """Version of the environment's interpreter; None where it is not there, does not start or is too old."""
    script = "import sys; print(sys.version if sys.version_info >= (3, 11) else '')"
    try:
        asked = subprocess.run(
            [venv_python(VENV), "-I", "-c", script], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout.strip() or None if asked.returncode == 0 else None


def remove(environment: Path) -> None:
    if environment.is_symlink() or environment.is_file():
        environment.unlink()
    elif environment.exists():
        shutil.rmtree(environment)


def make() -> None:
    """Makes .venv anew. Debian packs what brings pip along apart: an outer pip does as well where there is one."""
    if importlib.util.find_spec("ensurepip") is None and not pip_can_serve_others():
        try:
            system_packages.install(["python3-venv"], "the virtual environment")
        except system_packages.MissingPackagesError as error:
            raise SetupError(str(error)) from error
    bare = [] if _has_ensurepip() else ["--without-pip"]
    made = subprocess.run([sys.executable, "-m", "venv", *bare, VENV], env=clean_environment(os.environ), check=False)
    if made.returncode != 0:
        raise SetupError(
            "Python could not make the virtual environment .venv (its words are above): "
            "check the free disk space and the rights on this folder."
        )


def _has_ensurepip() -> bool:
    """Asked in a new process: the package may have been installed since this one started."""
    asked = subprocess.run([sys.executable, "-I", "-c", "import ensurepip"], capture_output=True, check=False)
    return asked.returncode == 0


def pip_can_serve_others() -> bool:
    """Whether the pip beside this interpreter can install into another environment (`pip --python`)."""
    if importlib.util.find_spec("pip") is None:
        return False
    script = "import pip; print(pip.__version__)"
    asked = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    return asked.returncode == 0 and version_tuple(asked.stdout) >= PIP_WITH_PYTHON_OPTION


def version_tuple(text: str) -> tuple[int, ...]:
    """The leading numbers of a version: "23.0.1+dfsg" is (23, 0, 1)."""
    numbers: list[int] = []
    for part in text.strip().split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
        if digits != part:
            break
    return tuple(numbers)


def pip_command() -> list[str]:
    """The environment's own pip, or else the one beside this interpreter, told to work there."""
    own = [str(venv_python(VENV)), "-I", "-m", "pip"]
    if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0:
        return own
    if not pip_can_serve_others():
        raise SetupError(
            "There is no pip that could fill the virtual environment: install pip 22.3 or newer for this Python."
        )
    return [sys.executable, "-m", "pip", "--python", str(venv_python(VENV))]


def install_packages(*, dev: bool) -> bool:
    """Installs the locked packages and the app itself; False where pip failed, its words then having been printed."""
    pip = [*pip_command(), "install", "--no-deps", "--progress-bar", "off"]
    locked = [*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCKS[dev])]
    itself = [*pip, "--no-index", "--no-build-isolation", "--editable", str(ROOT)]
    if not all(succeeds(command) for command in (locked, itself)):
        return False
    unpack_qt_support()
    return True


def unpack_qt_support() -> None:
    """Has PySide lay down, once, the Python files that it would else unpack and compile at each start of the app.

    The switch is PySide's own (`SBK_EMBED`); a PySide that does not know it goes on as before (docs/decisions/0018).
    """
    environment = {**clean_environment(os.environ), "SBK_EMBED": "false"}
    script = "import shiboken6"
    subprocess.run([venv_python(VENV), "-I", "-c", script], env=environment, capture_output=True, check=False)


def succeeds(command: Sequence[str]) -> bool:
    """Runs a command without input; prints the end of what it said if it failed."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=clean_environment(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout[-4000:], file=sys.stderr, flush=True)
    return done.returncode == 0


def ensure(*, dev: bool) -> None:
    """Brings .venv up to date: as it is, refreshed, or made anew where it is broken or was left unfinished."""
    python = version()
    if is_current(python, dev=dev):
        say("The environment in .venv is up to date.")
    elif python is None or UNFINISHED.exists():
        remove(VENV)
        fill_new(dev=dev)
    elif not fill(dev=dev):
        replace(dev=dev)


def fill(*, dev: bool) -> bool:
    """Installs into .venv and marks it as done; False where pip failed."""
    STAMP.unlink(missing_ok=True)
    UNFINISHED.touch()
    say(f"Installing the locked packages{' for development' if dev else ''} (some 100 MB the first time).")
    if not install_packages(dev=dev):
        return False
    stamp = {"fingerprint": wanted_fingerprint(version() or "", dev=dev)}
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")
    UNFINISHED.unlink()
    return True


def fill_new(*, dev: bool) -> None:
    say("Making the environment in .venv.")
    make()
    if not fill(dev=dev):
        raise SetupError(
            "pip could not install the packages (its words are above): "
            "check the network and pip's index settings, then run this again."
        )


def replace(*, dev: bool) -> None:
    """Makes .venv anew; what was there comes back where that fails, so that being offline costs nobody their app."""
    UNFINISHED.unlink(missing_ok=True)
    remove(SET_ASIDE)
    VENV.rename(SET_ASIDE)
    try:
        fill_new(dev=dev)
    except BaseException:
        remove(VENV)
        SET_ASIDE.rename(VENV)
        raise
    remove(SET_ASIDE)
