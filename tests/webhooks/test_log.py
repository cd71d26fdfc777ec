"""The log of deliveries, sending again, and tests of webhooks, in all five places."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from locum.kit import clock
from locum.kit.wire import format_instant
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent, WebhookLane
from tests.factories.oauth import oauth_client
from tests.factories.world import Api, World
from tests.http.test_statements import counted
from tests.webhooks.places import BODY, PLACES, MakePlace, Place, of_person

every_place = pytest.mark.parametrize("make", PLACES, ids=lambda make: make.__name__)


async def hook_of(place: Place, **changes: Any) -> str:
    answer = await place.manager.post(place.base, {**BODY, **changes})
    return f"{place.base}/{answer.json()['data']['id']}"


async def delivered(world: World, path: str, **values: Any) -> WebhookDelivery:
    """A delivery that was made to the webhook at a path."""
    now = clock.now()
    body = {"triggerEvent": "OOO_CREATED", "createdAt": format_instant(now), "payload": {"word": "ß", "title": "T"}}
    event = WebhookEvent(trigger="OOO_CREATED", body=body, fanned_out_at=now)
    world.session.add(event)
    await world.session.flush()
    said: dict[str, Any] = {"state": "delivered", "attempts": 1, "attempted_at": now, "status": 200, "answer": "ok"}
    row = WebhookDelivery(
        webhook_id=path.rpartition("/")[2], event_id=event.id, next_attempt_at=now, duration_ms=7, **{**said, **values}
    )
    world.session.add(row)
    await world.session.commit()
    return row


async def data(api: Api, path: str) -> Any:
    answer = await api.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


@every_place
async def test_what_was_sent_the_newest_first(world: World, make: MakePlace) -> None:
    place = await make(world)
    path = await hook_of(place)
    first = await delivered(world, path, state="failed", status=None, error="no answer", answer=None)
    second = await delivered(world, path)
    await delivered(world, await hook_of(place, subscriberUrl=BODY["subscriberUrl"] + "/other"))
    shown = await data(place.manager, f"{path}/deliveries")
    assert [row["id"] for row in shown] == [str(second.id), str(first.id)]
    assert second.attempted_at is not None
    assert shown[0] == {
        "id": str(second.id),
        "webhookId": str(second.webhook_id),
        "trigger": "OOO_CREATED",
        "state": "delivered",
        "attempts": 1,
        "createdAt": format_instant(second.created_at),
        "attemptedAt": format_instant(second.attempted_at),
        "nextAttemptAt": None,
        "status": 200,
        "error": None,
        "durationMs": 7,
        "answer": "ok",
    }
    assert (shown[1]["state"], shown[1]["status"], shown[1]["error"]) == ("failed", None, "no answer")
    assert await data(place.manager, f"{path}/deliveries?take=1&skip=1") == shown[1:]
    detail = await data(place.manager, f"{path}/deliveries/{second.id}")
    assert {name: detail[name] for name in shown[0]} == shown[0]
    assert detail["contentType"] == "application/json"
    assert (
        '"payload":{"word":"ß","title":"T"}' in detail["body"] or '"payload":{"title":"T","word":"ß"}' in detail["body"]
    )


async def test_what_is_sent_follows_the_template(world: World) -> None:
    place = await of_person(world)
    path = await hook_of(place, payloadTemplate="word={{word}}")
    row = await delivered(world, path)
    detail = await data(place.manager, f"{path}/deliveries/{row.id}")
    assert (detail["contentType"], detail["body"]) == ("application/x-www-form-urlencoded", "word=ß")


@every_place
async def test_sending_again_begins_a_new_round_under_the_same_id(world: World, make: MakePlace) -> None:
    place = await make(world)
    path = await hook_of(place)
    row = await delivered(world, path, state="failed", attempts=20, round_attempts=20)
    answer = await place.manager.post(f"{path}/deliveries/{row.id}/redeliver")
    assert (answer.status_code, answer.json()["data"]["id"], answer.json()["data"]["state"]) == (
        200,
        str(row.id),
        "pending",
    )
    await world.session.refresh(row)
    assert (row.state, row.attempts, row.round_attempts) == ("pending", 20, 0)
    assert clock.now() - row.next_attempt_at < timedelta(minutes=1)
    (lane,) = await world.session.scalars(select(WebhookLane))
    assert (lane.webhook_id, lane.kind, lane.due_at) == (row.webhook_id, "asked", row.next_attempt_at)


@every_place
async def test_a_test_goes_to_this_webhook_alone_also_when_it_is_off(world: World, make: MakePlace) -> None:
    place = await make(world)
    path = await hook_of(place, active=False, triggers=[])
    await hook_of(place, subscriberUrl=BODY["subscriberUrl"] + "/other")
    answer = await place.manager.post(f"{path}/ping")
    assert (answer.status_code, answer.json()["data"]["trigger"]) == (201, "PING")
    (row,) = await world.session.scalars(select(WebhookDelivery))
    assert str(row.webhook_id) == path.rpartition("/")[2]
    event = await world.session.get_one(WebhookEvent, row.event_id)
    assert event.body["triggerEvent"] == "PING"
    assert event.fanned_out_at is not None
    assert [lane.kind for lane in await world.session.scalars(select(WebhookLane))] == ["asked"]
    detail = await data(place.manager, f"{path}/deliveries/{row.id}")
    assert '"triggerEvent":"PING"' in detail["body"]


@every_place
async def test_who_may_not(world: World, make: MakePlace) -> None:
    place, theirs = await make(world), await make(world)
    path, foreign = await hook_of(place), await hook_of(theirs)
    row = await delivered(world, foreign)
    nobody = await world.api(None)
    below = ("/deliveries", f"/deliveries/{row.id}")
    for api, base, status in (
        (place.stranger, path, 403),
        (nobody, path, 401),
        (place.manager, place.base + "/" + foreign.rpartition("/")[2], 403),
        (place.manager, f"{place.base}/{uuid4()}", 404),
    ):
        for rest in below:
            assert (await api.get(base + rest)).status_code == status
        assert (await api.post(f"{base}/deliveries/{row.id}/redeliver")).status_code == status
        assert (await api.post(f"{base}/ping")).status_code == status
    # One's own webhook and somebody else's delivery.
    for delivery in (str(row.id), str(uuid4()), "7"):
        assert (await place.manager.get(f"{path}/deliveries/{delivery}")).status_code == 404
        assert (await place.manager.post(f"{path}/deliveries/{delivery}/redeliver")).status_code == 404
    await world.session.refresh(row)
    assert row.state == "delivered"


async def test_members_of_a_clients_organization_do_not_read_what_was_sent(world: World) -> None:
    organization = await world.organization(is_platform=True)
    client = await oauth_client(world, organization)
    admin = await world.api(await world.member(organization, "ADMIN"))
    member = await world.api(await world.member(organization))
    base = f"/v2/oauth-clients/{client.id}/webhooks"
    path = await hook_of(Place(base, {}, admin, member, "", True))
    assert (await member.get(path)).status_code == 200
    assert (await member.get(f"{path}/deliveries")).status_code == 403


async def test_the_log_takes_as_many_statements_whatever_its_length(world: World, engine: AsyncEngine) -> None:
    place = await of_person(world)
    path = await hook_of(place)
    numbers = []
    for rows in (3, 30):
        for _ in range(rows):
            await delivered(world, path)
        await hook_of(place, subscriberUrl=f"{BODY['subscriberUrl']}/{rows}")
        world.session.expunge_all()
        for address in (f"{path}/deliveries", place.base):
            with counted(engine) as statements:
                assert len(await data(place.manager, address)) >= 2
            numbers.append(len(statements))
    assert numbers[:2] == numbers[2:]
    assert numbers[0] <= 3


async def test_a_webhook_that_goes_takes_its_log_along(world: World) -> None:
    place = await of_person(world)
    path = await hook_of(place)
    await delivered(world, path)
    await place.manager.delete(path)
    assert (await world.session.scalars(select(WebhookDelivery))).all() == []
    assert (await world.session.scalars(select(Webhook))).all() == []


@every_place
async def test_a_secret_sealed_by_another_server_keeps_nothing_from_being_read(make: MakePlace, world: World) -> None:
    place = await make(world)
    path = await hook_of(place, secret="s")
    await world.session.execute(update(Webhook).values(sealed_secret="sealed by another server"))
    world.session.expunge_all()
    [shown] = await data(place.manager, place.base)
    assert (shown["secret"], shown["subscriberUrl"]) == (None, BODY["subscriberUrl"])
    assert (await data(place.manager, path))["secret"] is None
    again = await place.manager.patch(path, {"secret": "t"})
    assert again.json()["data"]["secret"] == "t"
