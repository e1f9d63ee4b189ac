"""Contacts, history, settings and the assistant in their states: `python -m tests.qt.page_screens FOLDER [NAME…]`.

Needs no display; light and dark at 100 % and 200 %, in one process per scale, because Qt reads it once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.adapters.acefone.reports.webhook_samples import describe
from acefone_desktop.bridge.account_store import AccountState, Line
from acefone_desktop.domain.account import AccountOverview, ApiToken
from acefone_desktop.domain.contact_imports import ImportReport, RowProblem
from acefone_desktop.domain.errors import (
    ListenerLateError,
    ListenerLostError,
    NotAllowedError,
    StorageError,
    TokenRefusedError,
    VaultAbsentError,
)
from acefone_desktop.domain.polling_budget import RequestKind, RequestUse
from acefone_desktop.domain.reachability import Reach, ReachReport
from acefone_desktop.domain.server_zone import FoundZone, FoundZones
from acefone_desktop.domain.settings import ListenerSettings, Settings, WebhookSettings
from acefone_desktop.domain.webhook_mapping import MappedField, WebhookMapping
from acefone_desktop.domain.webhook_samples import Samples
from acefone_desktop.services.directory import Change
from acefone_desktop.services.importing import ImportProgress
from acefone_desktop.ui.settings.settings_system import LinkHandling
from acefone_desktop.ui.settings.webhook_guide import WebhookGuide
from acefone_desktop.ui.settings.webhook_mapping_page import WebhookMappingPage
from tests.qt.page_scene import ACCOUNT, OVERVIEW, RICH, PageScene
from tests.qt.scene import NOW, PEOPLE, Past, People
from tests.qt.screens import LONG_NOTE
from tests.support.call_bodies import ANSWERED_BY_AGENT, HUNG_UP

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from acefone_desktop.ui.look.theme import Theme

NARROW, WIDE, TALL = (400, 616), (640, 640), (400, 1500)
SCALES = ("1", "2")
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


def _kept(page: QWidget, scene: PageScene, size: tuple[int, int] = NARROW) -> QWidget:
    """The page, with the scene's stores alive as long as it is."""
    page.setProperty("scene", scene)
    page.resize(*size)
    return page


def contacts(theme: Theme, *, chosen: int = -1, query: str = "", size: tuple[int, int] = NARROW) -> QWidget:
    scene = PageScene(People((RICH, *PageScene().people.contacts[1:])))
    page = scene.contacts_page(theme)
    page.search.setText(query)
    if chosen >= 0:
        page.list.choose_row(chosen)
    return _kept(page, scene, size)


def no_contacts(theme: Theme) -> QWidget:
    scene = PageScene(People(()))
    return _kept(scene.contacts_page(theme), scene)


def contact_form(theme: Theme, *, faulty: bool = False, size: tuple[int, int] = NARROW) -> QWidget:
    scene = PageScene()
    page = scene.contacts_page(theme)
    if faulty:
        page.edit_new("07700 90012")
        form = page._opened_form()
        form._name.setText("Wilhelmina Ashford")
        form.save()
    else:
        page.edit(RICH)
    return _kept(page, scene, size)


def importing(theme: Theme, stage: str) -> QWidget:
    scene = PageScene()
    page = scene.contacts_page(theme)
    page.importing.start(["customers-of-the-northern-region-2026-03.csv"])
    if stage == "reading":
        return _kept(page, scene)
    if stage == "running":
        page.importing.show_progress(ImportProgress("customers-of-the-northern-region-2026-03.csv", 2_250, 10_000))
    elif stage == "done":
        page.importing.show_report(ImportReport(9_812, 40, 148))
    elif stage == "problems":
        reasons = ("“n/a” is not a phone number", "it has neither a name nor a number")
        problems = tuple(RowProblem("customers.csv", 3 + place * 7, reasons[place % 2]) for place in range(12))
        page.importing.show_report(ImportReport(9_812, 40, 148, problems))
    else:
        page.importing.show_error(StorageError().explanation)
    return _kept(page, scene)


def deleted(theme: Theme) -> QWidget:
    scene = PageScene()
    page = scene.contacts_page(theme)
    scene.book.saved.emit(Change(PEOPLE[0], None))
    return _kept(page, scene)


def history(
    theme: Theme, *, chosen: int = -1, query: str = "", note: str = "", size: tuple[int, int] = NARROW
) -> QWidget:
    scene = PageScene()
    scene.noted.texts = {scene.past.calls[place].key: note for place in (1, 3, 4)}
    page = scene.history_page(theme)
    page.search.setText(query)
    if chosen >= 0:
        page.list.choose_row(chosen)
    return _kept(page, scene, size)


def no_history(theme: Theme) -> QWidget:
    scene = PageScene(past=Past())
    return _kept(scene.history_page(theme), scene)


