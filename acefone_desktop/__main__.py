"""Where the program starts, by name or as `python -m acefone_desktop`."""

import sys


def main() -> int:
    """Runs the program on this process's arguments and returns its exit status."""
    from acefone_desktop.app.entry import enter  # noqa: PLC0415 (tests import this module without starting anything)

    return enter(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
