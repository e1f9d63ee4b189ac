"""All screens in all their states, by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QVariantAnimation
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from acefone_desktop.bridge.past_calls import PastCalls
from acefone_desktop.domain.control_errors import OptionsNotAllowedError
from acefone_desktop.domain.errors import NotSetUpError, StorageError
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.domain.links import read_link
from acefone_desktop.domain.provider_directory import CallOption
from acefone_desktop.ui.calls.call_card import CallCard
from acefone_desktop.ui.calls.call_note import CallNoteBox
from acefone_desktop.ui.calls.colleague_window import ColleagueWindow
from acefone_desktop.ui.calls.transfer_panel import TransferPanel
from acefone_desktop.ui.dial.dial_page import DialPage
from acefone_desktop.ui.tray.quick_dial import QuickDial
from acefone_desktop.ui.window.main_window import MainWindow
from acefone_desktop.ui.window.place import Place
from tests.qt.control_world import OFFICE, ControlWorld
from tests.qt.scene import INCOMING, NOW, OVER, RUNNING, Scene, a_call, recent_calls

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.reports import LiveCall
    from acefone_desktop.ui.look.theme import Theme

TYPED = {
    "empty": "",
    "partial": "0770",
    "name": "tom",
    "contact": "+44 7700 900123",
    "kept-caller-id": "07700 900456",
    "stranger": "+1 202 555 0188",
    "extension": "020 7946 0777 ext. 1204",
    "emergency": "999",
    "premium": "0909 879 0123",
    "too-long": "+44 7700 900123 4567 8901 2345",
    "no-match": "zebra",
    "no-number": "Call Tom on +44 7700 90",
}


class Keeper:
    """Remembers nothing; the tray is there or not as a test wants."""

    def __init__(self, *, tray: bool = False, geometry: bytes = b"") -> None:
        self.tray, self.geometry = tray, geometry

    def load_geometry(self) -> bytes:
        return self.geometry

    def save_geometry(self, geometry: bytes) -> None:
        self.geometry = geometry

    def stays_in_tray(self) -> bool:
        return self.tray


def a_page(text: str) -> QWidget:
    """Stands where contacts, history and settings come."""
    label = QLabel(text)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def a_window(theme: Theme, scene: Scene, keeper: Keeper | None = None) -> MainWindow:
    """The window over a scene."""
    dial = DialPage(scene.dial, scene.suggestions, theme, lambda: NOW, scene.arrivals)

    def card() -> CallCard:
        return CallCard(scene.calls, scene.faces, scene.notes, theme, lambda: NOW, lambda: 0.0)

    pages: dict[Place, Callable[[], QWidget]] = {
        place: partial(a_page, place.title) for place in Place if place is not Place.DIAL
    }
    return MainWindow(dial, card, scene.calls, pages, keeper or Keeper(), theme)


def moves(window: QWidget) -> bool:
    """Whether something in it still slides, so that what lies where is not yet so."""
    return any(motion.state() is QVariantAnimation.State.Running for motion in window.findChildren(QVariantAnimation))


def typed(theme: Theme, text: str) -> QWidget:
    scene = Scene()
    window = a_window(theme, scene)
    scene.dial.set_text(text)
    return _kept(window, scene)


def confirming(theme: Theme) -> QWidget:
    scene = Scene()
    window = a_window(theme, scene)
    scene.dial.set_text("0909 879 0123")
    scene.dial.dial()
    return _kept(window, scene)


def insisted(theme: Theme) -> QWidget:
    scene = Scene()
    window = a_window(theme, scene)
    scene.dial.set_text("0770")
    scene.dial.dial()
    return _kept(window, scene)


def in_error(theme: Theme) -> QWidget:
    scene = Scene()
    window = a_window(theme, scene)
    scene.dial.set_text("07700 900123")
    scene.dial.failed(NotSetUpError())
    return _kept(window, scene)


def with_more(theme: Theme) -> QWidget:
    scene = Scene()
    window = a_window(theme, scene)
    scene.dial.set_text("07700 900123")
    scene.dial.set_max_length(900)
    window.dial_page.show_more(shown=True)
    return _kept(window, scene)


def with_banner(theme: Theme) -> QWidget:
    scene = Scene()
    window = a_window(theme, scene)
    window.show_banner(
        "danger", "The token was refused (401). Create a new one under API Connect → API Tokens.", "Settings"
    )
    return _kept(window, scene)


def with_calls(theme: Theme, calls: tuple[Call, ...], width: int = 0) -> QWidget:
    scene = Scene()
    window = a_window(theme, scene)
    if width:
        window.resize(width, 640)
    scene.calls.take_in_at_once(calls)
    return _kept(window, scene)


def with_pad(theme: Theme, calls: tuple[Call, ...], text: str = "", height: int = 680) -> QWidget:
    """The keypad brought back in a window that a call leaves no room for it."""
    scene = Scene()
    window = a_window(theme, scene)
    window.resize(400, height)
    scene.calls.take_in_at_once(calls)
    window.show()
    window.dial_page.warm_up()
    scene.dial.set_text(text)
    window.dial_page._pad_place.toggle.click()
    return _kept(window, scene)


SHORT_NOTE = "Wants an offer for 30 seats, call again on Monday."
LONG_NOTE = "\n".join(
    (SHORT_NOTE, "Decides with Ms Rahman, who is back on the 16th.", "Budget: 900 a month", "Likes tea")
)


def with_note(theme: Theme, call: Call, text: str, *, writing: bool = False, trouble: bool = False) -> QWidget:
    scene = Scene()
    scene.noted.texts[call.key] = text
    scene.noted.trouble = StorageError() if trouble else None
    window = a_window(theme, scene)
    scene.calls.take_in_at_once((call,))
    window.show()
    if writing:
        box = window.findChildren(CallNoteBox)[0]
        box.open()
        box.field.insertPlainText(text and " Prefers mornings.")
        scene.notes.flush()
    return _kept(window, scene)


def _kept(window: QWidget, scene: Scene) -> QWidget:
    """The window, with the scene's stores alive as long as it is."""
    window.setProperty("scene", scene)
    return window


