"""The assistant's second step: which of the account's users one is, and which numbers customers may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from acefone_desktop.bridge.dialing.caller_id_model import shown_number
from acefone_desktop.domain.provider_directory import AgentStatus
from acefone_desktop.ui.look import tokens
from acefone_desktop.ui.look.icons import Glyph
from acefone_desktop.ui.parts.empty_state import EmptyState
from acefone_desktop.ui.parts.layouts import button, column, row
from acefone_desktop.ui.parts.page_parts import caption, small, wrapped
from acefone_desktop.ui.parts.row_painting import paint_avatar, paint_row_ground, paint_two_lines
from acefone_desktop.ui.parts.search_box import SearchBox

if TYPE_CHECKING:
    from acefone_desktop.domain.account import AccountOverview, Agent, AgentId
    from acefone_desktop.ui.look.theme import Theme
    from acefone_desktop.ui.parts.strip import Strip

AGENT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ROOT = QModelIndex()
_AVATAR = 36
_SEARCH_FROM = 6
_NUMBERS_SHOWN = 4
_LONG_WAIT_MS = 700
Index = QModelIndex | QPersistentModelIndex


class AgentModel(QAbstractListModel):
    """The account's agents, or those whose name, id, phone or extension holds a text."""

    def __init__(self) -> None:
        super().__init__()
        self._agents: tuple[Agent, ...] = ()
        self._rows: tuple[Agent, ...] = ()
        self._text = ""

    def set_agents(self, agents: tuple[Agent, ...]) -> None:
        """The account's agents, by name."""
        self._agents = tuple(sorted(agents, key=lambda agent: (agent.name.casefold(), agent.id)))
        self._filter()

    @Slot(str)
    def set_text(self, text: str) -> None:
        """What is searched for."""
        self._text = text.strip().casefold()
        self._filter()

    def agent(self, row_number: int) -> Agent | None:
        """The row's agent."""
        return self._rows[row_number] if 0 <= row_number < len(self._rows) else None

    def row_of(self, agent_id: AgentId) -> int:
        """The row of an agent; -1 where it is not shown."""
        return next((place for place, agent in enumerate(self._rows) if agent.id == agent_id), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        agent = self.agent(index.row()) if index.isValid() else None
        if agent is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return agent.name or str(agent.id)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (agent.name, self.line(agent)) if part)
        return agent if role == AGENT_ROLE else None

    def line(self, agent: Agent) -> str:
        """What is known of an agent besides the name."""
        phone = shown_number(agent.phone.lstrip("+"), "") if agent.phone else ""
        extension = self.tr("extension {0}").format(agent.extension) if agent.extension else ""
        return " · ".join(part for part in (self.status(agent), phone or extension, str(agent.id)) if part)

    def status(self, agent: Agent) -> str:
        """The status in words; a number that nobody has documented means nothing to a person."""
        words = {
            AgentStatus.ACTIVE: self.tr("Active"),
            AgentStatus.BLOCKED: self.tr("Blocked"),
            AgentStatus.DISABLED: self.tr("Disabled"),
            AgentStatus.BUSY: self.tr("Busy"),
            AgentStatus.OFFLINE: self.tr("Offline"),
        }
        return words.get(AgentStatus.of(agent.status), self.tr("Status unknown") if agent.status else "")

    def _filter(self) -> None:
        self.beginResetModel()
        self._rows = tuple(agent for agent in self._agents if self._text in _searched(agent))
        self.endResetModel()


def _searched(agent: Agent) -> str:
    parts = (agent.name, str(agent.id), agent.phone, agent.extension, agent.intercom)
    return "\n".join(parts).casefold()


