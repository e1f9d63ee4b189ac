"""What asking about calls costs, below the switch that allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from acefone_desktop.domain.polling_budget import USUAL_BUDGET
from acefone_desktop.ui.parts.layouts import column, dress
from acefone_desktop.ui.parts.page_parts import small, wrapped

if TYPE_CHECKING:
    from acefone_desktop.bridge.account_store import AccountStore
    from acefone_desktop.bridge.polling_store import PollingStore

_LOOK_MS = 10_000


class PollingUse(QWidget):
    """One line, read anew while it can be seen; empty where no account is open."""

    def __init__(self, polling: PollingStore, account: AccountStore) -> None:
        super().__init__()
        self._polling = polling
        self._words = small(wrapped(role="muted"))
        column(self, self._words)
        self._looks = QTimer(self, interval=_LOOK_MS)
        self._looks.timeout.connect(polling.look)
        polling.changed.connect(self._draw)
        account.changed.connect(self._look_again)
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._looks.start()
        self._polling.look()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._looks.stop()

    @Slot()
    def _look_again(self) -> None:
        """The account may have been opened or closed."""
        if self._looks.isActive():
            self._polling.look()

    @Slot()
    def _draw(self) -> None:
        use, most = self._polling.state, f"{USUAL_BUDGET.hourly:,}"
        used = use.polling if use is not None else 0
        spent = USUAL_BUDGET.is_spent(used)
        if use is None:
            words = ""
        elif spent:
            words = self.tr(
                "Asked {0} times in the last hour, of the {1} that the app allows itself: it asks more slowly until "
                "there is room again. With webhooks it needs to ask much less."
            )
        elif used == 1:
            words = self.tr("Asked once in the last hour. The app allows itself {1} times.")
        elif used:
            words = self.tr("Asked {0} times in the last hour. The app allows itself {1}.")
        else:
            words = self.tr("Not asked in the last hour. The app allows itself {1} times an hour.")
        dress(self._words, "caution" if spent else "muted")
        self._words.setText(words.format(f"{used:,}", most))
        self._words.setVisible(bool(words))
