"""What a failed check advises can be done where it is read: at first run there are no settings to go to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from acefone_desktop.bridge.account_store import AccountState
from acefone_desktop.domain.errors import HostNotFoundError, LoginExpiredError, ProviderError
from tests.qt.page_scene import PageScene
from tests.qt.test_assistant import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from acefone_desktop.ui.look.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def kinds(of: type[ProviderError]) -> Iterator[type[ProviderError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


MET_AT_FIRST_RUN = [kind for kind in kinds(ProviderError) if kind is not LoginExpiredError]
"""A login that has ended was once there."""


@pytest.mark.parametrize("kind", MET_AT_FIRST_RUN)
def test_no_remedy_leads_to_settings_that_are_not_there_yet(
    qtbot: QtBot, theme: Theme, kind: type[ProviderError]
) -> None:
    scene = PageScene(account_state=AccountState())
    page = scene.assistant(theme)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page._checking = True
    scene.tell(AccountState(error=kind()))
    assert kind.sentence.split(";")[0] in words(page)
    assert "Settings" not in words(page)
    scene.network.close()


def test_a_host_that_is_not_found_names_what_to_check_in_either_place() -> None:
    assert "region or address" in HostNotFoundError.remedy
    assert "Settings" not in HostNotFoundError.remedy
