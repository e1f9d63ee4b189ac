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

import os
import subprocess
import tomllib
from typing import TYPE_CHECKING

import environment
import system_packages
from environment import LOCKS, ROOT, VENV, SetupError, say, venv_python

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

CORES = ("--numprocesses", "auto", "--maxprocesses", "4", "--dist", "worksteal")
"""Tests spread over the processor; each worker has a home and a desktop of its own."""

DEMO_OUTPUT = ROOT / "demo-output"


# --- the system


def ensure_system_packages(*, session: bool) -> None:
    """The libraries that Qt needs and, for a virtual desktop, its programs; in one go, so that one command is told."""
    if sys.platform != "linux":
        return
    folders = list(VENV.glob("lib/python3*/site-packages/PySide6/Qt"))
    packages = system_packages.packages_for(system_packages.missing_libraries(folders))
    if session:
        packages += system_packages.missing_session_packages()
    system_packages.install(packages, "Qt and the virtual desktop" if session else "Qt")
    # Installed packages bring further ones along, so only what is missing now is missing for good.
    missing = sorted(system_packages.missing_libraries(folders))
    if missing:
        raise system_packages.MissingPackagesError(
            f"Qt needs libraries that this system lacks: install the packages that hold {', '.join(missing)}."
        )


def offer_browser() -> None:
    """A web browser for the tests with links in pages; where it cannot be had they are left out, and that is said."""
    if sys.platform != "linux":
        return
    try:
        system_packages.install(system_packages.missing_browser_packages(), "the tests with a web browser")
    except system_packages.MissingPackagesError as error:
        say(f"The tests with a web browser will be left out: {error}")


def set_up(*, dev: bool = False, session: bool = False) -> None:
    """All that the other commands lean on. Missing system packages that may not be installed end it with a sentence."""
    environment.ensure(dev=dev)
    ensure_system_packages(session=session)
    if dev and session:
        offer_browser()


# --- the commands


def has_display(variables: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window can be shown to somebody."""
    return platform in {"win32", "darwin"} or bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


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
    return start(["-m", "pytest", *CORES, *arguments])


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
    if pictures:
        say(f"{len(pictures)} screenshots are in {DEMO_OUTPUT}: {', '.join(picture.name for picture in pictures)}")
    else:
        say("The app left no screenshots; what it said is above.")
    return status


def lock(_arguments: Sequence[str]) -> int:
    """Resolves for Linux, Windows and macOS and every supported Python at once, with uv."""
    if environment.version() is None or not environment.succeeds([str(venv_python(VENV)), "-m", "uv", "--version"]):
        environment.ensure(dev=True)
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
