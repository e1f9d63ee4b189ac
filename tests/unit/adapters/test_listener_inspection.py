"""What the real listener's process shows of webhooks, and how it takes a person's mapping and certificate."""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from acefone_desktop.adapters.acefone.reports.webhook_samples import describe
from acefone_desktop.adapters.listener.certificate_files import CertificateFiles
from acefone_desktop.adapters.listener.der import NotDerError, read_der
from acefone_desktop.adapters.listener.frames import Wish
from acefone_desktop.adapters.listener.listener_process import ListenerProcess
from acefone_desktop.adapters.listener.seen_bodies import SeenBodies
from acefone_desktop.domain.certificates import CertificateError, CertificateStanding
from acefone_desktop.domain.errors import ListenerError
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.domain.webhook_mapping import MappedField, StatusMeaning, WebhookMapping
from acefone_desktop.domain.webhook_samples import Shape
from tests.support.call_bodies import HUNG_UP
from tests.support.certificates import Pair, make_pair

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from acefone_desktop.domain.evidence import Evidence

SECRET = "correct-horse-battery"
HOOK = f"/hook/{SECRET}"
PROGRAM = (sys.executable, "-m", "acefone_desktop", "--listener-process")
NOW = datetime(2026, 1, 15, tzinfo=UTC)
ENDS = ("answer_stamp", "end_stamp")
ODD = {
    "cid": "odd-call-1",
    "phone": "+447700900123",
    "who": "0501234560001",
    "status_text": "CONNECTED_CUST",
    "name": "Tom Field",
    "recording": "https://files.example.com/r?token=sesame-open",
    "447700900123": "x",
}
RULES = (
    WebhookMapping()
    .with_key("cid", MappedField.CALL_ID)
    .with_key("phone", MappedField.CUSTOMER)
    .with_key("who", MappedField.AGENT_ID)
    .with_key("status_text", MappedField.STATUS)
    .with_word("CONNECTED_CUST", StatusMeaning.CUSTOMER_ANSWERED)
)


class Desk:
    """The app's side of the process."""

    def __init__(self, **wish: Any) -> None:
        self.heard: asyncio.Queue[tuple[Evidence, ...]] = asyncio.Queue()
        self.listener = ListenerProcess(
            PROGRAM, Wish("127.0.0.1", 0, SECRET, "UTC", **wish), self._take, lambda _: None
        )
        self.unread: asyncio.Queue[int] = asyncio.Queue()

    def _take(self, reports: tuple[tuple[Evidence, ...], ...]) -> None:
        for report in reports:
            self.heard.put_nowait(report)


@asynccontextmanager
async def listening(**wish: Any) -> AsyncIterator[tuple[Desk, httpx.AsyncClient]]:
    desk = Desk(**wish)
    await desk.listener.start()
    desk.listener.desk.tell_unread(desk.unread.put_nowait)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{desk.listener.port}") as client:
            yield desk, client
    finally:
        await desk.listener.stop()


async def soon(waiting: Any) -> Any:
    async with asyncio.timeout(20):
        return await waiting


async def test_odd_webhooks_are_counted_shown_and_read_once_they_are_mapped() -> None:
    async with listening() as (desk, client):
        assert await soon(desk.unread.get()) == 0
        assert (await client.post(HOOK, json=ODD)).status_code == 400
        assert await soon(desk.unread.get()) == 1
        plain = await desk.listener.desk.show(WebhookMapping())
        tried = await desk.listener.desk.show(RULES)
        assert (await client.post(HOOK, json=ODD)).status_code == 400, "trying is not using"
        await desk.listener.desk.use(RULES)
        await desk.listener.desk.show(RULES)
        assert (await client.post(HOOK, json=ODD)).status_code == 200
        (told,) = await soon(desk.heard.get())
    assert (told.fact, told.call_id, told.customers) == (Fact.CUSTOMER_ANSWERED, "odd-call-1", ("447700900123",))
    assert plain.shown[0].reading is None
    assert plain.unread == 1
    reading = tried.shown[0].reading
    assert reading is not None
    assert (reading.facts, reading.customer, reading.call) == ((Fact.CUSTOMER_ANSWERED,), "•123", "•l-1")


async def test_a_process_that_is_started_again_still_knows_the_mapping() -> None:
    async with listening() as (desk, _):
        await desk.listener.desk.use(RULES)
        await desk.listener.stop()
        await desk.listener.start()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{desk.listener.port}") as client:
            assert (await client.post(HOOK, json=ODD)).status_code == 200
    with pytest.raises(ListenerError):
        await desk.listener.desk.show(RULES)