IN_INDIA = FoundZones(ACCOUNT.base_url, FoundZone("Asia/Kolkata", 3))


def settings(theme: Theme, size: tuple[int, int] = TALL, **changes: object) -> QWidget:
    scene = PageScene(settings_state=Settings(account=ACCOUNT).changed_by(**changes))
    return _kept(scene.settings_page(theme), scene, size)


def settings_slowed(theme: Theme) -> QWidget:
    """The hour's budget is nearly used up, and the webhook listener has not begun yet; in a narrow window."""
    scene = PageScene(
        settings_state=Settings(account=ACCOUNT, listener=ListenerSettings(enabled=True)),
        account_state=AccountState(line=Line.READY, listener_trouble=ListenerLateError("(Port 8765 is in use.)")),
        use=RequestUse({RequestKind.LIVE_CALLS: 1_201, RequestKind.CALL_RECORDS: 315}),
    )
    return _kept(scene.settings_page(theme), scene, (340, 1500))


def settings_unheard(theme: Theme) -> QWidget:
    """The webhook listener is lost, and its port taken by somebody else."""
    scene = PageScene(
        settings_state=Settings(account=ACCOUNT, listener=ListenerSettings(enabled=True)),
        account_state=AccountState(line=Line.READY, listener_trouble=ListenerLostError("(The port is in use.)")),
    )
    return _kept(scene.settings_page(theme), scene, TALL)


def webhook_guide(theme: Theme, size: tuple[int, int] = NARROW, reach: Reach = Reach.ARRIVED) -> QWidget:
    listener = ListenerSettings(enabled=True)
    webhooks = WebhookSettings(public_address="https://hooks.example.com/hook")
    scene = PageScene(settings_state=Settings(account=ACCOUNT, listener=listener, webhooks=webhooks))
    report = ReachReport(reach, took_ms=184, status=200, detail="certificate has expired")
    scene.webhooks._publish(replace(scene.webhooks.state, report=report))
    return _kept(WebhookGuide(scene.settings, scene.account, scene.webhooks, theme), scene, size)


def webhook_mapping(theme: Theme, size: tuple[int, int] = NARROW, *, refused: bool = False) -> QWidget:
    """One odd webhook that a person has begun to map, among others; or one that could not be read at all."""
    mapping = WebhookMapping().with_key("phone", MappedField.CUSTOMER).with_key("status_text", MappedField.STATUS)
    settings_state = Settings(account=ACCOUNT, webhooks=WebhookSettings(mapping=mapping))
    scene = PageScene(settings_state=settings_state)
    odd = {
        "status_text": "CONNECTED_CUST",
        "phone": "+447700900123",
        "who": "0501234560001",
        "sid": "a-long-call-id-771",
    }
    doubtful = b'{"call_id":"1.5","call_status":"a 6" pipe","note":"a 7" pipe"}'
    backwards = HUNG_UP | {"end_stamp": "2026-01-15 12:41:00"}
    bodies = [doubtful] if refused else [json.dumps(body).encode() for body in (odd, backwards, ANSWERED_BY_AGENT)]
    shown = [each for body in bodies for each in describe(body, "", "", mapping, NOW, UTC)]
    state = replace(scene.webhooks.state, samples=Samples(tuple(shown), understood=41, unread=3), unread=3)
    scene.webhooks._publish(state)
    return _kept(WebhookMappingPage(scene.settings, scene.webhooks, theme), scene, size)


def settings_in_trouble(theme: Theme) -> QWidget:
    scene = PageScene(
        settings_state=Settings(polling=False, account=ACCOUNT),
        account_state=AccountState(line=Line.BROKEN, trouble=TokenRefusedError()),
    )
    scene.system.show(replace(scene.system_state, tray_available=False, autostart=None, links=LinkHandling.OURS))
    page = scene.settings_page(theme)
    page._account._ask()
    return _kept(page, scene, TALL)


def assistant(theme: Theme, stage: str, size: tuple[int, int] = NARROW) -> QWidget:
    scene = PageScene(settings_state=Settings(), account_state=AccountState())
    page = scene.assistant(theme)
    if stage == "masked":
        page._sign_in._token.setText("eyJh************ature")
        page._sign_in.submit()
    elif stage in {"checking", "refused", "forbidden"}:
        page._sign_in._token.setText(TOKEN)
        page._checking = True
        scene.tell(AccountState(busy=True))
        if stage == "refused":
            scene.tell(AccountState(error=TokenRefusedError("It was shown to api-account-uk.acefone.com.")))
        elif stage == "forbidden":
            scene.tell(AccountState(error=NotAllowedError("It lacks: users, my_number.")))
    elif stage == "login":
        page._sign_in._by_login.click()
    elif stage in {"agents", "no-agents", "keyring", "done", "session"}:
        page._credentials, page._checking = ApiToken(TOKEN), True
        overview = AccountOverview((), ()) if stage == "no-agents" else OVERVIEW
        scene.tell(AccountState(busy=True))
        scene.tell(AccountState(overview=overview))
        if stage != "no-agents":
            page._agents.list.setCurrentIndex(page._agents.model.index(1))
        if stage == "keyring":
            page._agents.show_error(VaultAbsentError().explanation, keyring=True)
        elif stage in {"done", "session"}:
            page._done.show_agent(OVERVIEW.agents[0], for_this_session=stage == "session")
            page._show_step(2)
    return _kept(page, scene, (size[0], size[1] + 64))


