"""The first landline number on a computer: its town comes a little later, and is there at once from then on."""

from __future__ import annotations

import pytest

from tests.support.app_driver import AppDriver

pytestmark = pytest.mark.slow


def test_the_town_of_a_landline_is_found_out_and_shown(app: AppDriver) -> None:
    app.areas.unlink()
    app.set_up()
    app.open()
    app.type_number("01514960123")
    app.await_words(".*Liverpool.*")
    app.running.end()
    app.open()
    app.type_number("02079460123")
    app.await_words(".*London.*")
