"""Schedules that nobody has."""

from typing import Any

import pytest

from locum.schedules.schemas import MOST_OVERRIDES, MOST_RULES
from tests.factories.world import World

VERSION = {"cal-api-version": "2024-06-11"}

HOURS = {"startTime": "09:00", "endTime": "17:00"}
RULE: dict[str, Any] = {"days": ["Monday"], **HOURS}
OVERRIDE = {"date": "2050-05-01", **HOURS}
NEW = {"name": "Work", "timeZone": "UTC", "isDefault": False}


@pytest.mark.parametrize(
    ("lists", "text"),
    [
        ({"availability": [RULE] * (MOST_RULES + 1)}, "availability must contain no more than 500 elements"),
        ({"overrides": [OVERRIDE] * (MOST_OVERRIDES + 1)}, "overrides must contain no more than 2000 elements"),
        (
            {"availability": [{**RULE, "days": ["Monday"] * 51}]},
            "availability.0.days must contain no more than 50 elements",
        ),
    ],
)
async def test_endless_lists_are_refused(world: World, lists: dict[str, Any], text: str) -> None:
    api = await world.api(await world.user(), **VERSION)
    answer = await api.post("/v2/schedules", {**NEW, **lists})
    assert answer.status_code == 400
    assert text in answer.text
    changed = await api.post("/v2/schedules", NEW)
    answer = await api.patch(f"/v2/schedules/{changed.json()['data']['id']}", lists)
    assert (answer.status_code, text in answer.text) == (400, True)


async def test_long_lists_are_taken(world: World) -> None:
    api = await world.api(await world.user(), **VERSION)
    answer = await api.post("/v2/schedules", {**NEW, "availability": [RULE] * MOST_RULES})
    assert answer.status_code == 201
    assert len(answer.json()["data"]["availability"]) == MOST_RULES
