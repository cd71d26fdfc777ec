"""Whatever comes at the same moment, a schedule is whole and at most one is the default.

Real commits on a database of its own.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest

from locum.settings import Settings
from tests.factories.live import live_world
from tests.factories.world import Api

VERSION = {"cal-api-version": "2024-06-11"}

NEW = {"name": "Work", "timeZone": "UTC", "isDefault": False}


@pytest.fixture
async def api(races_url: str, settings: Settings) -> AsyncIterator[Api]:
    async with live_world(races_url, settings) as world:
        yield await world.api(await world.user(), **VERSION)


async def test_of_simultaneous_lists_one_stays_whole(api: Api) -> None:
    path = f"/v2/schedules/{(await api.post('/v2/schedules', NEW)).json()['data']['id']}"
    lists = [
        [{"days": [day], "startTime": f"{hour:02}:00", "endTime": "23:00"} for day in ("Monday", "Tuesday")]
        for hour in range(8)
    ]
    answers = await asyncio.gather(*(api.patch(path, {"availability": rules}) for rules in lists))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert (await api.get(path)).json()["data"]["availability"] in lists


async def test_of_simultaneous_defaults_one_wins(api: Api) -> None:
    answers = await asyncio.gather(*(api.post("/v2/schedules", {**NEW, "isDefault": True}) for _ in range(8)))
    assert [answer.status_code for answer in answers] == [201] * 8
    shown = (await api.get("/v2/schedules")).json()["data"]
    assert len(shown) == 8
    assert [schedule["isDefault"] for schedule in shown].count(True) == 1


async def test_a_schedule_is_removed_once_and_not_changed_after(api: Api) -> None:
    path = f"/v2/schedules/{(await api.post('/v2/schedules', {**NEW, 'isDefault': True})).json()['data']['id']}"
    answers = await asyncio.gather(
        *(api.delete(path) for _ in range(3)),
        *(api.patch(path, {"isDefault": True, "availability": []}) for _ in range(3)),
    )
    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses[:3]) == [200, 400, 400]
    assert set(statuses[3:]) <= {200, 404}
    assert (await api.get("/v2/schedules/default")).json()["data"] is None
