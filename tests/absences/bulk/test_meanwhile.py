"""While very many absences are entered at once, other people enter theirs and hardly wait."""

import asyncio
from collections.abc import AsyncIterator
from time import perf_counter
from typing import Any

import pytest

from locum.absences.bulk.rows import MOST_ROWS
from locum.settings import Settings
from tests.factories.absences import Office, office
from tests.factories.live import live_world
from tests.factories.webhooks import webhook
from tests.support.machine import strain

WEEKS = 20
PATIENCE = 2.0
"""So many seconds somebody may wait meanwhile, on a machine that has nothing else to do."""


@pytest.fixture
async def place(races_url: str, settings: Settings) -> AsyncIterator[Office]:
    async with live_world(races_url, settings) as world:
        yield await office(world)


async def _entries(place: Office) -> list[dict[str, Any]]:
    """As many as may be entered at once: each with somebody who stands in and is there all the time."""
    people = [await place.person() for _ in range(MOST_ROWS // WEEKS)]
    (cover,) = [await place.person()]
    return [
        {
            "email": person.email,
            "start": f"{2050 + week}-05-01",
            "end": f"{2050 + week}-05-03",
            "substitute": cover.email,
        }
        for week in range(WEEKS)
        for person in people
    ]


@pytest.mark.alone
async def test_others_enter_theirs_while_a_thousand_are_entered(place: Office) -> None:
    await webhook(place.world, "OOO_CREATED", team_id=place.organization.id)
    entries, anna, ben = await _entries(place), await place.person(), await place.person()
    path = f"/v2/organizations/{place.organization.id}/ooo/bulk"
    bulk = asyncio.create_task(place.api.post(path, {"entries": entries}))
    waited, before = list[float](), strain()
    while not bulk.done():
        await asyncio.sleep(0.05)
        asked = perf_counter()
        await place.enter(anna, f"{2050 + len(waited)}-06-01", f"{2050 + len(waited)}-06-02", ben)
        waited.append(perf_counter() - asked)
    answer = await bulk

    assert (answer.status_code, answer.json()["data"]["created"]) == (200, MOST_ROWS)
    assert max(waited) < PATIENCE * max(before, strain())
