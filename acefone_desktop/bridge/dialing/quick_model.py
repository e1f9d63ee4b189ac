"""Favourites and the numbers called last, for the quick-dial popup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.bridge.dialing.suggestion_model import MOST_SUGGESTIONS, Suggestion, SuggestionModel
from acefone_desktop.domain.contacts import Contact, ContactNumber
from acefone_desktop.domain.numbering.number_text import comparable

if TYPE_CHECKING:
    from acefone_desktop.services.ports import ContactReader, HistoryReader


class QuickModel(SuggestionModel):
    """With nothing typed: favourites (one number each), then recent numbers that are not among them."""

    def __init__(self, contacts: ContactReader, history: HistoryReader) -> None:
        super().__init__(contacts)
        self._history = history

    def _found(self, query: str) -> tuple[Suggestion, ...]:
        if query:
            return super()._found(query)
        favourites = [Suggestion(c, c.numbers[0]) for c in self._reader.favourites(MOST_SUGGESTIONS // 2) if c.numbers]
        known = {comparable(row.number.number) for row in favourites}
        rows = [*favourites, *(row for row in self._recent() if comparable(row.number.number) not in known)]
        return tuple(rows[:MOST_SUGGESTIONS])

    def _recent(self) -> list[Suggestion]:
        rows = []
        for call in self._history.recent_numbers(MOST_SUGGESTIONS):
            if not call.customer:
                continue
            number = f"+{call.customer}"
            contact = self._reader.by_number(number) or Contact(name="", numbers=(ContactNumber(number),))
            rows.append(Suggestion(contact, ContactNumber(number, self.tr("recent"))))
        return rows
