"""The real program in a desktop session: set up, started, used and looked at as a person would."""

from __future__ import annotations

import json
import re
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import secretstorage

from acefone_desktop.adapters.storage.settings.settings_file import SettingsFile
from acefone_desktop.adapters.vault.keyring_secrets import SERVICE
from acefone_desktop.desktop.paths import places_for
from acefone_desktop.domain.account import Agent, AgentId, CallerId, ServiceRegion
from acefone_desktop.domain.numbers import digits_only
from acefone_desktop.domain.settings import AccountSettings, Settings
from acefone_desktop.services.account import TOKEN
from tests.support import clipboard_owner
from tests.support.accessible_tree import AccessibleTree, Node

if TYPE_CHECKING:
    import subprocess

    from acefone_desktop.desktop.paths import Places
    from acefone_desktop.simulator.thread import SimulatorThread
    from tests.support.desktop_session import DesktopSession, Notification
    from tests.support.session_processes import Process
    from tests.support.x_screen import Window

PROGRAM = (sys.executable, "-m", "acefone_desktop")
WINDOW = "^Acefone Desktop$"
QUICK_DIAL = "^Quick dial"
FIELD = "Name or number to call"
PATIENCE_S = 20.0
WHEEL_UP, WHEEL_DOWN = 4, 5


