"""What changes is seen at the next request (slots sheet, section 8)."""

from tests.factories.absences import days
from tests.factories.slots import busy
from tests.factories.world import World
from tests.slots.asking import Asker, hourly, one_host

VERSION = {"cal-api-version": "2024-06-11"}


async def test_an_absence_entered_changed_and_removed(world: World) -> None:
    ada, talk = await one_host(world)
    api, asker = await world.api(ada, **VERSION), Asker(world)
    whole = [*hourly("02-01"), *hourly("02-02")]
    assert await asker.starts(talk, "02-01", "02-02") == whole
    answer = await api.post("/v2/me/ooo", days("2027-02-01", "2027-02-01"))
    assert answer.status_code == 201, answer.text
    assert await asker.starts(talk, "02-01", "02-02") == hourly("02-02")
    path = f"/v2/me/ooo/{answer.json()['data']['id']}"
    assert (await api.patch(path, days("2027-02-02", "2027-02-02"))).status_code == 200
    assert await asker.starts(talk, "02-01", "02-02") == hourly("02-01")
    assert (await api.delete(path)).status_code == 200
    assert await asker.starts(talk, "02-01", "02-02") == whole


async def test_a_schedule_and_a_booking(world: World) -> None:
    ada, talk = await one_host(world)
    api, asker = await world.api(ada, **VERSION), Asker(world)
    hours = {"availability": [{"days": ["Monday"], "startTime": "10:00", "endTime": "12:00"}]}
    assert (await api.patch(f"/v2/schedules/{ada.default_schedule_id}", hours)).status_code == 200
    assert await asker.starts(talk, "02-01", "02-02") == hourly("02-01", 10, 11)
    booking = await busy(world, ada, "2027-02-01T10:00")
    assert await asker.starts(talk, "02-01") == ["02-01 11:00"]
    await world.session.delete(booking)
    await world.session.commit()
    assert await asker.starts(talk, "02-01") == hourly("02-01", 10, 11)
