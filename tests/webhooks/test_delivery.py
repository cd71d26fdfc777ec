"""From an event to its subscribers: what they get, in which order, how often, and what is kept of it."""

import asyncio
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from locum.background import run_worker
from locum.db.jobs import Workshop
from locum.db.session import Database
from locum.kit import clock
from locum.kit.paging import Page
from locum.kit.safe_urls import Outbound
from locum.settings import Settings
from locum.webhooks import courier as couriers
from locum.webhooks import jobs, log, rules
from locum.webhooks.courier import Courier
from locum.webhooks.fan_out import fan_out
from locum.webhooks.models import FailingWebhook, Webhook, WebhookEvent, WebhookLane
from locum.webhooks.places import Owner
from locum.webhooks.registration import change
from tests.support.receiver import DROPPED, Reply, receiver
from tests.support.waiting import eventually, somebody_waits_for
from tests.webhooks.post_office import NOON, TRIGGER, PostOffice, ids, numbers

BUSY = Reply(503, b"come back later")


async def count(database: Database, model: type) -> int:
    async with database.look() as session:
        return int(await session.scalar(select(func.count()).select_from(model)) or 0)


async def test_a_subscriber_gets_the_body_signed_and_we_keep_what_he_said(office: PostOffice) -> None:
    async with receiver(Reply(202, b"thank\x00s" + b"!" * 5000)) as server:
        await office.webhook(server.url, "s3cret")
        with clock.frozen(NOON):
            await office.happen()
            await office.work()
    (heard,) = server.heard
    assert heard.method == "POST"
    assert json.loads(heard.body) == {
        "triggerEvent": TRIGGER,
        "createdAt": "2050-05-01T00:00:00.000Z",
        "payload": {"number": 0},
    }
    (delivery,) = await office.deliveries()
    assert heard.headers["content-type"] == "application/json"
    assert heard.headers["x-cal-signature-256"] == hmac.new(b"s3cret", heard.body, hashlib.sha256).hexdigest()
    assert heard.headers["x-cal-webhook-version"] == "2021-10-20"
    assert UUID(heard.headers["x-locum-delivery"]) == delivery.id
    assert (delivery.state, delivery.attempts, delivery.status, delivery.error) == ("delivered", 1, 202, None)
    assert delivery.attempted_at == NOON
    assert delivery.duration_ms is not None
    assert delivery.answer == ("thank\ufffds" + "!" * 5000)[:1000]
    assert await count(office.database, WebhookLane) == 0


async def test_without_a_secret_and_with_a_template(office: PostOffice) -> None:
    async with receiver() as server:
        await office.webhook(server.url, payload_template="number={{number}}")
        await office.happen()
        await office.work()
    (heard,) = server.heard
    assert heard.body == b"number=0"
    assert heard.headers["content-type"] == "application/x-www-form-urlencoded"
    assert heard.headers["x-cal-signature-256"] == "no-secret-provided"


async def test_a_secret_that_cannot_be_opened_sends_nothing_unsigned(office: PostOffice) -> None:
    async with receiver() as server:
        await office.webhook(server.url, sealed_secret="sealed by another server")
        await office.happen()
        await office.work()
    assert server.heard == []
    assert "secret" in ((await office.deliveries())[0].error or "")


async def test_only_what_committed_is_told_and_only_once(office: PostOffice) -> None:
    async with receiver() as server:
        await office.webhook(server.url)
        await office.happen(25)
        with pytest.raises(ZeroDivisionError):
            async with office.database.work() as session:
                session.add(WebhookEvent(trigger=TRIGGER, user_id=office.owner_id, body={}))
                await session.flush()
                _ = 1 / 0
        fanned = await asyncio.gather(*(_fan_out(office.database) for _ in range(4)))
        assert sum(fanned) == 25
        await office.work()
    assert numbers(server) == list(range(25))
    assert len(set(ids(server))) == 25


async def _fan_out(database: Database) -> int:
    async with database.work() as session:
        return await fan_out(session)


