"""What the listener's process is told at its start, from the profile's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.listener.frames import Wish

if TYPE_CHECKING:
    from pathlib import Path

    from acefone_desktop.domain.reports import AgentMention
    from acefone_desktop.domain.settings import Settings

SEEN_FILE: Final = "webhooks.seen"
"""In the data folder: digests of webhooks that came, so that an old one sent again changes nothing."""


def listener_wish(settings: Settings, secret: str, zone: str, agent: AgentMention, folder: Path) -> Wish:
    """Where to listen, for whom, and how to read; `folder` is the profile's data folder."""
    listener = settings.listener
    return Wish(
        host=listener.host,
        port=listener.port,
        secret=secret,
        zone=zone,
        agent=agent,
        mapping=settings.webhooks.mapping,
        certificate=listener.certificate,
        certificate_key=listener.certificate_key,
        memory=str(folder / SEEN_FILE),
    )
