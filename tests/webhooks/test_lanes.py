"""Who works for which webhook: in order, one after the other, and nobody waits for others."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from locum.kit import clock
from locum.webhooks import courier as couriers
from locum.webhooks import lanes, log, sending
from locum.webhooks.fan_out import fan_out
from locum.webhooks.models import FailingWebhook, WebhookLane
from tests.support.receiver import DROPPED, SILENCE, Reply, receiver
from tests.support.waiting import PATIENCE_SECONDS, eventually
from tests.webhooks.post_office import NOON, PostOffice, ids, numbers

BUSY = Reply(503)


async def test_who_never_answers_keeps_nobody_waiting(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WITHIN_SECONDS", PATIENCE_SECONDS)
    async with receiver(otherwise=SILENCE) as silent, receiver() as good:
        await office.webhook(silent.url)
        await office.webhook(good.url)
        await office.happen(20)
        await office.look()
        await eventually(lambda: len(good.heard) == 20)
        assert len(silent.heard) == 1


async def test_who_never_answers_is_cut_off(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WITHIN_SECONDS", 1.0)
    async with receiver(SILENCE) as silent:
        await office.webhook(silent.url)
        await office.happen(2)
        await office.look()
        await eventually(lambda: len(silent.heard) == 2)
        errors = [row.error for row in await office.deliveries() if row.error]
    assert errors == ["no answer within 1 seconds"]


async def test_failing_webhooks_leave_room_for_others(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(couriers, "LANES", 3)
    monkeypatch.setattr(couriers, "FAILING_LANES", 2)
    async with receiver(otherwise=SILENCE) as silent, receiver() as good:
        hooks = [await office.webhook(f"{silent.url}/{number}") for number in range(6)]
        async with office.database.work() as session:
            session.add_all(FailingWebhook(webhook_id=hook.id, since=NOON) for hook in hooks)
        await office.webhook(good.url)
        await office.happen(3)
        await office.look()
        await eventually(lambda: len(good.heard) == 3)
        assert silent.connections == 2


async def test_further_attempts_do_not_wait_for_each_other(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WITHIN_SECONDS", 5.0)
    first = [BUSY] * 7
    async with receiver(*first, SILENCE, SILENCE, otherwise=Reply(after_seconds=0.05)) as server:
        await office.webhook(server.url)
        with clock.frozen(NOON):
            await office.happen(7)
            await office.work()
            assert len(server.heard) == 7
        with clock.frozen(NOON + timedelta(seconds=20)):
            await office.look()
            await eventually(lambda: len(server.heard) == 14)
            await office.work()
    assert server.most_at_once == lanes.SIDE_BY_SIDE[lanes.AGAIN]
    states = [row.state for row in await office.deliveries()]
    assert (states.count("delivered"), states.count("pending")) == (5, 2)
    assert sorted(numbers(server)[7:]) == list(range(7))


async def test_who_tests_a_webhook_waits_for_nothing_else(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(couriers, "STOPS_WITHIN_SECONDS", 0.5)
    async with receiver(SILENCE, BUSY, otherwise=Reply()) as server:
        hook = await office.webhook(server.url)
        async with office.database.work() as session:
            session.add(FailingWebhook(webhook_id=hook.id, since=NOON))
        await office.happen(3)
        await office.look()
        await eventually(lambda: len(server.heard) == 1)
        monkeypatch.setattr(couriers, "FAILING_LANES", 0)
        async with office.database.work() as session:
            await log.ping(session, hook)
        await office.look()
        await eventually(lambda: len(server.heard) == 2)

        async def is_noted() -> bool:
            return any(row.attempts for row in await office.deliveries())

        await eventually(is_noted)
        await office.couriers[0].stop()
    assert json.loads(server.heard[1].body)["triggerEvent"] == "PING"
    [tested] = [row for row in await office.deliveries() if str(row.id) == ids(server)[1]]
    assert (tested.state, tested.attempts, tested.asked_for) == ("pending", 1, False)


async def test_old_work_does_not_keep_newer_work_waiting(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(couriers, "LANES", 1)
    monkeypatch.setattr(couriers, "TURN_SECONDS", 0)
    async with receiver() as server:
        await office.webhook(server.url + "/old")
        await office.happen(4)
        await office.look()
        await office.rest()
        await office.webhook(server.url + "/new")
        await office.happen(2)
        for _ in range(6):
            await office.look()
            await office.rest()
    paths = [heard.path.rpartition("/")[2] for heard in server.heard]
    assert sorted(paths[1:5]) == ["new", "new", "old", "old"]


async def test_a_courier_that_stops_gives_its_lanes_back_at_once(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(couriers, "STOPS_WITHIN_SECONDS", 0.1)
    async with receiver(SILENCE) as server:
        await office.webhook(server.url)
        await office.happen(2)
        await office.look()
        await eventually(lambda: len(server.heard) == 1)
        await office.couriers[0].stop()
        await office.work()
    assert numbers(server) == [0, 0, 1]
    assert ids(server)[0] == ids(server)[1]


async def test_lanes_of_a_dead_courier_are_free_after_a_while(office: PostOffice) -> None:
    async with receiver() as server:
        hook = await office.webhook(server.url)
        with clock.frozen(NOON):
            await office.happen()
            async with office.database.work() as session:
                await fan_out(session)
                assert len(await lanes.claim(session, uuid4(), 10, failing=False)) == 1
            await office.work()
            assert server.heard == []
        with clock.frozen(NOON + lanes.HELD_FOR):
            await office.work()
    assert len(server.heard) == 1
    assert {row.webhook_id for row in await office.deliveries()} == {hook.id}


async def test_who_held_a_lane_for_too_long_leaves_it_to_the_next(office: PostOffice) -> None:
    async with receiver(Reply(after_seconds=0.2)) as server:
        await office.webhook(server.url)
        await office.happen(2)
        await office.look()
        await eventually(lambda: len(server.heard) == 1)
        other = uuid4()
        async with office.database.work() as session:
            await session.execute(update(WebhookLane).values(holder=other))
        await office.rest()
        async with office.database.look() as session:
            assert (await session.scalars(select(WebhookLane.holder))).one() == other


async def test_first_attempts_are_in_order_one_after_the_other_with_many_couriers(office: PostOffice) -> None:
    slow = Reply(after_seconds=0.005)
    async with receiver(otherwise=slow) as one, receiver(BUSY, Reply(), DROPPED, otherwise=slow) as two:
        for server in (one, two):
            await office.webhook(server.url)
        with clock.frozen(NOON):
            for _ in range(3):
                await office.happen(10)
                await office.look(*office.couriers)
            await office.work()
    for server in (one, two):
        assert numbers(server) == list(range(10)) * 3
        assert server.most_at_once == 1