async def test_what_failed_is_tried_again_under_its_id_and_holds_up_nobody(office: PostOffice) -> None:
    async with receiver(BUSY, Reply(), DROPPED) as server:
        await office.webhook(server.url, "s")
        with clock.frozen(NOON):
            await office.happen(5)
            await office.work()
            assert numbers(server) == [0, 1, 2, 3, 4]
            states = [(row.state, row.attempts, row.status) for row in await office.deliveries()]
            assert states == [
                ("pending", 1, 503),
                ("delivered", 1, 200),
                ("pending", 1, None),
                ("delivered", 1, 200),
                ("delivered", 1, 200),
            ]
            first = (await office.deliveries())[0]
            assert first.answer == "come back later"
            assert timedelta(seconds=15) <= first.next_attempt_at - NOON <= timedelta(seconds=16.5)
        with clock.frozen(NOON + timedelta(seconds=14)):
            await office.work()
            assert len(server.heard) == 5
        with clock.frozen(NOON + timedelta(seconds=17)):
            await office.work()
    assert sorted(numbers(server)[5:]) == [0, 2]
    assert sorted(ids(server)[5:]) == sorted([ids(server)[0], ids(server)[2]])
    assert {(row.state, row.error) for row in await office.deliveries()} == {("delivered", None)}
    assert await count(office.database, FailingWebhook) == 0
    assert await count(office.database, WebhookLane) == 0


async def test_three_days_of_attempts_and_then_it_ends(office: PostOffice) -> None:
    times = []
    async with receiver(otherwise=BUSY) as server:
        hook = await office.webhook(server.url)
        now: datetime | None = NOON
        await office.happen()
        while now is not None:
            with clock.frozen(now):
                await office.work()
            times.append(now)
            now = await _next_due(office.database)
    assert len(times) == len(server.heard) == rules.MOST_ATTEMPTS
    assert len(set(ids(server))) == 1
    assert times[-1] - times[0] >= timedelta(hours=72)
    (delivery,) = await office.deliveries()
    assert (delivery.state, delivery.attempts) == ("failed", 20)
    async with office.database.look() as session:
        assert (await session.get_one(Webhook, hook.id)).active


async def _next_due(database: Database) -> datetime | None:
    async with database.look() as session:
        return await session.scalar(select(func.min(WebhookLane.due_at)))


async def test_after_five_days_of_failures_it_is_switched_off_and_its_owner_is_told(office: PostOffice) -> None:
    async with receiver(otherwise=BUSY) as server:
        hook = await office.webhook(server.url + "?key=secret")
        with clock.frozen(NOON):
            await office.happen()
            await office.work()
        with clock.frozen(NOON + timedelta(days=5) - timedelta(minutes=1)):
            await office.happen()
            await office.work()
            async with office.database.look() as session:
                assert (await session.get_one(Webhook, hook.id)).active
        later = NOON + timedelta(days=5, minutes=1)
        with clock.frozen(later):
            await office.happen(3)
            await office.work()
    async with office.database.look() as session:
        row = await session.get_one(Webhook, hook.id)
        waiting = (await session.execute(_JOBS)).scalars().all()
    assert (row.active, row.disabled_at) == (False, later)
    assert row.disabled_reason
    states = [delivery.state for delivery in await office.deliveries()]
    assert set(states) == {"abandoned"}
    (told,) = waiting
    assert told["user_ids"] == [office.owner_id]
    assert told["since"] == NOON.isoformat()
    heard = len(server.heard)
    assert heard <= 6
    with clock.frozen(later + timedelta(days=1)):
        await office.work()
    assert len(server.heard) == heard
    assert await count(office.database, WebhookLane) == 0


_JOBS = text("SELECT args FROM procrastinate_jobs WHERE task_name = 'mail.webhook_disabled'")


async def test_a_success_in_between_counts(office: PostOffice) -> None:
    async with receiver(BUSY, Reply(), BUSY) as server:
        hook = await office.webhook(server.url)
        for days in (0, 4, 6):
            with clock.frozen(NOON + timedelta(days=days)):
                await office.happen()
                await office.work()
    async with office.database.look() as session:
        assert (await session.get_one(Webhook, hook.id)).active


async def test_private_addresses_are_refused_when_it_is_delivered_too(office: PostOffice, settings: Settings) -> None:
    async with receiver() as server, Outbound(allow_private=False) as outbound:
        await office.webhook(server.url.replace("127.0.0.1", "localhost"))
        await office.happen()
        courier = Courier(office.database, settings, outbound)
        await asyncio.gather(*await courier.look())
    assert server.connections == 0
    (delivery,) = await office.deliveries()
    assert (delivery.state, delivery.status) == ("pending", None)
    assert delivery.error == "The address is refused: it leads to a private or reserved address"