async def test_a_replayed_body_is_acknowledged_and_changes_nothing() -> None:
    async with listening() as (desk, client):
        for _ in range(3):
            assert (await client.post(HOOK, json=HUNG_UP)).status_code == 200
        assert (await client.post(HOOK, json=HUNG_UP | {"call_id": "another"})).status_code == 200
        first, second = await soon(desk.heard.get()), await soon(desk.heard.get())
        samples = await desk.listener.desk.show(WebhookMapping())
    assert {first[0].call_id, second[0].call_id} == {HUNG_UP["call_id"], "another"}
    assert desk.heard.empty()
    assert (samples.understood, samples.repeated) == (2, 2)


async def test_an_old_body_replayed_to_a_later_process_changes_nothing(tmp_path: Path) -> None:
    memory = str(tmp_path / "webhooks.seen")
    async with listening(memory=memory) as (desk, client):
        assert (await client.post(HOOK, json=HUNG_UP)).status_code == 200
        await soon(desk.heard.get())
    async with listening(memory=memory) as (desk, client):
        assert (await client.post(HOOK, json=HUNG_UP)).status_code == 200
        assert (await client.post(HOOK, json=HUNG_UP | {"call_id": "a-new-one"})).status_code == 200
        assert (await soon(desk.heard.get()))[0].call_id == "a-new-one"
        assert (await desk.listener.desk.show(WebhookMapping())).repeated == 1
    assert (tmp_path / "webhooks.seen").stat().st_size == 32


def test_only_the_last_bodies_are_remembered_whatever_the_file_holds(tmp_path: Path) -> None:
    file = tmp_path / "seen"
    seen = SeenBodies(SECRET, file, most=3)
    digests = [seen.digest(str(n).encode(), "") for n in range(5)]
    for digest in digests:
        seen.add(digest)
    seen.close()
    file.write_bytes(file.read_bytes() + b"cut")
    again = SeenBodies(SECRET, file, most=3)
    assert [digest in again for digest in digests] == [False, False, True, True, True]
    again.close()
    assert file.stat().st_size == 3 * 16
    assert SeenBodies("another-secret-of-length").digest(b"0", "") != digests[0]
    assert len(SeenBodies(SECRET, tmp_path / "no" / "folder")) == 0


async def test_words_that_could_be_of_two_calls_are_not_taken_for_a_repetition() -> None:
    body = {"call_status": "Answered by customer", "customer_number": "447700900123"}
    async with listening() as (desk, client):
        for _ in range(2):
            await client.post(HOOK, json=body)
            await soon(desk.heard.get())


async def test_many_webhooks_leave_few_and_do_not_push_the_odd_ones_out() -> None:
    async with listening() as (desk, client):
        await client.post(HOOK, json=ODD)
        for number in range(40):
            await client.post(HOOK, json={"call_id": f"1.{number}", "call_status": "missed"})
        samples = await desk.listener.desk.show(WebhookMapping())
    assert len(samples.shown) == 9
    assert [sample.reading is None for sample in samples.shown] == [False] * 8 + [True]
    assert samples.understood == 40


@pytest.mark.parametrize("mapping", [WebhookMapping(), RULES.with_key("recording", MappedField.REASON)])
@pytest.mark.parametrize("body", [ODD, HUNG_UP, {"data": [ODD]}, {"data": {"deep": ODD}}, "no object"])
def test_nothing_shown_holds_a_number_a_name_or_an_address(body: object, mapping: WebhookMapping) -> None:
    samples = describe(json.dumps(body).encode(), "", "secret=correct-horse-battery-9", mapping, NOW, UTC)
    shown = repr(samples)
    for hidden in (
        "7700900",
        "0501234",
        "Tom",
        "Asha",
        "token",
        "sesame",
        "console",
        "http",
        "correct-horse",
        "odd-call",
    ):
        assert hidden not in shown.replace("recording", ""), hidden
    assert samples


def test_keys_and_status_words_are_shown_as_they_are() -> None:
    (sample,) = describe(json.dumps(ODD).encode(), "", "", WebhookMapping(), NOW, UTC)
    fields = {field.key: field for field in sample.fields}
    assert (fields["status_text"].shape, fields["status_text"].detail) == (Shape.WORD, "connected_cust".upper())
    assert (fields["phone"].shape, fields["phone"].detail) == (Shape.NUMBER, "123")
    assert fields["recording"].shape is Shape.ADDRESS
    assert [field.can_be_mapped for field in sample.fields if "•" in field.key] == [False]


