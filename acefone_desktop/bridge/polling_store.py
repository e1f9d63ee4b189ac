"""How often Acefone was asked about calls lately, for whoever looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.bridge.account_store import Line
from acefone_desktop.bridge.store import Store

if TYPE_CHECKING:
    from concurrent.futures import Future

    from acefone_desktop.bridge.account_store import AccountStore
    from acefone_desktop.domain.polling_budget import RequestUse
    from acefone_desktop.services.account_line import AccountLine


class PollingStore(Store["RequestUse | None"]):
    """The use of the last hour as it was when somebody looked last; None while no account is open."""

    def __init__(self, account: AccountStore) -> None:
        super().__init__(None)
        self._account = account

    def look(self) -> None:
        """Reads what was counted; nothing is asked of Acefone."""
        if self._account.state.line is Line.READY:
            self._account.work_on_line(_use, self._looked)
        else:
            self._publish(None)

    def _looked(self, done: Future[RequestUse]) -> None:
        if not done.cancelled():
            self._publish(None if self._account.failure_of(done) else done.result())


async def _use(line: AccountLine) -> RequestUse:
    return await line.request_use()
