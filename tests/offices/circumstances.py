"""What an office does and what of it the provider tells: one value per situation that is measured."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Dialect(Enum):
    """The two parts of the provider's platform write webhooks differently (contract §8)."""

    PLATFORM = "JSON, naive stamps, numbers with their country code"
    DIALLER = "forms, stamps with their zone, national numbers, words with capitals"


class HandedName(Enum):
    """Whom reports name of a call that was handed on."""

    FIRST = "who had it first"
    LAST = "who has it now"
    BOTH = "both, where there is room for two"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Times are seconds. The defaults are a quiet account whose reports say all that they can say."""

    # what people do
    colleagues: int = 8
    pause_s: float = 240.0
    """Between two calls of one person, on average."""
    rival_within_s: float | None = None
    """A colleague dials each of our customers too, so soon before or after us."""
    redial_within_s: float | None = None
    """We dial each customer once more, so soon after the first call has ended."""
    by_hand_within_s: float | None = None
    """We dial each customer once more by hand, so soon after the first call has ended."""
    callers_within_s: float | None = None
    """Each customer calls in, so soon before or after our dial: our phone and another ring, and perhaps one answers."""
    namesakes: bool = False
    """All agents have one name."""
    unanswered_requests: float = 0.0
    """Share of our dials to which no reply came; half of those were placed."""

    # what the provider tells
    live_calls: bool = True
    webhooks: bool = True
    records: bool = True
    call_ids_in_webhooks: bool = True
    ref_ids: bool = False
    """Webhooks and records carry the call's `ref_id`."""
    ref_id_in_reply: bool = False
    identifier_echoed: bool = False
    agents_named: bool = True
    agents_named_in_webhooks: bool = True
    starts_in_webhooks: bool = True
    dialect: Dialect = Dialect.PLATFORM
    directions_in_webhooks: bool = True
    parties_in_webhooks: bool = True
    """Who was called and who is shown as calling."""
    legs_in_webhooks: bool = True
    """How long each phone rang and each leg stood."""
    ways_told: bool = True
    """Live calls and records say which calls are click-to-calls."""
    menus_answer: bool = False
    """A call that comes in counts as answered in live calls while it is in a menu or a queue."""
    handed_calls_name: HandedName = HandedName.FIRST
    names_alone: bool = False
    """Reports name agents, and tell no phones and no ids of them."""
    untold: float = 0.0
    """Share of our own calls of which nothing is reported at all."""
    own_names_known: bool = True
    """Whether we know our agent's name and numbers, as from the account's directory; else the id alone."""
    lost: float = 0.0
    """Share of the reports that never come."""
    repeated: float = 0.0
    latest_s: float = 5.0
    """How late a report comes at most."""

    # clocks
    our_clock_ahead_s: float = 0.0
    stamps_ahead_s: float = 0.0
    """By how much the provider's stamps are read too late: a wrongly set time zone."""


QUIET = Circumstances()
ALL_AT_ONCE = {"rival_within_s": 8.0, "redial_within_s": 15.0}