def quick(theme: Theme, text: str, *, confirm: bool = False) -> QWidget:
    scene = Scene()
    popup = QuickDial(scene.quick_store, scene.quick_model, theme, lambda: NOW)
    popup.open_at((200, 700))
    scene.quick_store.set_text(text)
    if confirm:
        scene.quick_store.dial()
    return _kept(popup, scene)


def with_choice(theme: Theme) -> QWidget:
    scene = Scene()
    window = a_window(theme, scene)
    scene.dial.paste("Office 020 7946 0555, or mobile +44 7700 900123; in the US +1 202 555 0188 ext. 12")
    return _kept(window, scene)


def with_links(theme: Theme, count: int, *, unfolded: bool = False) -> QWidget:
    """Links wait while a number is being typed."""
    scene = Scene()
    window = a_window(theme, scene)
    window.dial_page.warm_up()
    scene.dial.set_text("0770")
    links = (read_link(f"tel:+447700900{number}", "GB").number for number in range(123, 123 + count))
    scene.arrivals.add(links)
    if unfolded:
        next(b for b in window.findChildren(QPushButton) if b.text() == "Show").click()
    return _kept(window, scene)


def transferring(
    theme: Theme, query: str = "", call: Call = RUNNING["connected"], size: tuple[int, int] | None = None
) -> QWidget:
    world = ControlWorld()
    world.scene.calls.take_in_at_once((call,))
    panel = TransferPanel(world.transfers, world.scene.faces, theme)
    world.transfers.begin(call)
    world.transfers.set_query(query)
    if query.startswith("09"):
        world.transfers.transfer()
    if size:
        panel.resize(*size)
    panel.setProperty("scene", world)
    return panel


def watching(
    theme: Theme, rows: tuple[LiveCall, ...] = OFFICE, *, ask: bool = False, refused: bool = False, width: int = 460
) -> QWidget:
    world = ControlWorld()
    window = ColleagueWindow(world.colleagues, world.scene.people.by_number, theme, lambda: NOW)
    window.resize(width, 520)
    window.show()
    world.look(*rows)
    if rows:
        window._list.setCurrentIndex(window._model.index(0))
    if refused:
        world.line.failure = OptionsNotAllowedError()
    if ask or refused:
        window._deeds[CallOption.WHISPER].click()
    if refused:
        window._yes.click()
    window.setProperty("scene", world)
    return window


