"""The window: four places, the dial beside them where there is room, and the call card over the top edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QMargins, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QCursor, QGuiApplication, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QStackedWidget, QVBoxLayout, QWidget

from acefone_desktop.ui.calls.sliding_slot import SlidingSlot
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.app_mark import app_icon
from acefone_desktop.ui.parts.layouts import column, row
from acefone_desktop.ui.parts.strip import Strip, prepare_announcements
from acefone_desktop.ui.window.place import Place
from acefone_desktop.ui.window.places import PlaceBar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from acefone_desktop.bridge.call_store import CallsState, CallStore
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.ui.dial.dial_page import DialPage
    from acefone_desktop.ui.look.theme import Theme

_LEAST_VISIBLE = 64
_TITLE_BAR = 32  # what it may take; nobody knows before the window is shown


class WindowKeeper(Protocol):
    """Remembers size and place between runs, and says how closing is meant."""

    def load_geometry(self) -> bytes:
        """As given to `save_geometry`; empty the first time."""
        ...

    def save_geometry(self, geometry: bytes) -> None: ...

    def stays_in_tray(self) -> bool:
        """Whether closing the window leaves the app reachable: wanted by the person, and a tray is there."""
        ...


class MainWindow(QWidget):
    """`pages` makes each place on its first visit, `make_card` the call card soon after painting."""

    place_changed = Signal(object)  # Place
    painted = Signal()  # once, after the first painting
    hidden_to_tray = Signal()
    quit_wanted = Signal()
    colleagues_wanted = Signal()
    banner_acted = Signal(str)  # the code the banner was shown with

    def __init__(
        self,
        dial: DialPage,
        make_card: Callable[[], QWidget],
        calls: CallStore,
        pages: Mapping[Place, Callable[[], QWidget]],
        keeper: WindowKeeper,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Acefone Desktop"))
        self.setWindowIcon(app_icon())
        self.dial_page, self._factories, self._keeper = dial, dict(pages), keeper
        self._pages: dict[Place, QWidget] = {}
        self._stack = QStackedWidget()
        self._bar = PlaceBar(theme)
        self._banner = Strip(theme)
        self._banner_code = ""
        self._slot = SlidingSlot(make_card, theme)
        self._place, self._last_list = Place.DIAL, Place.CONTACTS
        self._wide: bool | None = None
        self._was_painted = False
        self._lay_out()
        self._connect(calls)
        self._restore()
        self._turn()
        dial.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def place(self) -> Place:
        """Where one is."""
        return self._place

    @property
    def is_wide(self) -> bool:
        """Whether list and dial are side by side."""
        return bool(self._wide)

    def page(self, place: Place) -> QWidget | None:
        """The page of a place; None while it has not been visited."""
        return self.dial_page if place is Place.DIAL else self._pages.get(place)

    def go_to(self, place: Place) -> None:
        """Shows a place, building it on the first visit."""
        if place is not Place.DIAL:
            self._last_list = place
        self._place = place
        self._arrange()
        shown = self.page(place)
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place_changed.emit(place)

    def come_to_front(self) -> None:
        """Shows the window, whatever state it is in, and gives it the keyboard."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_banner(self, kind: str, text: str, action: str = "", code: str = "") -> None:
        """A sentence that needs no answer, with at most one next step; `banner_acted` then tells `code`."""
        self._banner_code = code
        self._banner.say(kind, text, action)

    @Slot()
    def hide_banner(self) -> None:
        """What it said no longer holds, or was read."""
        self._banner.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._turn()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Digits that nothing above or beside the pages wanted are the next number."""
        focused = self.focusWidget()
        if not (focused is not None and self._stack.isAncestorOf(focused)) and self.dial_page.wants(event):
            self.go_to(Place.DIAL)
            self.dial_page.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Never hides the only way to the app: without a tray, closing ends it."""
        self._keeper.save_geometry(bytes(self.saveGeometry().data()))
        if self._keeper.stays_in_tray():
            event.ignore()
            self.hide()
            self.hidden_to_tray.emit()
        else:
            event.accept()
            self.quit_wanted.emit()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(tokens.NARROW_WIDTH, tokens.NARROW_HEIGHT)

    def _lay_out(self) -> None:
        self._divider = QFrame()
        self._divider.setObjectName("divider")
        self._divider.setFixedWidth(1)
        self._above = QVBoxLayout()
        self._dial_side = QWidget()
        self._beside = column(self._dial_side, (self.dial_page, 1), spacing=0)
        body = row((self._stack, 1), self._divider, (self._dial_side, 1), spacing=0)
        content = QWidget()
        column(content, self._above, (body, 1), spacing=0)
        self._line = QFrame()
        self._line.setObjectName("divider")
        self._line.setFixedHeight(1)
        self._outer = QBoxLayout(QBoxLayout.Direction.BottomToTop)
        self._outer.setSpacing(0)
        for widget, stretch in ((self._bar, 0), (self._line, 0), (content, 1)):
            self._outer.addWidget(widget, stretch)
        banner_room = row(self._banner, margins=(0, 0, 0, 0))
        column(self, banner_room, (self._outer, 1), spacing=0)
        self.setMinimumSize(320, 560)

    def _connect(self, calls: CallStore) -> None:
        self._bar.chosen.connect(self.go_to)
        for prepare in (
            self._make_shortcuts,
            self.dial_page.warm_up,
            self._slot.prepare,
            self._prepare_announcements,
        ):  # what need not be there for the first painting
            self.painted.connect(prepare, Qt.ConnectionType.QueuedConnection)
        self._banner.closed.connect(self.hide_banner)
        self._banner.acted.connect(self._act_on_banner)
        calls.changed.connect(self._show_or_hide_card)
        calls.call_again_wanted.connect(self._call_again)
        self._show_or_hide_card(calls.state)
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._catch_focus)

    @Slot()
    def _prepare_announcements(self) -> None:
        prepare_announcements()

    @Slot(QWidget, QWidget)
    def _catch_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """What goes away on the card leaves the keyboard to the page, as nobody chose what happens to be next."""
        if before is None or now is None or not (self._slot.isAncestorOf(before) and self._bar.isAncestorOf(now)):
            return
        page = self.page(self._place)
        if page is not None and not (before.isVisible() and before.isEnabled()):
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _make_shortcuts(self) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415 (not needed for the first painting)

        for number, place in enumerate(Place, 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.setProperty("place", place)
            shortcut.activated.connect(self._go_by_shortcut)
        QShortcut(QKeySequence("Ctrl+Shift+L"), self).activated.connect(self.colleagues_wanted)
        QShortcut(QKeySequence.StandardKey.Quit, self).activated.connect(self.quit_wanted)
        QShortcut(QKeySequence.StandardKey.Close, self).activated.connect(self.close)

    @Slot()
    def _go_by_shortcut(self) -> None:
        self.go_to(self.sender().property("place"))

    @Slot()
    def _act_on_banner(self) -> None:
        self._banner.hide()
        self.banner_acted.emit(self._banner_code)

    @Slot(object)
    def _call_again(self, call: Call) -> None:
        self.go_to(Place.DIAL)
        self.dial_page.call_again(call)

    @Slot(object)
    def _show_or_hide_card(self, state: CallsState) -> None:
        self._slot.set_open(is_open=state.front is not None)

    def _turn(self) -> None:
        """One pane or two, as the width allows."""
        wide = self.width() >= tokens.TWO_PANES_WIDTH
        if wide == self._wide:
            return
        self._wide = wide
        self._bar.turn(wide=wide)
        self._outer.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.BottomToTop)
        self._line.setFixedSize(*((1, 16777215) if wide else (16777215, 1)))
        (self._beside if wide else self._above).insertWidget(0, self._slot)
        self._arrange()

    def _arrange(self) -> None:
        """Which of list and dial are in view."""
        place = self._last_list if self._wide else self._place
        if place is not Place.DIAL:
            self._stack.setCurrentWidget(self._built(place))
        self._stack.setVisible(place is not Place.DIAL)
        self._divider.setVisible(bool(self._wide))
        self._dial_side.setVisible(bool(self._wide) or place is Place.DIAL)
        self._bar.show_place(place)

    def _built(self, place: Place) -> QWidget:
        if place not in self._pages:
            page = self._factories[place]()
            self._pages[place] = page
            self._stack.addWidget(page)
        return self._pages[place]

    def _restore(self) -> None:
        """Size and place of the last run, moved where a screen is."""
        self.setGeometry(centred(self.sizeHint()))
        kept = self._keeper.load_geometry()
        if kept:
            self.restoreGeometry(QByteArray(kept))
            self.setGeometry(on_screen(self.geometry()))


def centred(size: QSize) -> QRect:
    """The middle of the screen the pointer is on."""
    screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
    area = QRect(QPoint(), size.boundedTo(screen.availableSize()))
    area.moveCenter(screen.availableGeometry().center())
    return area


def on_screen(wanted: QRect) -> QRect:
    """The same rectangle, moved and shrunk as little as needed for it to lie on a screen that is there."""
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    best = max(screens, key=lambda area: area.intersected(wanted).width() * area.intersected(wanted).height())
    shared = best.intersected(wanted)
    visible = shared.width() >= _LEAST_VISIBLE and shared.height() >= _LEAST_VISIBLE and wanted.top() >= best.top()
    room = best.size().shrunkBy(QMargins(0, _TITLE_BAR, 0, 0))
    size = wanted.size().boundedTo(room)
    if visible and size == wanted.size():
        return wanted
    left = min(max(wanted.left(), best.left()), best.right() - size.width() + 1)
    top = min(max(wanted.top(), best.top() + _TITLE_BAR), best.bottom() - size.height() + 1)
    return QRect(left, top, size.width(), size.height())