SITUATIONS: dict[str, Circumstances] = {
    "quiet office": QUIET,
    "busy office, 40 people": Circumstances(colleagues=40, pause_s=60.0),
    "identifier comes back": Circumstances(identifier_echoed=True, ref_ids=True),
    "a colleague dials the same customer within 8 s": Circumstances(rival_within_s=8.0),
    "the same, nobody named in reports": Circumstances(rival_within_s=8.0, agents_named=False),
    "the same, nobody named, identifier comes back": Circumstances(
        rival_within_s=8.0, agents_named=False, identifier_echoed=True
    ),
    "nobody named, a third of the reports lost": Circumstances(agents_named=False, lost=0.33),
    "colleagues of our agent's name, one dials the same customer": Circumstances(namesakes=True, rival_within_s=8.0),
    "of our agent the id alone is known, and a colleague": Circumstances(own_names_known=False, rival_within_s=8.0),
    "the id alone, polling only, one colleague": Circumstances(
        own_names_known=False, rival_within_s=8.0, webhooks=False, colleagues=1, pause_s=3600.0
    ),
    "the same, and nothing is told of our own calls": Circumstances(
        own_names_known=False, rival_within_s=8.0, webhooks=False, colleagues=1, pause_s=3600.0, untold=1.0
    ),
    "a colleague, and nothing is told of half of our own calls": Circumstances(rival_within_s=8.0, untold=0.5),
    "reports give names alone, and a colleague": Circumstances(names_alone=True, rival_within_s=8.0),
    "the other dialect, and a colleague": Circumstances(dialect=Dialect.DIALLER, rival_within_s=8.0),
    "the other dialect, no call ids in it, redialled within 15 s": Circumstances(
        dialect=Dialect.DIALLER, call_ids_in_webhooks=False, redial_within_s=15.0
    ),
    "the same, its stamps in another zone than ours are read in, half unanswered": Circumstances(
        dialect=Dialect.DIALLER, call_ids_in_webhooks=False, redial_within_s=60.0,
        stamps_ahead_s=5.5 * 3600, unanswered_requests=0.5,
    ),
    "the customer calls in within 30 s": Circumstances(callers_within_s=30.0),
    "the same, webhooks without call id": Circumstances(callers_within_s=30.0, call_ids_in_webhooks=False),
    "dialled once more by hand within 30 s of the end": Circumstances(by_hand_within_s=30.0),
    "redialled within 15 s of the end": Circumstances(redial_within_s=15.0),
    "redialled within 15 s, webhooks without call id": Circumstances(redial_within_s=15.0, call_ids_in_webhooks=False),
    "our clock 90 s fast": Circumstances(our_clock_ahead_s=90.0, rival_within_s=60.0),
    "our clock 20 s slow": Circumstances(our_clock_ahead_s=-20.0, rival_within_s=60.0),
    "stamps read in the wrong zone (5 h 30 min)": Circumstances(stamps_ahead_s=5.5 * 3600, redial_within_s=60.0),
    "wrong zone and a colleague": Circumstances(stamps_ahead_s=5.5 * 3600, rival_within_s=8.0),
    "webhooks without call id": Circumstances(call_ids_in_webhooks=False),
    "webhooks without call id, and no polling": Circumstances(
        call_ids_in_webhooks=False, live_calls=False, records=False
    ),
    "polling only": Circumstances(webhooks=False),
    "call records only": Circumstances(webhooks=False, live_calls=False),
    "webhooks only": Circumstances(live_calls=False, records=False),
    "a third of the reports lost, a third repeated, up to 60 s late": Circumstances(
        lost=0.33, repeated=0.33, latest_s=60.0
    ),
    "a fifth of our requests unanswered": Circumstances(unanswered_requests=0.2),
    "the same, and a colleague dials the same customer": Circumstances(unanswered_requests=0.2, rival_within_s=8.0),
    "half unanswered, our clock 60 s slow, redialled, no live calls": Circumstances(
        unanswered_requests=0.5, our_clock_ahead_s=-60.0, redial_within_s=60.0, live_calls=False
    ),
    "all unanswered, our clock 60 s slow, redialled, no live calls": Circumstances(
        unanswered_requests=1.0, our_clock_ahead_s=-60.0, redial_within_s=60.0, live_calls=False
    ),
    "webhooks name no agent and no start, a third lost, a colleague": Circumstances(
        agents_named_in_webhooks=False, starts_in_webhooks=False, lost=0.33, rival_within_s=8.0
    ),
    "everything at once": Circumstances(
        colleagues=20, pause_s=90.0, rival_within_s=8.0, redial_within_s=15.0, unanswered_requests=0.2,
        lost=0.2, repeated=0.2, latest_s=30.0, call_ids_in_webhooks=False, our_clock_ahead_s=20.0,
    ),
}  # fmt: skip
