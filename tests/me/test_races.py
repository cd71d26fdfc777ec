"""Whatever comes at the same moment, a change of one's own account answers in the contract's words.

Real commits on a database of its own.
"""

import asyncio

from locum.schedules import service
from tests.factories.world import World
from tests.support.waiting import somebody_waits_for


async def test_somebody_moves_while_his_default_schedule_goes(live: World) -> None:
    anna = await live.user()
    api = await live.api(anna)
    schedule = await service.create(live.session, anna.id, "Work", "UTC", make_default=True)
    await live.session.commit()
    await service.remove(live.session, schedule)
    waiting = asyncio.create_task(api.patch("/v2/me", {"timeZone": "Asia/Tokyo"}))
    await somebody_waits_for(live.session)
    await live.session.commit()
    answer = await waiting
    assert answer.status_code == 200, answer.text
    assert (answer.json()["data"]["timeZone"], answer.json()["data"]["defaultScheduleId"]) == ("Asia/Tokyo", None)


async def test_a_schedule_is_chosen_while_it_goes(live: World) -> None:
    anna = await live.user()
    api = await live.api(anna)
    schedule = await service.create(live.session, anna.id, "Work", "UTC", make_default=False)
    await live.session.commit()
    await service.remove(live.session, schedule)
    waiting = asyncio.create_task(api.patch("/v2/me", {"defaultScheduleId": schedule.id}))
    await somebody_waits_for(live.session)
    await live.session.commit()
    answer = await waiting
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BAD_REQUEST")


async def test_the_zone_goes_to_the_schedule_that_is_chosen_with_it(live: World) -> None:
    anna = await live.user()
    api = await live.api(anna)
    former = await service.create(live.session, anna.id, "Former", "UTC", make_default=True)
    chosen = await service.create(live.session, anna.id, "Chosen", "UTC", make_default=False)
    await live.session.commit()
    await api.patch("/v2/me", {"timeZone": "Asia/Tokyo", "defaultScheduleId": chosen.id})
    zones = {one["id"]: one["timeZone"] for one in (await api.get("/v2/schedules")).json()["data"]}
    assert zones == {former.id: "UTC", chosen.id: "Asia/Tokyo"}
