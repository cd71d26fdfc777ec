"""Webhooks in every place they hang: what the sheet's rows say (organization plane sheet, part 4, section 7)."""

from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select

from locum.webhooks import registration
from locum.webhooks.models import FailingWebhook, Webhook, WebhookDelivery, WebhookEvent
from tests.factories.event_types import event_type
from tests.factories.oauth import oauth_client, pair
from tests.factories.world import World
from tests.webhooks.places import BODY, PLACES, URL, MakePlace, Place, of_event_type, of_organization, of_person

every_place = pytest.mark.parametrize("make", PLACES, ids=lambda make: make.__name__)


async def created(place: Place, **changes: Any) -> dict[str, Any]:
    answer = await place.manager.post(place.base, {**BODY, **changes})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


def refusal(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["message"]


@every_place
async def test_from_the_first_to_the_last(world: World, make: MakePlace) -> None:
    place = await make(world)
    hook = await created(place)
    assert hook == {"id": hook["id"], **BODY, "payloadTemplate": None, "secret": None, **place.owner}
    assert isinstance(hook["id"], str)
    path = f"{place.base}/{hook['id']}"
    assert (await place.manager.get(path)).json() == {"status": "success", "data": hook}
    assert (await place.manager.get(place.base)).json() == {"status": "success", "data": [hook]}
    changes = {"triggers": [], "active": False, "secret": "s3cret", "payloadTemplate": "{{title}}"}
    changed = await place.manager.patch(path, changes)
    assert (changed.status_code, changed.json()["data"]) == (200, {**hook, **changes})
    gone = await place.manager.delete(path)
    assert (gone.status_code, gone.json()["data"]) == (200, changed.json()["data"])
    assert refusal(await place.manager.get(path)) == (404, f"Webhook ({hook['id']}) not found")


@every_place
async def test_the_same_address_twice(world: World, make: MakePlace) -> None:
    place = await make(world)
    first = await created(place)
    again = await place.manager.post(place.base, BODY)
    assert refusal(again) == (409, f"Webhook with this subscriber url already exists for this {place.taken}")
    other = await created(place, subscriberUrl=URL + "/2")
    moved = await place.manager.patch(f"{place.base}/{other['id']}", {"subscriberUrl": URL})
    assert moved.status_code == 409
    assert (await place.manager.patch(f"{place.base}/{first['id']}", {"subscriberUrl": URL})).status_code == 200


async def test_how_many_there_can_be(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration, "MOST", 2)
    place, other = await of_person(world), await of_person(world)
    for number in range(2):
        await created(place, subscriberUrl=f"{URL}/{number}")
    assert (await place.manager.post(place.base, BODY)).status_code == 400
    await created(other)


async def test_the_same_address_of_different_owners(world: World) -> None:
    for make in PLACES:
        await created(await make(world))


@every_place
async def test_who_may_not(world: World, make: MakePlace) -> None:
    place = await make(world)
    hook = await created(place)
    nobody = await world.api(None)
    path = f"{place.base}/{hook['id']}"
    for api, status in ((place.stranger, 403), (nobody, 401)):
        answers = [
            await api.get(path),
            await api.patch(path, {"active": False}),
            await api.delete(path),
        ]
        if "userId" not in place.owner:
            answers += [await api.get(place.base), await api.post(place.base, BODY)]
        assert {answer.status_code for answer in answers} == {status}
    assert (await place.manager.get(path)).json()["data"] == hook


@every_place
async def test_somebody_elses_webhook_under_ones_own_path(world: World, make: MakePlace) -> None:
    mine, theirs = await make(world), await make(world)
    hook = await created(theirs)
    path = f"{mine.base}/{hook['id']}"
    answers = [
        await mine.manager.get(path),
        await mine.manager.patch(path, {"active": False}),
        await mine.manager.delete(path),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert (await mine.manager.get(mine.base)).json()["data"] == []
    assert (await theirs.manager.get(f"{theirs.base}/{hook['id']}")).json()["data"] == hook


@every_place
@pytest.mark.parametrize("webhook_id", ["6f1c1a86-7a3e-4c5e-9c4e-2f0f1c8b9a10", "7", "none", "%00"])
async def test_a_webhook_that_is_not_there(world: World, make: MakePlace, webhook_id: str) -> None:
    place = await make(world)
    path = f"{place.base}/{webhook_id}"
    assert (await place.manager.get(path)).status_code == 404
    assert (await place.manager.patch(path, {"active": "no"})).status_code == 404
    assert (await place.manager.delete(path)).status_code == 404


async def test_a_persons_webhook_is_none_of_an_event_types(world: World) -> None:
    place = await of_event_type(world)
    hook = await created(Place("/v2/webhooks", {}, place.manager, place.stranger, "user", False))
    assert (await place.manager.get(f"{place.base}/{hook['id']}")).status_code == 400


async def test_removing_all(world: World) -> None:
    for make in PLACES:
        place = await make(world)
        kept = await created(await make(world))
        for number in range(3):
            await created(place, subscriberUrl=f"{URL}/{number}")
        answer = await place.manager.delete(place.base)
        if not place.has_delete_all:
            assert answer.status_code == 404
            continue
        assert (answer.status_code, answer.json()["data"]) == (200, "3 webhooks deleted")
        assert (await place.manager.get(place.base)).json()["data"] == []
        ids = {str(row) for row in await world.session.scalars(select(Webhook.id))}
        assert kept["id"] in ids


@pytest.mark.parametrize(
    "changes",
    [
        {"subscriberUrl": None},
        {"subscriberUrl": "ftp://a.example/"},
        {"subscriberUrl": "not a url"},
        {"subscriberUrl": "http://a.example/" + "x" * 2000},
        {"subscriberUrl": "http://user:word@93.184.216.34/"},
        {"subscriberUrl": "http://127.0.0.1/"},
        {"subscriberUrl": "http://localhost:9/"},
        {"subscriberUrl": "http://169.254.169.254/latest"},
        {"subscriberUrl": "http://[::ffff:10.0.0.1]/"},
        {"triggers": None},
        {"triggers": ["BOOKING_CONFIRMED"]},
        {"triggers": ["PING"]},
        {"triggers": "OOO_CREATED"},
        {"active": None},
        {"active": "true"},
        {"secret": 7},
        {"payloadTemplate": {}},
        {"version": "2021-10-21"},
    ],
)
async def test_bodies_that_are_refused(world: World, changes: dict[str, Any]) -> None:
    place = await of_person(world)
    answer = await place.manager.post(place.base, {**BODY, **changes})
    assert answer.status_code == 400, answer.text
    assert (await place.manager.get(place.base)).json()["data"] == []


async def test_a_private_address_is_refused_when_it_is_changed_too(world: World) -> None:
    place = await of_person(world)
    hook = await created(place)
    answer = await place.manager.patch(f"{place.base}/{hook['id']}", {"subscriberUrl": "http://10.0.0.1/"})
    assert answer.status_code == 400
    assert answer.json()["error"]["details"]["errors"][0]["property"] == "subscriberUrl"


async def test_what_is_optional(world: World) -> None:
    place = await of_person(world)
    hook = await created(place, secret="s", version="2021-10-20", triggers=["OOO_CREATED"] * 2, extra=1)
    assert (hook["triggers"], hook["secret"]) == (["OOO_CREATED"], "s")
    path = f"{place.base}/{hook['id']}"
    assert (await place.manager.patch(path)).json()["data"] == hook
    cleared = await place.manager.patch(path, {"secret": None, "active": None})
    assert cleared.json()["data"] == {**hook, "secret": None}


async def test_secrets_are_sealed_where_they_are_kept(world: World) -> None:
    place = await of_person(world)
    hook = await created(place, secret="a plain secret")
    row = (await world.session.scalars(select(Webhook))).one()
    assert hook["secret"] == "a plain secret"
    assert row.sealed_secret is not None
    assert "a plain secret" not in row.sealed_secret


async def test_pages_of_a_list(world: World) -> None:
    place = await of_organization(world)
    hooks = [await created(place, subscriberUrl=f"{URL}/{number}") for number in range(4)]
    page = await place.manager.get(f"{place.base}?take=2&skip=1")
    assert page.json()["data"] == hooks[1:3]
    for query in ("take=0", "take=251", "skip=-1"):
        assert (await place.manager.get(f"{place.base}?{query}")).status_code == 400


async def test_members_read_the_webhooks_of_a_client_and_its_own_pair_changes_them(world: World) -> None:
    organization = await world.organization(is_platform=True)
    client = await oauth_client(world, organization)
    await world.member(organization, "OWNER")
    member, program = await world.api(await world.member(organization)), pair(world, client)
    base = f"/v2/oauth-clients/{client.id}/webhooks"
    hook = (await program.post(base, {**BODY, "secret": "s3cret"})).json()["data"]
    assert hook["secret"] == "s3cret"
    assert (await member.get(base)).json()["data"] == [{**hook, "secret": None}]
    assert (await member.patch(f"{base}/{hook['id']}", {"active": False})).status_code == 403
    assert (await member.delete(base)).status_code == 403
    assert (await program.delete(base)).json()["data"] == "1 webhooks deleted"


async def test_what_system_administrators_may(world: World) -> None:
    admin = await world.api(await world.user(is_system_admin=True))
    statuses = {}
    for make in PLACES:
        place = await make(world)
        hook = await created(place)
        statuses[make.__name__] = (await admin.get(f"{place.base}/{hook['id']}")).status_code
    assert statuses.pop("of_event_type") == 403
    assert set(statuses.values()) == {200}
    place = await of_person(world)
    first, second = await created(place), await created(place, subscriberUrl=URL + "/2")
    changed = await admin.patch(f"/v2/webhooks/{first['id']}", {"subscriberUrl": second["subscriberUrl"]})
    assert changed.status_code == 409
    of_event = await created(await of_event_type(world))
    assert (await admin.get(f"/v2/webhooks/{of_event['id']}")).status_code == 403
    assert (await admin.get("/v2/webhooks")).json()["data"] == []


async def test_event_types_that_are_not_there_or_not_of_the_team(world: World) -> None:
    team, other = await world.team(), await world.team()
    admin = await world.member(team, "OWNER")
    api = await world.api(admin)
    kind, foreign = await event_type(world, team), await event_type(world, other)
    assert refusal(await api.get("/v2/event-types/999999/webhooks")) == (
        404,
        "IsUserEventTypeWebhookGuard - Event type (999999) not found",
    )
    assert (await api.get(f"/v2/event-types/{kind.id}/webhooks")).status_code == 403
    assert (await api.get(f"/v2/teams/{team.id}/event-types/{foreign.id}/webhooks")).status_code == 404
    assert (await api.get(f"/v2/teams/{other.id}/event-types/{foreign.id}/webhooks")).status_code == 403
    assert (await api.get(f"/v2/teams/{team.id}/event-types/{kind.id}/webhooks")).status_code == 200
    assert (await api.get("/v2/event-types/x/webhooks")).status_code == 400


async def _delivery(world: World, hook: dict[str, Any]) -> WebhookDelivery:
    event = WebhookEvent(trigger="OOO_CREATED", body={})
    world.session.add(event)
    await world.session.flush()
    delivery = WebhookDelivery(webhook_id=hook["id"], event_id=event.id, next_attempt_at=event.created_at)
    world.session.add_all([delivery, FailingWebhook(webhook_id=hook["id"], since=event.created_at)])
    await world.session.commit()
    return delivery


async def test_switched_off_nothing_more_is_sent_and_switched_on_it_begins_afresh(world: World) -> None:
    place = await of_person(world)
    hook = await created(place)
    delivery = await _delivery(world, hook)
    path = f"{place.base}/{hook['id']}"
    await place.manager.patch(path, {"triggers": []})
    await world.session.refresh(delivery)
    assert delivery.state == "pending"
    await place.manager.patch(path, {"active": False})
    await world.session.refresh(delivery)
    assert delivery.state == "abandoned"
    assert len((await world.session.scalars(select(FailingWebhook))).all()) == 1
    await place.manager.patch(path, {"active": True})
    assert (await world.session.scalars(select(FailingWebhook))).all() == []
    await world.session.refresh(delivery)
    assert delivery.state == "abandoned"
