"""Who shows file dialogues: the desktop through its portal, or Qt (docs/decisions/0009)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from acefone_desktop.bridge.file_asker import FileAsker
from acefone_desktop.desktop.appearance.platform_theme import has_portal_dialogs

if TYPE_CHECKING:
    from acefone_desktop.bridge.network_thread import NetworkThread
    from acefone_desktop.domain.file_choice import FileChoice, FileRequest


def file_asker(network: NetworkThread) -> FileAsker | None:
    """`None` where Qt's theme brings the desktop's dialogues itself, or where no desktop has a portal."""
    return FileAsker(network, _chosen) if has_portal_dialogs(os.environ, QGuiApplication.platformName()) else None


async def _chosen(request: FileRequest) -> FileChoice:
    from acefone_desktop.desktop.portal.file_chooser import choose_files  # noqa: PLC0415 (loads asyncio: over there)

    return await choose_files(request)
