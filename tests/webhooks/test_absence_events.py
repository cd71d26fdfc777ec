"""What subscribers will be told of absences, in the sheet's words."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.webhooks.models import WebhookEvent
from tests.factories.world import World

DAYS = {"start": "2050-05-01T00:00:00Z", "end": "2050-05-10T00:00:00Z"}


async def _events(session: AsyncSession) -> list[WebhookEvent]:
    return list(await session.scalars(select(WebhookEvent).order_by(WebhookEvent.id)))


async def test_each_act_reaches_the_outbox_once(world: World, session: AsyncSession) -> None:
    team = await world.team()
    anna = await world.member(team, time_zone="Europe/Berlin", name="Anna")
    ben = await world.member(team, time_zone="America/New_York")
    api = await world.api(anna)
    body = {**DAYS, "toUserId": ben.id, "reason": "sick", "notes": "Flu"}
    with clock.frozen(datetime(2050, 4, 1, 8, tzinfo=UTC)):
        entry = (await api.post("/v2/me/ooo", body)).json()["data"]
    assert [event.trigger for event in await _events(session)] == ["OOO_CREATED"]
    told = (await _events(session))[0].body
    assert told.pop("createdAt") == "2050-04-01T08:00:00.000Z"
    stored = told["payload"]["oooEntry"]
    assert stored.pop("createdAt") == stored.pop("updatedAt") == "2050-04-01T08:00:00.000Z"
    assert told == {
        "triggerEvent": "OOO_CREATED",
        "payload": {
            "oooEntry": {
                "id": entry["id"],
                "uuid": entry["uuid"],
                "start": "2050-05-01T00:00:00+02:00",
                "end": "2050-05-10T23:59:59+02:00",
                "notes": "Flu",
                "reason": {"emoji": "🤒", "reason": "ooo_reasons_sick_leave"},
                "reasonId": 4,
                "user": {
                    "id": anna.id,
                    "name": "Anna",
                    "username": anna.username,
                    "email": anna.email,
                    "timeZone": "Europe/Berlin",
                },
                "toUser": {
                    "id": ben.id,
                    "name": ben.name,
                    "username": ben.username,
                    "email": ben.email,
                    "timeZone": "America/New_York",
                },
            }
        },
    }
    await api.patch(f"/v2/me/ooo/{entry['id']}", {"toUserId": None})
    await api.delete(f"/v2/me/ooo/{entry['id']}")
    events = await _events(session)
    assert [event.trigger for event in events] == ["OOO_CREATED", "OOO_CREATED", "OOO_UPDATED", "OOO_DELETED"]
    assert [event.body["payload"]["oooEntry"]["toUser"] for event in events[1:]] == [None, None, None]


async def test_what_is_refused_is_not_told(world: World, session: AsyncSession) -> None:
    anna = await world.user()
    api = await world.api(anna)
    assert (await api.post("/v2/me/ooo", {**DAYS, "toUserId": anna.id})).status_code == 400
    assert await _events(session) == []
