"""Where the program starts, by name or as `python -m acefone_desktop`."""

import sys


def main() -> int:
    """Runs the program on this process's arguments and returns its exit status."""
    try:
        from acefone_desktop.app.entry import enter  # noqa: PLC0415 (tests import this module, and start nothing)

        return enter(sys.argv[1:])
    except KeyboardInterrupt:
        return 130  # as a shell says of what SIGINT ended


if __name__ == "__main__":
    sys.exit(main())
