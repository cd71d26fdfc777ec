"""That somebody is ill stays in the house, wherever the absence shows (bridge sheet, section 6)."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.session import Database
from locum.kit import clock
from locum.webhooks.absences.jobs import CLOCK
from tests.factories.absences import days
from tests.factories.webhooks import webhook
from tests.factories.world import World
from tests.slots.asking import NOW, Asker, one_host
from tests.webhooks.told import told

HIDDEN = ("sick", "ooo_reasons_sick_leave", "🤒", "Flu")


async def test_nobody_outside_learns_why(world: World, session: AsyncSession, database: Database) -> None:
    user, talk = await one_host(world)
    await webhook(world, "OOO_STARTED", "OOO_ENDED", user_id=user.id)
    api = await world.api(user)
    nobody = await world.api(None)
    outputs: list[str] = []
    with clock.frozen(NOW):
        body = {**days("2027-02-01", "2027-02-02"), "reason": "sick", "notes": "Flu"}
        entry = (await api.post("/v2/me/ooo", body)).json()["data"]
        feed = (await api.post("/v2/me/ooo/feeds", {"name": "x", "detail": "substitute"})).json()["data"]["url"]
        outputs.append((await nobody.get(feed[feed.index("/v2/") :])).text)
        outputs.append((await api.post(f"/v2/me/ooo/{entry['id']}/preview")).text)
        window = "startTime=2027-02-01T00:00:00Z&endTime=2027-02-01T23:59:59Z"
        outputs.append((await nobody.get(f"/v2/slots/available?{window}&eventTypeId={talk.id}")).text)
        outputs.append((await nobody.get(f"/{user.username}/{talk.slug}?date=2027-02-01")).text)
        outputs.append((await nobody.get(f"/{user.username}")).text)
    outputs.append((await Asker(world).response(eventTypeId=talk.id, start="2027-02-01", end="2027-02-02")).text)
    for moment in (datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 2, 3, tzinfo=UTC)):
        with clock.frozen(moment):
            await CLOCK.ring(database)
    events = [str(event.body) for event in await told(session)]
    assert len(events) == 2
    assert '"away":true' in outputs[2]
    for output in (*outputs, *events):
        for word in HIDDEN:
            assert word not in output
