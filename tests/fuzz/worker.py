"""One target under atheris, in a process of its own: `python -m tests.fuzz.worker TARGET [LIBFUZZER ARGUMENTS]`."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["acefone_desktop"]):
    from tests.fuzz.targets import TARGETS, BrokenPromiseError

# Reading is reading: whoever connects, starts a program or runs code from a text has broken the promise.
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.")


def _refuse(event: str, _: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise BrokenPromiseError(f"reading caused {event}")


def main(arguments: list[str]) -> None:
    """Fuzzes until the arguments say to stop; exits with a status other than 0 at the first broken promise."""
    target = next(target for target in TARGETS if target.name == arguments[0])
    atheris.Setup([sys.argv[0], f"-max_len={target.longest}", *arguments[1:]], target.run)
    sys.addaudithook(_refuse)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
