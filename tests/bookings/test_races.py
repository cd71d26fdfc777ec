"""Many bookers at the same moment: one gets the time, the others are told so, nobody waits long or sees a failure."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from httpx import ASGITransport, AsyncClient

from locum.db.session import Database, libpq_url
from locum.settings import Settings
from tests.factories.bookings import Practice, practice
from tests.factories.world import World
from tests.support.applications import application_on
from tests.support.machine import strain

AT_ONCE = 50
ROUNDS = [pytest.param(2, id="short"), pytest.param(20, id="long", marks=pytest.mark.soak)]
REFUSALS = {400, 409}

pytestmark = pytest.mark.alone


def patience() -> float:
    """A second for each answer; more, but never above four, where something else takes the processors meanwhile."""
    return min(4.0, strain())


@dataclass(slots=True)
class Rush:
    """A server on a database of its own, with real transactions."""

    house: Practice
    client: AsyncClient
    url: str

    async def all_at_once(self, calls: list[tuple[str, dict[str, Any]]]) -> list[int]:
        """Send all requests together; the status codes, once every answer was quick."""
        before = patience()
        answers = await asyncio.gather(*(self._timed(path, body) for path, body in calls))
        slowest = max(seconds for _, seconds in answers)
        assert slowest < max(before, patience())
        return [status for status, _ in answers]

    async def _timed(self, path: str, body: dict[str, Any]) -> tuple[int, float]:
        began = time.perf_counter()
        answer = await self.client.post(path, json=body)
        return answer.status_code, time.perf_counter() - began

    def body(self, start: str, number: int) -> dict[str, Any]:
        """What one of many bookers sends."""
        attendee = {"name": f"B{number}", "email": f"b{number}@example.com", "timeZone": "UTC"}
        return {"eventTypeId": self.house.event_type.id, "start": start, "attendee": attendee}

    def overlapping(self) -> int:
        """How many pairs of accepted bookings of one organizer overlap."""
        with psycopg.connect(libpq_url(self.url)) as connection:
            row = connection.execute(
                "SELECT count(*) FROM bookings a JOIN bookings b ON a.id < b.id AND a.user_id = b.user_id"
                " AND a.status = 'accepted' AND b.status = 'accepted'"
                " AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)"
            ).fetchone()
        assert row is not None
        return int(row[0])


@asynccontextmanager
async def serving(url: str, folder: Path) -> AsyncIterator[tuple[AsyncClient, Database]]:
    database = Database(url)
    settings = Settings(
        data_dir=folder,
        public_url="http://locum.test",
        secret_key="a secret of the tests",
        rate_limit_per_minute=10**9,
    )
    await database.open()
    app = application_on(database, settings)
    try:
        transport = ASGITransport(app, raise_app_exceptions=False)
        documented = {"cal-api-version": "2024-08-13"}
        async with AsyncClient(
            transport=transport, base_url="http://locum.test", timeout=30, headers=documented
        ) as client:
            # One who has been there for a while has its connections.
            await asyncio.gather(*(client.post("/v2/bookings", json={"eventTypeId": 1}) for _ in range(AT_ONCE)))
            yield client, database
    finally:
        await database.close()


@pytest.fixture
async def rush(rush_url: str, tmp_path: Path) -> AsyncIterator[Rush]:
    async with serving(rush_url, tmp_path) as (client, database), database.sessions() as session:
        house = await practice(World(session, client), minimum_booking_notice=0)
        await session.close()
        yield Rush(house, client, rush_url)


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_one_slot_goes_to_exactly_one(rush: Rush, rounds: int) -> None:
    for number in range(rounds):
        start = f"2050-02-{number + 1:02}T10:00:00Z"
        statuses = Counter(await rush.all_at_once([("/v2/bookings", rush.body(start, i)) for i in range(AT_ONCE)]))
        assert statuses[201] == 1
        assert set(statuses) <= {201} | REFUSALS
    assert rush.overlapping() == 0


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_times_that_overlap_go_to_exactly_one(rush: Rush, rounds: int) -> None:
    """An hour each, one minute apart: any two of them overlap."""
    for number in range(rounds):
        calls = [
            ("/v2/bookings", rush.body(f"2050-03-{number + 1:02}T10:{minute:02}:00Z", minute))
            for minute in range(AT_ONCE)
        ]
        statuses = Counter(await rush.all_at_once(calls))
        assert statuses[201] == 1
        assert set(statuses) <= {201} | REFUSALS
    assert rush.overlapping() == 0


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_moving_and_booking_meet(rush: Rush, rounds: int) -> None:
    """Half move a booking of their own onto a time that the other half books."""
    for number in range(rounds):
        day = f"2050-04-{number + 1:02}"
        movers = []
        for hour in range(12):
            answer = await rush.client.post("/v2/bookings", json=rush.body(f"{day}T{hour:02}:00:00Z", hour))
            assert answer.status_code == 201, answer.text
            movers.append(f"/v2/bookings/{answer.json()['data']['uid']}/reschedule")
        target = f"{day}T15:30:00Z"
        calls = [(path, {"start": target}) for path in movers]
        calls += [("/v2/bookings", rush.body(target, i)) for i in range(12)]
        statuses = Counter(await rush.all_at_once(calls))
        assert statuses[201] == 1
        assert set(statuses) <= {201} | REFUSALS
    assert rush.overlapping() == 0


async def test_one_booking_is_moved_once_and_cancelled_once(rush: Rush) -> None:
    """The same booking is pulled in many directions: one of them wins."""
    answer = await rush.client.post("/v2/bookings", json=rush.body("2050-05-01T10:00:00Z", 0))
    uid = answer.json()["data"]["uid"]
    moves = [(f"/v2/bookings/{uid}/reschedule", {"start": f"2050-05-02T{hour:02}:00:00Z"}) for hour in range(20)]
    cancels: list[tuple[str, dict[str, Any]]] = [(f"/v2/bookings/{uid}/cancel", {}) for _ in range(20)]
    statuses = await rush.all_at_once(moves + cancels)
    assert sum(status in {200, 201} for status in statuses) == 1
    assert set(statuses) <= {200, 201} | REFUSALS


async def test_pages_move_and_cancel_once_too(rush: Rush) -> None:
    """Pages look at a booking before they hold it; what they saw then does not count."""
    answer = await rush.client.post("/v2/bookings", json=rush.body("2050-06-01T10:00:00Z", 0))
    uid = answer.json()["data"]["uid"]
    page = f"/{rush.house.host.username}/{rush.house.event_type.slug}?rescheduleUid={uid}"
    calls = [(page, {"slot": f"2050-06-02T{hour:02}:00:00Z"}) for hour in range(12)]
    calls += [(f"/booking/{uid}/cancel", {"reason": ""})] * 12
    await asyncio.gather(*(rush.client.post(path, data=form) for path, form in calls))
    with psycopg.connect(libpq_url(rush.url)) as connection:
        told = connection.execute(
            "SELECT count(*) FILTER (WHERE rescheduled_from_uid = %(uid)s),"
            " count(*) FILTER (WHERE uid = %(uid)s AND status = 'cancelled' AND rescheduled_to_uid IS NULL),"
            " max(ics_sequence) FILTER (WHERE uid = %(uid)s)"
            " FROM bookings",
            {"uid": uid},
        ).fetchone()
    assert told in {(1, 0, 0), (0, 1, 1)}
