"""Evidence as it is written: in the journal at once, and in its call's row each time more is known of the call."""

from __future__ import annotations

from functools import lru_cache

from acefone_desktop.domain.evidence import Evidence, evidence_to_json


@lru_cache(maxsize=1024)
def evidence_line(evidence: Evidence) -> str:
    """See `evidence_to_json`; remembered for as long as a call is usually in the news."""
    return evidence_to_json(evidence)
