"""For end-to-end tests: a desktop session of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.desktop_session import DesktopSession

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def desktop(request: pytest.FixtureRequest) -> Iterator[DesktopSession]:
    """A whole desktop, up in about a second; `@pytest.mark.desktop(keyring="locked", tray=False)` changes it."""
    marker = request.node.get_closest_marker("desktop")
    with DesktopSession(**(marker.kwargs if marker else {})) as session:
        yield session
