"""Sets the app up on a machine that has nothing but Python and pip, and runs it, its tests or its demo.

    python3 packaging/bootstrap.py setup          the environment in .venv, and the system libraries that Qt needs
    python3 packaging/bootstrap.py run [ARGS…]    sets up what is missing and starts the app with these arguments
    python3 packaging/bootstrap.py demo           the app on its simulated account; without a screen, on a virtual one
    python3 packaging/bootstrap.py test [ARGS…]   sets up for development and runs the tests (ARGS go to pytest)
    python3 packaging/bootstrap.py lock           writes the locked requirements anew from pyproject.toml

Standard library only. Packages come from whatever index pip is set up to use on this machine; the locked
requirements hold versions and hashes, no addresses. `setup --dev` adds what the tests and checks need.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (said in words, before anything below fails to import)
    sys.exit(
        f"Acefone Desktop needs Python 3.11 or newer and this is {sys.version.split()[0]}: start me with a newer one."
    )

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import system_packages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "setup-stamp.json"
UNFINISHED = VENV / "setup-unfinished"
LOCKS = {False: ROOT / "packaging" / "requirements.lock", True: ROOT / "packaging" / "requirements-dev.lock"}
"""By: are the development packages wanted too? The second is a superset of the first."""
DEMO_OUTPUT = ROOT / "demo-output"
PIP_WITH_PYTHON_OPTION = (22, 3)


class SetupError(Exception):
    """Set-up cannot go on; the message is a sentence with the remedy."""


def say(sentence: str) -> None:
    print(f"== {sentence}", flush=True)


# --- the environment


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


def wanted_fingerprint(*, dev: bool) -> str:
    project = (ROOT / "pyproject.toml").read_bytes()
    return fingerprint(LOCKS[dev].read_bytes(), project, f"{sys.version} {ROOT}")


def is_current(*, dev: bool) -> bool:
    """Whether .venv holds all that is wanted; development packages too much do no harm."""
    if UNFINISHED.exists() or not venv_python(VENV).exists():
        return False
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    acceptable = (
        [wanted_fingerprint(dev=True)] if dev else [wanted_fingerprint(dev=True), wanted_fingerprint(dev=False)]
    )
    return isinstance(stamp, dict) and stamp.get("fingerprint") in acceptable


def interpreter_works(python: Path) -> bool:
    """Whether the environment's interpreter starts and is of this very version."""
    if not python.exists():
        return False
    script = "import sys; print(sys.version)"
    try:
        asked = subprocess.run([python, "-I", "-c", script], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    return asked.returncode == 0 and asked.stdout.strip() == sys.version


def remove_environment() -> None:
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)


def make_environment() -> None:
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
    return all(succeeds(command) for command in (locked, itself))


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


def ensure_environment(*, dev: bool) -> None:
    """Brings .venv up to date: as it is, refreshed, or made anew where it is broken or was left unfinished."""
    if is_current(dev=dev):
        say("The environment in .venv is up to date.")
        return
    reusable = interpreter_works(venv_python(VENV)) and not UNFINISHED.exists()
    for fresh in [False, True] if reusable else [True]:
        if fresh:
            say("Making the environment in .venv.")
            remove_environment()
            make_environment()
        STAMP.unlink(missing_ok=True)
        UNFINISHED.touch()
        say(f"Installing the locked packages{' for development' if dev else ''} (some 100 MB the first time).")
        if install_packages(dev=dev):
            STAMP.write_text(json.dumps({"fingerprint": wanted_fingerprint(dev=dev)}), encoding="utf-8")
            UNFINISHED.unlink()
            return
    raise SetupError(
        "pip could not install the packages (its words are above): "
        "check the network and pip's index settings, then run this again."
    )


# --- the system


def ensure_qt_libraries() -> None:
    if sys.platform != "linux":
        return
    (site,) = VENV.glob("lib/python3*/site-packages")
    qt = site / "PySide6" / "Qt"
    system_packages.install(system_packages.packages_for(system_packages.missing_libraries(qt)), "Qt")
    # Installed packages bring further ones along, so only what is missing now is missing for good.
    if missing := sorted(system_packages.missing_libraries(qt)):
        raise system_packages.MissingPackagesError(
            f"Qt needs libraries that this system lacks: install the packages that hold {', '.join(missing)}."
        )