class AppDriver:
    """One app on one desktop, with a simulated account at the other end."""

    def __init__(self, desktop: DesktopSession, simulator: SimulatorThread, landline_areas: Path) -> None:
        """`landline_areas` is the app's table of them, which a computer has after the app's first minute there."""
        self.desktop, self.simulator = desktop, simulator
        self.areas = Path(desktop.env["XDG_CACHE_HOME"]) / "acefone-desktop" / landline_areas.name
        self.areas.parent.mkdir()
        self.areas.symlink_to(landline_areas)
        self.process: Process | None = None
        self._tree: AccessibleTree | None = None

    @property
    def places(self) -> Places:
        """Where the app keeps its things in this session."""
        return places_for("", None, self.desktop.env)

    # --- before the start

    def set_up(self, **settings: Any) -> None:
        """Leaves what a person who went through the assistant has: settings on disk, the token in the keyring."""
        self.prepare_settings(**settings)
        self.keep_token()

    def keep_token(self) -> None:
        """Puts the account's token into the keyring."""
        self.keep_secret(TOKEN, self.simulator.token)

    def prepare_settings(self, *, base_url: str = "", **settings: Any) -> None:
        """The same without the token; `base_url` leads elsewhere than to the simulated account."""
        account, agent = self.simulator.account, self.simulator.account.first_agent
        chosen = AccountSettings(
            region=ServiceRegion.OTHER,
            base_url=base_url or self.simulator.base_url,
            agent=Agent(id=AgentId(agent.id), name=agent.name, phone=digits_only(agent.follow_me_number)),
            caller_ids=tuple(CallerId(digits_only(number.did), number.name) for number in account.numbers),
        )
        self.places.settings.parent.mkdir(parents=True, exist_ok=True)
        SettingsFile(self.places.settings).save(replace(Settings(account=chosen), **settings))

    def keep_secret(self, name: str, value: str) -> None:
        """Puts a secret into the keyring, as the app's own vault would."""
        with self.desktop.bus.connect() as connection:
            collection = secretstorage.get_default_collection(connection)
            attributes = {"service": f"{SERVICE} (default)", "username": name}
            collection.create_item(f"{SERVICE}: {name}", attributes, value.encode())

    # --- the program

    def start(self, *arguments: str) -> Process:
        """Starts the program and returns at once; a second process while one runs is returned, not kept."""
        process = self.desktop.start([*PROGRAM, *arguments])
        if self.process is None or not self.process.running:
            self.process = process
        return process

    def open(self, *arguments: str) -> Window:
        """Starts the program and waits for its window and for the account to be ready."""
        self.start(*arguments)
        window = self.await_window()
        self.await_tool_tip("Ready")
        return window

    def open_again(self) -> None:
        """Starts it anew after its end, and waits for its window."""
        self.desktop.wait_until(lambda: not self.desktop.tray_items(), PATIENCE_S, "the old icon to go")
        self.start()
        self.await_window()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs one of the program's commands to its end."""
        return self.desktop.run([*PROGRAM, *arguments])

    def history(self) -> list[dict[str, Any]]:
        """What `history --json` says."""
        done = self.command("history", "--json")
        assert done.returncode == 0, done.stderr
        calls: list[dict[str, Any]] = json.loads(done.stdout)["calls"]
        return calls

    @property
    def running(self) -> Process:
        """The program; it must have been started."""
        assert self.process is not None
        return self.process

    def children(self) -> list[int]:
        """Processes that the running program has started and that still live."""
        path = Path(f"/proc/{self.running.pid}/task/{self.running.pid}/children")
        return [int(word) for word in path.read_text(encoding="ascii").split()]

    # --- what is seen

    def nodes(self) -> list[Node]:
        """All that the program shows now."""
        return self._read_tree().showing(self.running.pid)

    def words(self) -> list[str]:
        """Every text on the screen, from outside to inside."""
        return self._read_tree().words(self.running.pid)

    def _read_tree(self) -> AccessibleTree:
        if self._tree is None:
            self._tree = AccessibleTree(self.desktop.bus)
        return self._tree

    def await_words(self, pattern: str, timeout: float = PATIENCE_S) -> str:
        """The first text that this regular expression matches as a whole, as soon as there is one."""
        seen: list[str] = []

        def found() -> str:
            seen[:] = self.words()
            return next((text for text in seen if re.fullmatch(pattern, text)), "")

        try:
            return self.desktop.wait_until(found, timeout, f"the words {pattern!r}")
        except TimeoutError as error:
            raise TimeoutError(f"{error}; seen: {seen}") from error

    def node(self, name: str, role: str = "") -> Node | None:
        """The first thing shown with this name; None where there is none."""
        return next((node for node in self.nodes() if node.name == name and role in {"", node.role}), None)

    def await_node(self, name: str, role: str = "", *, enabled: bool | None = None) -> Node:
        """The thing with this name, as soon as it is shown (and enabled, or not)."""

        def found() -> Node | None:
            node = self.node(name, role)
            return node if node is not None and enabled in {None, node.enabled} else None

        shown = self.desktop.wait_until(found, PATIENCE_S, f"{role or 'something'} {name!r}, enabled: {enabled}")
        assert shown is not None
        return shown

    def await_window(self, title: str = WINDOW) -> Window:
        """One of the program's windows, as soon as it is visible."""
        return self.desktop.screen.await_window(title, PATIENCE_S)

    def await_no_window(self, title: str = WINDOW) -> None:
        """Returns once no such window is visible."""
        self.desktop.wait_until(lambda: not self.desktop.screen.windows(title), PATIENCE_S, f"{title} to go")

    @property
    def tool_tip(self) -> str:
        """What the icon in the tray says under the program's name; empty while there is none."""
        items = self.desktop.tray_items()
        return items[0].tool_tip.partition("\n")[2] if items else ""

    def await_tool_tip(self, pattern: str, timeout: float = PATIENCE_S) -> str:
        """The icon's words, as soon as this regular expression matches them as a whole."""
        seen: list[str] = []

        def found() -> str:
            seen[:] = [self.tool_tip]
            return seen[0] if re.fullmatch(pattern, seen[0]) else ""

        try:
            return self.desktop.wait_until(found, timeout, f"the tool tip {pattern!r}")
        except TimeoutError as error:
            raise TimeoutError(f"{error}; seen: {seen}") from error

    def await_notification(self, pattern: str) -> Notification:
        """The newest notification, as soon as this regular expression is found in its title."""

        def found() -> Notification | None:
            told = self.desktop.notifications()
            return told[-1] if told and re.search(pattern, told[-1].summary) else None

        shown = self.desktop.wait_until(found, PATIENCE_S, f"a notification {pattern!r}")
        assert shown is not None
        return shown

    # --- what is done

    def click(self, name: str, role: str = "") -> None:
        """Clicks at a thing with the mouse, as soon as it is there and can be used; scrolls to it where it must."""
        node = self.await_node(name, role, enabled=True)
        while not node.is_in_view:
            node = self._turn_wheel(node)
        self.desktop.screen.click(*node.middle)

    def _turn_wheel(self, to: Node) -> Node:
        """Scrolls a step towards it, at the page's edge, where nothing else heeds the wheel; where it is then."""
        x, y, _width, height = to.view
        button = WHEEL_UP if to.middle[1] < y else WHEEL_DOWN
        self.desktop.screen.click(x + 4, y + height // 2, button=button)

        def moved() -> Node | None:
            node = self.node(to.name, to.role)
            return node if node is not None and node.area != to.area else None

        found = self.desktop.wait_until(moved, PATIENCE_S, f"the page to scroll to {to.name!r}")
        assert found is not None
        return found

    def copy(self, text: str, folder: Path) -> None:
        """Copies a text in another program, through a file in this folder."""
        file = folder / "copied.txt"
        file.write_text(text, encoding="utf-8")
        owner = self.desktop.start([sys.executable, "-m", clipboard_owner.__name__, str(file)])
        self.desktop.wait_until(lambda: owner.output, PATIENCE_S, "the text to be copied")
        file.unlink()

    def type_number(self, text: str, title: str = WINDOW) -> None:
        """Types into the window in front and waits until the number is complete."""
        window = self.await_window(title)
        self.desktop.screen.focus(window)
        self.desktop.screen.type_text(text)
        self.await_node("Call", "push button", enabled=True)

    def dial(self, text: str) -> None:
        """Types a number and presses Enter; returns when the account has got the request."""
        before = len(self.simulator.dials())
        self.type_number(text)
        self.desktop.screen.key("Return")
        self.await_dials(before + 1)

    def await_dials(self, count: int) -> None:
        """Returns once the account has got so many requests for calls."""
        try:
            self.desktop.wait_until(lambda: len(self.simulator.dials()) >= count, PATIENCE_S, f"{count} dials")
        except TimeoutError as error:
            raise TimeoutError(f"{error}; seen: {self.words()}") from error

    def await_ready_listener(self, port: int) -> None:
        """Returns once somebody listens on this port."""

        def answers() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        self.desktop.wait_until(answers, PATIENCE_S, f"a listener on port {port}")

    def await_hang_ups(self, count: int) -> None:
        """Returns once the account has got so many requests to hang up."""

        def received() -> int:
            return sum("hangup" in request.path for request in self.simulator.requests)

        self.desktop.wait_until(lambda: received() >= count, PATIENCE_S, f"{count} hang-ups")

    def quit(self) -> int:
        """Chooses “Quit” in the tray's menu; the exit status."""
        self.desktop.wait_until(lambda: "Quit" in self.menu(), PATIENCE_S, "the menu")
        self.desktop.press_menu("Quit")
        return self.running.wait()

    def menu(self) -> dict[str, bool]:
        """The tray menu's labels, and which of them can be chosen."""
        return {entry.label: entry.enabled for entry in self.desktop.tray_menu() if entry.label}

    def close(self, pictures: Path | None = None) -> None:
        """Leaves a picture of the screen, if asked to, and lets go of everything."""
        if pictures is not None:
            self.desktop.screen.screenshot(pictures / "screen.png")
            if self.process is not None:
                (pictures / "errors.txt").write_text(self.process.errors, encoding="utf-8")
        if self._tree is not None:
            self._tree.close()