def incoming(theme: Theme, call: Call, width: int = 0) -> QWidget:
    """A call that comes in, from somebody who was spoken with before."""
    scene = Scene()
    scene.noted.texts[recent_calls()[0].key] = SHORT_NOTE
    past = PastCalls(scene.past, scene.notes)
    dial = DialPage(scene.dial, scene.suggestions, theme, lambda: NOW, scene.arrivals)

    def card() -> CallCard:
        return CallCard(
            scene.calls, scene.faces, scene.notes, theme, lambda: NOW, past=past, transfer_wanted=lambda _: None
        )

    pages: dict[Place, Callable[[], QWidget]] = {
        place: partial(a_page, place.title) for place in Place if place is not Place.DIAL
    }
    window = MainWindow(dial, card, scene.calls, pages, Keeper(), theme)
    if width:
        window.resize(width, 640)
    scene.calls.take_in_at_once((call,))
    window.setProperty("past", past)
    return _kept(window, scene)


TRANSFERRED = a_call(
    Fact.ACCEPTED, Fact.CUSTOMER_ANSWERED, Fact.TRANSFER_ASKED, age_s=95, call_id="1", message="Carys Pugh-Llewellyn"
)

SCREENS: dict[str, Callable[[Theme], QWidget]] = {
    **{f"dial-{name}": partial(typed, text=text) for name, text in TYPED.items()},
    "dial-confirm": confirming,
    "dial-insisted": insisted,
    "dial-error": in_error,
    "dial-more": with_more,
    "dial-choice": with_choice,
    "links-one": partial(with_links, count=1),
    "links-many": partial(with_links, count=130),
    "links-list": partial(with_links, count=14, unfolded=True),
    "banner": with_banner,
    **{f"call-{name}": partial(with_calls, calls=(call,)) for name, call in (RUNNING | OVER).items()},
    "call-stranger": partial(with_calls, calls=(a_call(customer="12025550188", age_s=3),)),
    "call-long-name": partial(with_calls, calls=(a_call(customer="442079460777", age_s=3725),)),
    "call-several": partial(
        with_calls, calls=(RUNNING["connected"], a_call(key="dl-2", customer="447700900456", age_s=4))
    ),
    "pad-empty": partial(with_pad, calls=(RUNNING["connected"],)),
    "pad-number": partial(with_pad, calls=(RUNNING["connected"],), text="0909 879 0123"),
    "pad-several": partial(
        with_pad, calls=(RUNNING["connected"], a_call(key="dl-2", customer="447700900456", age_s=4)), text="0770"
    ),
    "pad-lowest": partial(with_pad, calls=(RUNNING["connected"],), height=560),
    "note-running": partial(with_note, call=RUNNING["connected"], text=SHORT_NOTE),
    "note-opened": partial(with_note, call=RUNNING["connected"], text="", writing=True),
    "note-writing": partial(with_note, call=RUNNING["connected"], text=LONG_NOTE, writing=True),
    "note-ended": partial(with_note, call=OVER["answered"], text=SHORT_NOTE),
    "note-ended-writing": partial(with_note, call=OVER["customer-missed"], text=LONG_NOTE, writing=True),
    "note-trouble": partial(with_note, call=OVER["answered"], text=SHORT_NOTE, writing=True, trouble=True),
    "quick-empty": partial(quick, text=""),
    "quick-name": partial(quick, text="tom"),
    "quick-number": partial(quick, text="07700 900123"),
    "quick-confirm": partial(quick, text="0909 879 0123", confirm=True),
    **{f"incoming-{name}": partial(incoming, call=call) for name, call in INCOMING.items()},
    "incoming-narrow": partial(incoming, call=INCOMING["long-name"], width=320),
    "transferred": partial(with_calls, calls=(TRANSFERRED,)),
    "transferred-narrow": partial(with_calls, calls=(TRANSFERRED,), width=320),
    "transfer-all": transferring,
    "transfer-found": partial(transferring, query="s"),
    "transfer-number": partial(transferring, query="0909 879 0123"),
    "transfer-emergency": partial(transferring, query="999"),
    "transfer-too-early": partial(transferring, query="ben", call=RUNNING["agent-ringing"]),
    "transfer-narrow": partial(transferring, query="m", size=(320, 420)),
    "colleagues": watching,
    "colleagues-none": partial(watching, rows=()),
    "colleagues-asking": partial(watching, ask=True),
    "colleagues-refused": partial(watching, refused=True),
    "colleagues-narrow": partial(watching, ask=True, width=320),
    "wide": partial(with_calls, calls=(RUNNING["customer-ringing"],), width=960),
}
