"""Wrong claims hunted for in offices that are far worse than those of the table, each of them drawn at random.

Run: `python -m tests.benchmarks.odd_offices [--seed N] [--minutes N]`.

An office is one seed: people, circumstances, and a day of one to six dials. Whatever is claimed wrongly, if only for a
moment, is printed with the seed that makes it again (`--seed N --days 1`) and with all that differs from the quiet
office. One thing is left out, as no report tells it apart: the agent dials by hand, and a report need not say which
calls are click-to-calls (live calls and records by their kind, webhooks by their direction).
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import fields

from tests.offices.circumstances import QUIET, Circumstances, Dialect
from tests.offices.verdicts import Verdict, judge


def circumstances(chance: random.Random) -> Circumstances:
    """Any mixture: each account leaves out other things."""

    def maybe(share: float = 0.5) -> bool:
        return chance.random() < share

    def within(most: float) -> float | None:
        return chance.uniform(0.5, most) if maybe() else None

    ways_told, directions = maybe(0.8), maybe(0.8)
    by_hand = within(60) if ways_told and directions and maybe(0.6) else None
    return Circumstances(
        colleagues=chance.randrange(1, 4),
        pause_s=chance.choice((60.0, 240.0, 3600.0)),
        rival_within_s=within(60),
        redial_within_s=within(120),
        by_hand_within_s=None if by_hand is None else by_hand + 2,
        callers_within_s=within(60) if maybe() else None,
        namesakes=maybe(0.3),
        unanswered_requests=chance.choice((0.0, 0.2, 0.5, 1.0)),
        live_calls=maybe(0.7),
        webhooks=maybe(0.7),
        records=maybe(0.7),
        call_ids_in_webhooks=maybe(),
        ref_ids=maybe(0.3),
        identifier_echoed=maybe(0.3),
        agents_named=maybe(0.8),
        agents_named_in_webhooks=maybe(0.7),
        starts_in_webhooks=maybe(0.7),
        dialect=chance.choice(tuple(Dialect)),
        directions_in_webhooks=directions,
        legs_in_webhooks=maybe(0.8),
        ways_told=ways_told,
        names_alone=maybe(0.2),
        untold=chance.choice((0.0, 0.0, 0.5, 1.0)),
        own_names_known=maybe(0.7),
        lost=chance.choice((0.0, 0.2, 0.5)),
        repeated=chance.choice((0.0, 0.3)),
        latest_s=chance.choice((0.5, 5.0, 90.0)),
        our_clock_ahead_s=chance.choice((0.0, 20.0, -20.0, 90.0, -120.0)),
        stamps_ahead_s=chance.choice((0.0, 0.0, 5.5 * 3600, -3600.0)),
    )


def main() -> None:
    """Prints every wrong claim, and at the end how much was tried."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="the first office")
    parser.add_argument("--days", type=int, default=1_000_000_000, help="how many offices at most")
    parser.add_argument("--minutes", type=float, default=5.0)
    chosen = parser.parse_args()
    ends_at, seed, found, wrong = time.monotonic() + chosen.minutes * 60, chosen.seed, Verdict(), 0
    while seed < chosen.seed + chosen.days and time.monotonic() < ends_at:
        chance = random.Random(seed)  # noqa: S311 (a repeatable office, no secret)
        office = circumstances(chance)
        verdict = judge(office, chance.randrange(1, 7), seed)
        if verdict.wrong or verdict.mixed or verdict.outcomes_wrong:
            wrong += 1
            print(f"seed {seed}: {verdict}\n  {_differences(office)}", flush=True)
        found, seed = found + verdict, seed + 1
    print(f"{seed - chosen.seed:,} days, {found.calls:,} calls, {found.dials:,} dials; days with wrong claims: {wrong}")


def _differences(office: Circumstances) -> str:
    named = ((part.name, getattr(office, part.name)) for part in fields(Circumstances))
    return ", ".join(f"{name}={value!r}" for name, value in named if value != getattr(QUIET, name))


if __name__ == "__main__":
    main()