async def test_a_redirect_is_a_failure_and_is_not_followed(office: PostOffice) -> None:
    async with receiver() as elsewhere, receiver(Reply(302, headers=(("Location", elsewhere.url),))) as server:
        await office.webhook(server.url)
        await office.happen()
        await office.work()
    assert elsewhere.connections == 0
    assert [(row.state, row.status) for row in await office.deliveries()] == [("pending", 302)]


async def test_what_is_switched_off_meanwhile_is_not_sent(office: PostOffice) -> None:
    async with receiver(BUSY) as server:
        hook = await office.webhook(server.url)
        with clock.frozen(NOON):
            await office.happen()
            await office.work()
        async with office.database.work() as session:
            row = await session.get_one(Webhook, hook.id)
            await change(session, office.settings, Owner("user_id", office.owner_id, "user"), row, {"active": False})
        await office.happen()
        with clock.frozen(NOON + timedelta(days=1)):
            await office.work()
    assert len(server.heard) == 1
    assert [row.state for row in await office.deliveries()] == ["abandoned"]


async def test_switching_off_waits_for_what_is_being_fanned_out(office: PostOffice) -> None:
    hook = await office.webhook("http://127.0.0.1:9/")
    await office.happen()

    async def switch_off() -> None:
        async with office.database.work() as session:
            row = await session.get_one(Webhook, hook.id)
            await change(session, office.settings, Owner("user_id", office.owner_id, "user"), row, {"active": False})

    async with office.database.work() as session:
        await fan_out(session)
        switching = asyncio.create_task(switch_off())
        await somebody_waits_for(session)
        assert not switching.done()
    await switching
    assert [row.state for row in await office.deliveries()] == ["abandoned"]


async def test_a_webhook_removed_while_it_is_tried(office: PostOffice) -> None:
    is_removed = asyncio.Event()
    async with receiver(Reply(after=is_removed)) as server:
        hook = await office.webhook(server.url)
        await office.happen(2)
        await office.look()
        await eventually(lambda: len(server.heard) == 1)
        async with office.database.work() as session:
            await session.delete(await session.get_one(Webhook, hook.id))
        is_removed.set()
        await office.work()
    assert await office.deliveries() == []
    assert len(server.heard) == 1


async def test_old_events_go_and_their_deliveries_with_them(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    monkeypatch.setattr(jobs, "workshop", lambda: Workshop(office.database, office.settings))
    async with receiver() as server:
        await office.webhook(server.url)
        with clock.frozen(NOON):
            await office.happen(5)
        with clock.frozen(NOON + timedelta(days=1)):
            await office.happen()
            await office.work()
    with clock.frozen(NOON + timedelta(days=30, hours=1)):
        await jobs.forget_old_events(0)
    assert len(await office.deliveries()) == 1
    assert await count(office.database, WebhookEvent) == 1


async def test_a_worker_is_woken_by_the_transaction(
    alone: Database, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(couriers, "LOOKS_EVERY_SECONDS", 3600)
    async with receiver() as server, run_worker(alone, office.settings):
        await office.webhook(server.url)
        # By then it has looked once, and waits.
        await asyncio.sleep(0.5)
        await office.happen()
        await eventually(lambda: len(server.heard) == 1)


async def test_sent_again_and_tested_also_while_it_is_off(office: PostOffice) -> None:
    async with receiver(BUSY) as server:
        hook = await office.webhook(server.url)
        await office.happen()
        await office.work()
        async with office.database.work() as session:
            row = await session.get_one(Webhook, hook.id)
            await change(session, office.settings, Owner("user_id", office.owner_id, "user"), row, {"active": False})
        async with office.database.work() as session:
            (entry,) = await log.entries(session, hook, Page())
            assert entry.delivery.state == "abandoned"
            await log.redeliver(session, entry)
            await log.ping(session, hook)
        await office.work()
    assert sorted(heard.headers["x-locum-delivery"] for heard in server.heard[1:]) == sorted(
        str(row.id) for row in await office.deliveries()
    )
    assert ids(server).count(ids(server)[0]) == 2
    assert {(row.state, row.attempts) for row in await office.deliveries()} == {("delivered", 2), ("delivered", 1)}
    assert {json.loads(heard.body)["triggerEvent"] for heard in server.heard} == {TRIGGER, "PING"}
