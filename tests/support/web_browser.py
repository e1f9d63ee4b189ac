"""A real Chromium on a test's desktop, showing one local page of links that are clicked with the mouse."""

from __future__ import annotations

import functools
import html
import json
import shutil
import subprocess
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.support.desktop_session import DesktopSession
    from tests.support.session_processes import Process

NAMES = ("chromium", "chromium-browser", "google-chrome")
SCHEMES = ("tel", "callto", "sip", "sips")
TITLE = "Our customers"
_PATIENCE_S = 60.0
_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--password-store=basic",
    "--window-position=0,0",
    "--window-size=420,760",
)
_SCRIPT = """
const at = {};
addEventListener("mousemove", e => {
  if ("left" in at) return;
  at.left = e.screenX - e.clientX; at.top = e.screenY - e.clientY;
  at.links = [...document.links].map(link => {
    const box = link.getBoundingClientRect();
    return [Math.round(at.left + box.left + 60), Math.round(at.top + box.top + box.height / 2)];
  });
  fetch("/places", {method: "POST", body: JSON.stringify(at.links)});
});
"""


class NoBrowserError(Exception):
    """There is no browser that runs on this machine; says why."""


@functools.cache
def working_browser() -> str:
    """The browser's program; raises `NoBrowserError` where there is none, or only a stub that asks for another."""
    for path in filter(None, map(shutil.which, NAMES)):
        told = subprocess.run([path, "--version"], capture_output=True, timeout=_PATIENCE_S, check=False)
        if told.returncode == 0:
            return path
    raise NoBrowserError("there is no Chromium: packaging/bootstrap.py setup --dev installs it where that is permitted")


@dataclass(frozen=True, slots=True)
class PageLink:
    """One link as it stands in the page's source, character references and all."""

    source: str
    label: str


class LinkPage:
    """The page, served on a free port of this computer, and where its links lie on the screen once it has told."""

    def __init__(self, links: Sequence[PageLink]) -> None:
        self.places: list[tuple[int, int]] = []
        self._content = _content(links)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, name="link-page", daemon=True)
        self._thread.start()
        self.address = f"http://localhost:{self._server.server_port}"

    def close(self) -> None:
        """Ends the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        page = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(page._content if self.path == "/" else b"")

            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                page.places = [(left, top) for left, top in told]
                self._answer(b"")

            def log_message(self, *_: object) -> None:
                """Nobody asked."""

            def _answer(self, content: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        return Handler


class WebBrowser:
    """Chromium with a profile of its own, in which the page's links may be opened without being asked each time.

    Raises `NoBrowserError` where there is none, or where it ends before it shows a window.
    """

    def __init__(self, desktop: DesktopSession, links: Sequence[PageLink]) -> None:
        self._desktop, self._links = desktop, links
        working_browser()
        self.page = LinkPage(links)
        self.process: Process | None = None

    def open(self) -> None:
        """Shows the page; returns once it is known where on the screen its links are."""
        program = working_browser()
        profile = self._desktop.folder / "browser"
        (profile / "Default").mkdir(parents=True)
        (profile / "Default" / "Preferences").write_text(json.dumps(self._preferences()), encoding="utf-8")
        command = [program, *_OPTIONS, f"--user-data-dir={profile}", f"--app={self.page.address}/"]
        self.process = self._desktop.start(command)
        self._desktop.wait_until(self._is_there_or_ended, _PATIENCE_S, "the browser's window")
        if not self.process.running:
            self.close()
            raise NoBrowserError(f"{program} does not run here: {self.process.errors[-500:]}")
        self._desktop.screen.focus(self._desktop.screen.await_window(f"^{TITLE}"))
        self._desktop.wait_until(self._told_places, _PATIENCE_S, "the page to tell where its links are")

    def close(self) -> None:
        """Ends browser and page."""
        if self.process is not None:
            self.process.end()
        self.page.close()

    def click(self, number: int) -> None:
        """A click of the mouse at one of the links, counted from 0."""
        self._desktop.screen.click(*self.page.places[number])

    def _is_there_or_ended(self) -> bool:
        assert self.process is not None
        return bool(self._desktop.screen.windows(f"^{TITLE}")) or not self.process.running

    def _told_places(self) -> bool:
        """Moves the mouse about: the page learns from that where it is."""
        for left in (200, 205):
            self._desktop.screen.point(left, 700)
        return len(self.page.places) == len(self._links)

    def _preferences(self) -> Mapping[str, object]:
        """What “Always allow” in Chromium's question writes: this page may open these schemes."""
        allowed = dict.fromkeys(SCHEMES, True)
        return {"protocol_handler": {"allowed_origin_protocol_pairs": {self.page.address: allowed}}}


def _content(links: Sequence[PageLink]) -> bytes:
    rows = "\n".join(f'<a href="{link.source}">{html.escape(link.label)}</a>' for link in links)
    style = "body{margin:8px;font:14px sans-serif} a{display:block;height:30px;overflow:hidden}"
    head = f'<meta charset="utf-8"><title>{TITLE}</title><link rel="icon" href="data:,"><style>{style}</style>'
    return f"<!doctype html>{head}{rows}<script>{_SCRIPT}</script>".encode()