def ensure_session_packages() -> None:
    if sys.platform == "linux":
        system_packages.install(system_packages.missing_session_packages(), "the virtual desktop")


def set_up(*, dev: bool = False, session: bool = False) -> None:
    """All that the other commands lean on. Missing system packages that may not be installed end it with a sentence."""
    ensure_environment(dev=dev)
    ensure_qt_libraries()
    if session:
        ensure_session_packages()


# --- the commands


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window can be shown to somebody."""
    return platform in {"win32", "darwin"} or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def start(arguments: Sequence[str | Path], **changes: str) -> int:
    """Runs the environment's interpreter in the project's folder and returns its exit status."""
    command = [venv_python(VENV), *arguments]
    try:
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **changes}, check=False).returncode
    except KeyboardInterrupt:
        return 130


def setup(arguments: Sequence[str]) -> int:
    set_up(dev="--dev" in arguments, session="--dev" in arguments)
    say("Ready. Start the app with: python3 packaging/bootstrap.py run")
    return 0


def run(arguments: Sequence[str]) -> int:
    set_up()
    return start(["-m", "acefone_desktop", *arguments])


def test(arguments: Sequence[str]) -> int:
    set_up(dev=True, session=True)
    say("Running the tests.")
    return start(["-m", "pytest", *arguments])


def demo(arguments: Sequence[str]) -> int:
    if has_display(os.environ):
        set_up()
        say("Opening the app against its simulated account; nothing is sent to anybody.")
        return start(["-m", "acefone_desktop", "--demo", *arguments])
    set_up(session=True)
    say("There is no display: running the app on a virtual one and placing a call on the simulated account.")
    DEMO_OUTPUT.mkdir(exist_ok=True)
    for old in DEMO_OUTPUT.glob("*.png"):
        old.unlink()
    driven: list[str | Path] = ["-m", "acefone_desktop", "--demo", "--drive", DEMO_OUTPUT, *arguments]
    status = start(["-m", "tests.support.desktop_session", "--", venv_python(VENV), *driven])
    pictures = sorted(DEMO_OUTPUT.glob("*.png"))
    say(f"{len(pictures)} screenshots are in {DEMO_OUTPUT}: {', '.join(picture.name for picture in pictures)}")
    return status


def lock(_arguments: Sequence[str]) -> int:
    """Resolves for Linux, Windows and macOS and every supported Python at once, with uv."""
    ensure_environment(dev=True)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    build = "\n".join(project["build-system"]["requires"]) + "\n"
    options = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--no-config",
        "--quiet",
    ]
    for dev, extra in ((False, []), (True, ["--extra", "dev", "--constraint", str(LOCKS[False])])):
        command = [
            "-m",
            "uv",
            "pip",
            "compile",
            "pyproject.toml",
            "-",
            *options,
            *extra,
            "--output-file",
            str(LOCKS[dev]),
        ]
        done = subprocess.run([venv_python(VENV), *command], cwd=ROOT, input=build, text=True, check=False)
        if done.returncode != 0:
            raise SetupError(
                "The requirements could not be resolved (uv's words are above): "
                "check the ranges in pyproject.toml and the network."
            )
    return 0


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "setup": setup,
    "run": run,
    "demo": demo,
    "test": test,
    "lock": lock,
}
ALLOWED: Mapping[str, frozenset[str]] = {"setup": frozenset({"--dev"}), "lock": frozenset()}
"""Arguments of the commands that do not hand theirs on."""


def command_and_arguments(given: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The command asked for and what follows it, untouched; raises `ValueError` with a sentence on wrong usage."""
    if not given:
        raise ValueError(f"say what to do: {', '.join(COMMANDS)}")
    name, *rest = given
    if name not in COMMANDS:
        raise ValueError(f"there is no command {name}: choose one of {', '.join(COMMANDS)}")
    strange = [argument for argument in rest if name in ALLOWED and argument not in ALLOWED[name]]
    if strange:
        raise ValueError(f"{name} does not know {strange[0]}")
    return name, rest


def main(given: Sequence[str]) -> int:
    if given and given[0] in {"-h", "--help", "help"}:
        print(__doc__)
        return 0
    try:
        name, arguments = command_and_arguments(given)
    except ValueError as error:
        print(f"bootstrap: {error}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](arguments)
    except (SetupError, system_packages.MissingPackagesError) as error:
        print(f"bootstrap: {error}", file=sys.stderr, flush=True)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
