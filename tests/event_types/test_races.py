"""Whatever comes at the same moment, a person has one event type of a slug, and the others hear why.

Real commits on a database of its own.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest

from locum.db.migrate import upgrade
from locum.event_types import service
from locum.settings import Settings
from tests.conftest import make_database
from tests.factories.live import live_world
from tests.factories.world import World

NEW = {"title": "Talk", "slug": "talk", "lengthInMinutes": 30}
HEADERS = {"cal-api-version": "2024-06-14"}
TAKEN = "User already has an event type with this slug."


@pytest.fixture(scope="module")
def races_url(cluster_url: str, worker_name: str) -> str:
    url = make_database(cluster_url, f"event_type_races_{worker_name}")
    upgrade(url)
    return url


@pytest.fixture
async def live(races_url: str, settings: Settings) -> AsyncIterator[World]:
    async with live_world(races_url, settings) as world:
        yield world


async def test_of_simultaneous_ones_of_a_slug_one_is_made(live: World) -> None:
    api = await live.api(await live.user(), **HEADERS)
    answers = await asyncio.gather(*(api.post("/v2/event-types", NEW) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201, *[400] * 7]
    assert {answer.json()["error"]["message"] for answer in answers if answer.status_code == 400} == {TAKEN}


@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_a_slug_that_is_just_being_taken(live: World, method: str) -> None:
    anna = await live.user()
    api = await live.api(anna, **HEADERS)
    path = "/v2/event-types"
    if method == "PATCH":
        made = await api.post(path, {**NEW, "slug": "other"})
        path = f"{path}/{made.json()['data']['id']}"
    await service.create(live.session, anna.id, {"title": "Talk", "slug": "talk", "length_in_minutes": 30})
    waiting = asyncio.create_task(api.call(method, path, json=NEW))
    await asyncio.sleep(0.3)
    await live.session.commit()
    answer = await waiting
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, TAKEN)