class AgentDelegate(QStyledItemDelegate):
    """Paints one agent."""

    def __init__(self, model: AgentModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._agents, self._theme = model, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, ARG002
        return QSize(200, tokens.ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        agent: Agent = index.data(AGENT_ROLE)
        painter.save()
        paint_row_ground(painter, option, self._theme)
        area = QRectF(option.rect).adjusted(tokens.SPACE_S, 0, -tokens.SPACE_S, 0)
        disc = QRectF(area.left(), area.center().y() - _AVATAR / 2, _AVATAR, _AVATAR)
        paint_avatar(painter, disc, agent.name, self._theme, option.font)
        words = area.adjusted(_AVATAR + tokens.SPACE_M, 7, 0, -7)
        lines = (agent.name or str(agent.id), self._agents.line(agent))
        paint_two_lines(painter, words, lines, option.font, self._theme)
        painter.restore()


class AgentStep(QWidget):
    """`agent_chosen` ends it, `back_wanted` leads to the step before. What is wrong is said in `trouble`."""

    agent_chosen = Signal(object)  # Agent
    back_wanted = Signal()

    def __init__(self, theme: Theme, trouble: Strip) -> None:
        super().__init__()
        self.model = AgentModel()
        self.search = SearchBox(self.tr("Search users"))
        self.list = _agent_list(self.model, theme, self)
        self.list.setAccessibleName(self.tr("Users of the account"))
        self._none = EmptyState(theme)
        self._numbers_caption = caption(self.tr("Numbers your customers may see"))
        self._numbers = small(wrapped())
        self.trouble = trouble
        self._warning = small(wrapped(role="caution"))
        self.choose = button(self.tr("This is me"), "primary")
        self._back = button(self.tr("Back"))
        self.retry = button(self.tr("Try again"))
        self.for_session = button(self.tr("Continue for this session only"), "primary")
        self._slow = QTimer(self, singleShot=True, interval=_LONG_WAIT_MS)
        self._slow.timeout.connect(self._explain_wait)
        self._lay_out()
        self.search.textChanged.connect(self.model.set_text)
        self.search.stepped.connect(self._step)
        self.search.entered.connect(self.submit)
        self.model.modelReset.connect(self._after_reset)
        self.list.selectionModel().currentChanged.connect(self._draw_choice)
        self.list.doubleClicked.connect(self.submit)
        self.choose.clicked.connect(self.submit)
        self._back.clicked.connect(self.back_wanted)

    @property
    def agent(self) -> Agent | None:
        """The marked agent."""
        return self.model.agent(self.list.currentIndex().row())

    def show_overview(self, overview: AccountOverview, known: AgentId | None) -> None:
        """What the account has; `known` is who it was before."""
        self.search.clear()
        self.model.set_agents(overview.agents)
        row_number = self.model.row_of(known) if known else -1
        self.list.setCurrentIndex(self.model.index(max(row_number, 0 if len(overview.agents) == 1 else row_number)))
        self.search.setVisible(len(overview.agents) >= _SEARCH_FROM)
        self._none.setVisible(not overview.agents)
        self.list.setVisible(bool(overview.agents))
        explanation = self.tr(
            "This account has no user with a phone. Ask your administrator to make you an agent in the Acefone portal, "
            "then go back and check again."
        )
        self._none.show_words(Glyph.USER_FILL, self.tr("Nobody to choose"), explanation)
        self._show_numbers(overview)
        self._draw_choice()

    def focus_entry(self) -> None:
        """Where one begins."""
        target = self._back if not self.model.rowCount() else self.list if self.search.isHidden() else self.search
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, *, busy: bool) -> None:
        """While it is being saved."""
        for part in (self.search, self.list, self._back, self.retry, self.for_session):
            part.setEnabled(not busy)
        if busy:
            self._slow.start()
        else:
            self._slow.stop()
        self.choose.setText(self.tr("Saving…") if busy else self.tr("This is me"))
        self.choose.setEnabled(not busy and self.agent is not None)

    def show_error(self, text: str, *, keyring: bool) -> None:
        """`keyring`: the secret could not be kept, so that two ways are open."""
        self.trouble.say("caution" if keyring else "danger", text, closable=False)
        self.retry.setVisible(keyring)
        self.for_session.setVisible(keyring)
        self.choose.setVisible(not keyring)
        self._show_numbers_line(shown=not keyring)
        (self.for_session if keyring else self.choose).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def hide_error(self) -> None:
        """Nothing is wrong, or it is being tried again."""
        self.trouble.hide()
        self.retry.hide()
        self.for_session.hide()
        self.choose.show()
        self._show_numbers_line(shown=True)

    @Slot()
    def submit(self) -> None:
        """Enter, double click or the button."""
        if self.agent is not None and self.choose.isEnabled():
            self.agent_chosen.emit(self.agent)

    @Slot()
    def _explain_wait(self) -> None:
        text = self.tr("Keeping the sign-in in your keyring: it may be asking you for its password.")
        self.trouble.say("plain", text, closable=False)

    @Slot()
    def _after_reset(self) -> None:
        if self.model.rowCount() == 1 or (self.search.text() and self.model.rowCount()):
            self.list.setCurrentIndex(self.model.index(0))
        self._draw_choice()

    @Slot(int)
    def _step(self, step: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            row_number = self.list.currentIndex().row()
            self.list.setCurrentIndex(self.model.index(min(max(row_number + step, 0), last) if row_number >= 0 else 0))

    @Slot()
    def _draw_choice(self) -> None:
        agent = self.agent
        self.choose.setEnabled(agent is not None)
        hindered = agent is not None and AgentStatus.of(agent.status).hinders_calls
        self._warning.setVisible(hindered)
        if agent is not None and hindered:
            status = self.model.status(agent)
            self._warning.setText(self.tr("Acefone lists this user as “{0}”: calls may be refused.").format(status))

    def _show_numbers(self, overview: AccountOverview) -> None:
        shown = [
            " · ".join(part for part in (caller_id.name, shown_number(caller_id.number, "")) if part)
            for caller_id in overview.caller_ids[:_NUMBERS_SHOWN]
        ]
        further = len(overview.caller_ids) - len(shown)
        if further > 0:
            shown.append(self.tr("and {0} more").format(further))
        self._numbers.setText("\n".join(shown) or self.tr("None of its own: the account's default is shown."))

    def _show_numbers_line(self, *, shown: bool) -> None:
        """It gives its room to the two ways on, so that the list above keeps its own."""
        for part in (self._numbers_caption, self._numbers):
            part.setVisible(shown)

    def _lay_out(self) -> None:
        list_card = QFrame()
        list_card.setObjectName("card")
        list_card.setLayout(row((self._none, 1), (self.list, 1), spacing=0, margins=(4, 4, 4, 4)))
        column(
            self,
            self.search,
            (list_card, 1),
            self._warning,
            column(None, self._numbers_caption, self._numbers, spacing=2),
            row((self.for_session, 1)),
            row(self._back, 1, self.retry, self.choose),
            spacing=tokens.SPACE_M,
        )
        self.retry.hide()
        self.for_session.hide()


def _agent_list(model: AgentModel, theme: Theme, parent: QWidget) -> QListView:
    view = QListView(parent)
    view.setModel(model)
    view.setItemDelegate(AgentDelegate(model, theme, view))
    view.setUniformItemSizes(True)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setMouseTracking(True)
    view.setFrameShape(QListView.Shape.NoFrame)
    view.setMinimumHeight(2 * tokens.ROW_HEIGHT)
    palette = view.palette()
    palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
    view.setPalette(palette)
    theme.changed.connect(view.viewport().update)
    return view