@pytest.mark.parametrize(
    ("stamps", "doubts"),
    [
        ({}, {}),
        ({"end_stamp": "2026-01-15 12:42:08"}, {}),  # as sources cut off parts of seconds
        ({"end_stamp": "2026-01-15 12:41:00"}, {"end_stamp": "before_start"}),
        ({"start_stamp": "2026-01-15 12:43:00"}, {"answer_stamp": "before_start"}),
        ({"start_stamp": "2099-01-15 12:43:00"}, {"start_stamp": "ahead"} | dict.fromkeys(ENDS, "before_start")),
        ({"note": "2026-01-16 01:00:00", "odd": "2026-01-19 00:00:00"}, {"odd": "ahead"}),
        ({"end_stamp": "", "finished": "2026-01-15 12:41:00"}, {"finished": "before_start"}),
    ],
)
def test_a_time_that_cannot_be_is_shown_as_such(stamps: dict[str, str], doubts: dict[str, str]) -> None:
    mapping = WebhookMapping().with_key("finished", MappedField.ENDED)
    (sample,) = describe(json.dumps(HUNG_UP | stamps).encode(), "", "", mapping, NOW, UTC)

    moments = {field.key: field for field in sample.fields if field.shape is Shape.MOMENT}
    assert {key: field.detail for key, field in moments.items() if field.detail} == doubts


async def test_webhooks_come_over_tls_and_a_renewed_certificate_is_taken_up(tmp_path: Path) -> None:
    pair, other = make_pair(tmp_path), make_pair(tmp_path, "other")
    async with listening(certificate=str(pair.certificate), certificate_key=str(pair.key)) as (desk, _):
        port = desk.listener.port
        assert await posted(port, pair) == 200
        first = await shown_by(port)
        other.certificate.replace(pair.certificate)
        assert await shown_by(port) == first, "half a pair leaves the last one in use"
        other.key.replace(pair.key)
        assert await posted(port, pair) == 200
        assert await shown_by(port) != first
        with pytest.raises(httpx.ConnectError):
            await posted(port, make_pair(tmp_path, "stranger"))
        with pytest.raises(httpx.RemoteProtocolError):
            async with httpx.AsyncClient() as client:
                await client.post(f"http://127.0.0.1:{port}{HOOK}", json=HUNG_UP)


async def posted(port: int, trusted: Pair) -> int:
    security = ssl.create_default_context(cafile=str(trusted.certificate))
    async with httpx.AsyncClient(verify=security, trust_env=False) as client:
        return (await client.post(f"https://127.0.0.1:{port}{HOOK}", json=HUNG_UP)).status_code


async def shown_by(port: int) -> str:
    anything = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anything.check_hostname, anything.verify_mode = False, ssl.CERT_NONE
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=anything)
    try:
        shown: bytes = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        return ssl.DER_cert_to_PEM_cert(shown)
    finally:
        writer.close()
        await writer.wait_closed()


async def test_older_tls_is_refused(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    context = CertificateFiles(pair.certificate, pair.key).context()
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


async def test_a_certificate_that_cannot_be_used_is_said_at_the_start(tmp_path: Path) -> None:
    pair, other = make_pair(tmp_path), make_pair(tmp_path, "other")
    desk = Desk(certificate=str(pair.certificate), certificate_key=str(other.key))
    with pytest.raises(ListenerError, match="another certificate"):
        await desk.listener.start()
    await desk.listener.stop()


def test_what_a_certificate_says_is_read(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    certificate = CertificateFiles(pair.certificate, pair.key).read()
    days = (certificate.valid_until - datetime.now(UTC)) / timedelta(days=1)
    assert 89 < days < 91
    assert certificate.names == ("localhost",)
    assert certificate.standing(datetime.now(UTC)) is CertificateStanding.VALID
    assert certificate.standing(certificate.valid_until - timedelta(days=3)) is CertificateStanding.ENDS_SOON
    assert certificate.standing(certificate.valid_until) is CertificateStanding.EXPIRED
    assert certificate.standing(certificate.valid_from - timedelta(days=1)) is CertificateStanding.NOT_YET_VALID


def test_files_that_are_no_pair_say_why(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    locked = make_pair(tmp_path, "locked", passphrase=b"sesame")
    nonsense, large = tmp_path / "nonsense.pem", tmp_path / "large.pem"
    nonsense.write_bytes(b"\x30\x82nothing")
    large.write_bytes(b"x" * 300_000)
    for certificate, key, said in (
        (pair.certificate, locked.key, "passphrase"),
        (pair.certificate, tmp_path / "missing.key", "cannot be read"),
        (nonsense, pair.key, "PEM"),
        (pair.certificate, nonsense, "PEM"),
        (large, pair.key, "too large"),
        (tmp_path, pair.key, "cannot be read"),
    ):
        with pytest.raises(CertificateError, match=said):
            CertificateFiles(certificate, key).read()


@pytest.mark.parametrize("cut", [0, 1, 4, 40, 120])
def test_a_certificate_that_is_cut_off_is_none(tmp_path: Path, cut: int) -> None:
    whole = ssl.PEM_cert_to_DER_cert(make_pair(tmp_path).certificate.read_text())
    with pytest.raises(NotDerError):
        read_der(whole[:cut])
