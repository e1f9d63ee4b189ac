"""The screen of a desktop session: its windows, its keyboard and mouse, its picture."""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TOOL_TIMEOUT_S = 15.0
PANELS = {"Openbox", "wrapper-2.0", "xfce4-panel"}


@dataclass(frozen=True, slots=True)
class Window:
    """A visible window; `process` is 0 where it does not tell."""

    number: int
    title: str
    process: int


class XScreen:
    """One X display, looked at and used as a person would."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def _tool(self, *command: str | int, check: bool = True) -> str:
        done = subprocess.run(
            [str(word) for word in command],
            env=dict(self._variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TOOL_TIMEOUT_S,
            check=False,
        )
        if check and done.returncode != 0:
            raise LookupError(f"{' '.join(map(str, command))}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout.strip()

    def windows(self, title: str = "") -> list[Window]:
        """Visible windows whose title contains this regular expression (any titled one by default), panels left out."""
        numbers = self._tool("xdotool", "search", "--onlyvisible", "--name", title or ".", check=False).split()
        described = [self._described(int(number)) for number in numbers]
        return [window for window in described if window is not None and window.title not in PANELS]

    def _described(self, number: int) -> Window | None:
        text = self._tool("xprop", "-id", number, "_NET_WM_NAME", "WM_NAME", "_NET_WM_PID", check=False)
        titles = re.findall(r'^(?:_NET_WM_NAME|WM_NAME)\(\w+\) = "(.*)"$', text, re.MULTILINE)
        process = re.search(r"^_NET_WM_PID\(\w+\) = (\d+)$", text, re.MULTILINE)
        if not titles:  # gone meanwhile, or without a name
            return None
        return Window(number, titles[0], int(process[1]) if process else 0)

    def await_window(self, title: str, timeout: float = 15.0) -> Window:
        """The first visible window with this in its title, as soon as there is one."""
        return wait_until(lambda: self.windows(title), timeout, f"a window titled {title!r}")[0]

    def size(self, window: Window) -> tuple[int, int]:
        """Width and height in pixels, without the frame."""
        text = self._tool("xdotool", "getwindowgeometry", "--shell", window.number)
        found = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
        return int(found["WIDTH"]), int(found["HEIGHT"])

    def states(self, window: Window) -> set[str]:
        """What the window manager knows of it, such as `SKIP_TASKBAR` (_NET_WM_STATE)."""
        text = self._tool("xprop", "-id", window.number, "_NET_WM_STATE", check=False)
        return set(re.findall(r"_NET_WM_STATE_(\w+)", text))

    def text_property(self, window: Window, name: str) -> str:
        """A window's property that is a text; empty where it has none."""
        found = re.search(r'= "(.*)"$', self._tool("xprop", "-id", window.number, name, check=False))
        return found[1] if found else ""

    def workspace(self) -> int:
        """Number of the workspace in view, counted from 0."""
        return int(self._tool("xdotool", "get_desktop"))

    def workspace_of(self, window: Window) -> int:
        """Number of the workspace that a window is on."""
        return int(self._tool("xdotool", "get_desktop_for_window", window.number))

    def go_to_workspace(self, number: int) -> None:
        """Turns to another workspace, and returns once it is in view."""
        self._tool("xdotool", "set_desktop", number)
        wait_until(lambda: self.workspace() == number, 5.0, f"workspace {number}")

    def minimise(self, window: Window) -> None:
        """Puts a window away as its title bar's button does."""
        self._tool("xdotool", "windowminimize", window.number)

    def focused(self) -> int:
        """Number of the window that has the keyboard, 0 for none."""
        text = self._tool("xdotool", "getactivewindow", check=False)
        return int(text) if text.isdigit() else 0

    def focus(self, window: Window) -> None:
        """Brings a window to the front and gives it the keyboard."""
        self._tool("xdotool", "windowactivate", window.number)
        wait_until(lambda: self.focused() == window.number, 5.0, f"{window.title!r} to have the keyboard")

    def close(self, window: Window) -> None:
        """Asks a window to close as its title bar's button does, until it is gone: a busy window manager loses keys."""

        def is_gone() -> bool:
            if not self._is_shown(window):
                return True
            self._tool("xdotool", "windowactivate", window.number, check=False)
            if self.focused() == window.number:
                self._tool("xdotool", "key", "alt+F4", check=False)
                with suppress(TimeoutError):
                    wait_until(lambda: not self._is_shown(window), 4.0)
            return not self._is_shown(window)

        wait_until(is_gone, 15.0, f"{window.title!r} to close")

    def _is_shown(self, window: Window) -> bool:
        shown = self._tool("xdotool", "search", "--onlyvisible", "--name", ".", check=False).split()
        return str(window.number) in shown

    def type_text(self, text: str) -> None:
        self._tool("xdotool", "type", "--delay", 8, "--", text)

    def key(self, *names: str) -> None:
        """Presses keys one after another: "Return", "ctrl+a"."""
        self._tool("xdotool", "key", *names)

    def point(self, x: int, y: int) -> None:
        """Moves the mouse to a place on the screen."""
        self._tool("xdotool", "mousemove", x, y)

    def click(self, x: int, y: int, window: Window | None = None, button: int = 1) -> None:
        """Clicks at a place on the screen, or in a window."""
        inside: Sequence[str | int] = ["--window", window.number] if window else []
        self._tool("xdotool", "mousemove", *inside, x, y, "click", button)

    def screenshot(self, path: Path, window: Window | None = None) -> Path:
        """Saves a picture of the screen, or of a window, and returns its path."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._tool("import", "-window", window.number if window else "root", path.as_posix())
        return path
