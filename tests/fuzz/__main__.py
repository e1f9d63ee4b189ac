"""All targets, one after the other, in so many seconds: `python -m tests.fuzz SECONDS [TARGET…]`.

What breaks a promise is printed, as text and as bytes: it becomes a row of the tables in tests/data.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.targets import TARGETS, Target

_ONE_INPUT_S = 5
_MEMORY_MB = 1024
_PATIENCE_S = 60
_NAMES = [target.name for target in TARGETS]


def main() -> int:
    """0 when nothing was found, 1 when something was, 2 where atheris is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("seconds", type=int, help="for all targets together")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(_NAMES)} (default: all)")
    arguments = parser.parse_args()
    if unknown := set(arguments.targets) - set(_NAMES):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: pip install -e '.[fuzz]'", file=sys.stderr)
        return 2
    chosen = [target for target in TARGETS if target.name in (arguments.targets or _NAMES)]
    found = [not _fuzz(target, max(1, arguments.seconds // len(chosen))) for target in chosen]
    return int(any(found))


def _fuzz(target: Target, seconds: int) -> bool:
    """Whether every promise was kept for so long."""
    with tempfile.TemporaryDirectory() as temporary:
        seeds, findings = Path(temporary, "seeds"), Path(temporary, "findings")
        seeds.mkdir()
        findings.mkdir()
        for number, seed in enumerate(target.seeds()):
            (seeds / f"{number:04}").write_bytes(seed)
        limits = (f"-max_total_time={seconds}", f"-timeout={_ONE_INPUT_S}", f"-rss_limit_mb={_MEMORY_MB}")
        command = [sys.executable, "-m", "tests.fuzz.worker", target.name, *limits, f"-artifact_prefix={findings}/"]
        print(f"== {target.name}: {seconds} s from {number + 1} seeds", flush=True)
        done = subprocess.run([*command, str(seeds)], timeout=seconds + _PATIENCE_S, check=False)
        for finding in sorted(findings.iterdir()):
            data = finding.read_bytes()
            print(f"{target.name}: {finding.name}: {data!r}\n{data[1:].decode('utf-8', 'backslashreplace')}")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