SCREENS: dict[str, Callable[[Theme], QWidget]] = {
    "contacts": contacts,
    "contacts-chosen": partial(contacts, chosen=0),
    "contacts-long": partial(contacts, chosen=2),
    "contacts-found": partial(contacts, query="gill"),
    "contacts-nothing-found": partial(contacts, query="zebra"),
    "contacts-wide": partial(contacts, chosen=0, size=WIDE),
    "contacts-empty": no_contacts,
    "contacts-deleted": deleted,
    "contact-form": contact_form,
    "contact-form-tall": partial(contact_form, size=(440, 900)),
    "contact-form-faulty": partial(contact_form, faulty=True),
    **{
        f"import-{stage}": partial(importing, stage=stage)
        for stage in ("reading", "running", "done", "problems", "failed")
    },
    "history": history,
    "history-chosen": partial(history, chosen=1),
    "history-note": partial(history, chosen=1, note=LONG_NOTE),
    "history-note-low": partial(history, chosen=3, note=LONG_NOTE, size=(400, 480)),
    "history-long": partial(history, chosen=3),
    "history-stranger": partial(history, chosen=5),
    "history-wide": partial(history, chosen=1, size=WIDE),
    "history-nothing-found": partial(history, query="zebra"),
    "history-low": partial(history, chosen=3, size=(400, 400)),
    "contacts-low": partial(contacts, chosen=0, size=(400, 400)),
    "history-empty": no_history,
    "settings": settings,
    "settings-narrow": partial(settings, size=NARROW),
    "settings-wide": partial(settings, size=(640, 1400)),
    "settings-listening": partial(settings, listener=ListenerSettings(enabled=True)),
    "settings-zone-found": partial(settings, size=NARROW, found_zones=IN_INDIA),
    "settings-zone-doubted": partial(
        settings,
        size=NARROW,
        account=replace(ACCOUNT, time_zone="America/Argentina/Buenos_Aires"),
        found_zones=IN_INDIA,
    ),
    "settings-unheard": settings_unheard,
    "settings-slowed": settings_slowed,
    "settings-trouble": settings_in_trouble,
    "webhook-guide": webhook_guide,
    "webhook-guide-tall": partial(webhook_guide, size=(400, 2100)),
    "webhook-guide-wide": partial(webhook_guide, size=WIDE, reach=Reach.NOT_TRUSTED),
    "webhook-mapping": partial(webhook_mapping, size=(400, 1250)),
    "webhook-mapping-narrow": webhook_mapping,
    "webhook-mapping-refused": partial(webhook_mapping, refused=True),
    **{
        f"assistant-{stage}": partial(assistant, stage=stage)
        for stage in (
            "start",
            "masked",
            "checking",
            "refused",
            "forbidden",
            "login",
            "agents",
            "no-agents",
            "keyring",
            "done",
            "session",
        )
    },
    "assistant-wide": partial(assistant, stage="start", size=(960, 640)),
}


def main(folder: Path, names: list[str]) -> None:
    """Renders at all scales."""
    for scale in SCALES:
        environment = os.environ | {"QT_SCALE_FACTOR": scale}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "tests.qt.page_screens", f"--scale={scale}", str(folder), *names]
        subprocess.run(command, env=environment, check=True)


def render(folder: Path, names: list[str], scale: str) -> None:
    """Renders the named screens, or all, at the scale this process was started with."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from acefone_desktop.ui.look.theme import Theme, fusion_preferred  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    with fusion_preferred():
        application = QApplication([])
    theme = Theme(application, "light", reduced_motion=True)
    for choice in ("light", "dark"):
        theme.choose(choice)
        for name, make in SCREENS.items():
            if names and name not in names:
                continue
            widget = make(theme)
            widget.show()
            widget.activateWindow()
            for _ in range(4):  # layouts, activation, and layouts that follow from them
                QApplication.sendPostedEvents()
                application.processEvents()
            widget.grab().save(str(folder / f"{name}-{choice}-{scale}x.png"))
            widget.close()
            widget.deleteLater()


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1].startswith("--scale="):
        render(Path(sys.argv[2]), sys.argv[3:], sys.argv[1].partition("=")[2])
    else:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery"), sys.argv[2:])
