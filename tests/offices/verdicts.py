"""How well the calls that were put together from reports agree with what was true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from acefone_desktop.domain.calls import Call, CallOutcome
from acefone_desktop.domain.evidence import Evidence, Source
from acefone_desktop.domain.matching.correlation import Correlator
from tests.offices.circumstances import Circumstances
from tests.offices.reports import Arrival, Reporter
from tests.offices.true_calls import Day, Dial, Diary

Truths = defaultdict[Evidence, set[str]]
"""Of which calls a piece of evidence truly is: of several, where they say the same and name no call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Counts of our dials, unless said otherwise; verdicts of several days are added."""

    calls: int = 0
    """All that took place in the office, our own included."""
    dials: int = 0
    placed: int = 0
    """Those that became a call."""
    found: int = 0
    """Those of them whose call was found."""
    wrong: int = 0
    """Dials that were given somebody else's call, or one where there was none, if only for a moment."""
    mixed: int = 0
    """Calls, anybody's, to which evidence of another call was given, if only for a moment."""
    outcomes: int = 0
    """Placed dials whose outcome was told truly."""
    outcomes_wrong: int = 0

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(**{part.name: getattr(self, part.name) + getattr(other, part.name) for part in fields(Verdict)})

    @property
    def precision(self) -> float:
        """Share of right ones among the calls that dials were given; 1 where none was given."""
        given = self.found + self.wrong
        return self.found / given if given else 1.0

    @property
    def recall(self) -> float:
        """Share of the placed dials whose call was found."""
        return self.found / self.placed if self.placed else 1.0


def judge(circumstances: Circumstances, dials: int, seed: int = 1) -> Verdict:
    """One office's day, told piece by piece, as to a running app: what is claimed after any of them counts."""
    day = Diary(circumstances, seed).day(dials)
    arrivals = Reporter(circumstances, seed).tell(day)
    truths, own = _truths(arrivals), {str(dial.intent_id): dial for dial in day.dials}
    correlator = Correlator()
    calls: dict[str, Call] = {}
    wrong: set[str] = set()
    mixed: set[str] = set()
    for arrival in arrivals:
        change = correlator.add(arrival.evidence)
        for key in change.gone:
            del calls[key]
        for call in change.calls:
            calls[call.key] = call
            if (dial := own.get(call.key)) and not all(_given(dial, call, truths)):
                wrong.add(call.key)
            if _is_mixed(call, truths):
                mixed.add(call.key)
    return replace(_in_the_end(day, truths, calls), wrong=len(wrong), mixed=len(mixed))


def compare(day: Day, arrivals: Iterable[Arrival], calls: Iterable[Call]) -> Verdict:
    """What was put together in the end against what was true."""
    return _in_the_end(day, _truths(arrivals), {call.key: call for call in calls})


def _in_the_end(day: Day, truths: Truths, calls: Mapping[str, Call]) -> Verdict:
    verdict = Verdict(calls=len(day.calls), mixed=sum(_is_mixed(call, truths) for call in calls.values()))
    for dial in day.dials:
        verdict += _of_dial(dial, calls[dial.intent_id], truths)
    return verdict


def _truths(arrivals: Iterable[Arrival]) -> Truths:
    truths: Truths = defaultdict(set)
    for arrival in arrivals:
        for evidence in arrival.evidence:
            truths[evidence].add(arrival.of)
    return truths


def _given(dial: Dial, call: Call, truths: Truths) -> list[bool]:
    """Of each report that a dial was given, whether it is of the dial's own call."""
    true_id = dial.call.call_id if dial.call else dial.intent_id
    return [true_id in truths[evidence] for evidence in call.evidence if evidence.source is not Source.DIAL]


def _of_dial(dial: Dial, call: Call, truths: Truths) -> Verdict:
    given = _given(dial, call, truths)
    told = call.outcome not in {None, CallOutcome.UNKNOWN}
    is_true = dial.call is not None and call.outcome is dial.call.outcome
    return Verdict(
        dials=1,
        placed=int(dial.call is not None),
        found=int(bool(given) and all(given)),
        wrong=int(not all(given)),
        outcomes=int(is_true),
        outcomes_wrong=int(told and not is_true),
    )


def _is_mixed(call: Call, truths: Truths) -> bool:
    """Whether no single true call accounts for all of its evidence; what two calls say alike is of both."""
    told = [truths[evidence] for evidence in call.evidence]
    return bool(told) and not set.intersection(*told)
