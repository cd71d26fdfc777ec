"""Many at the same moment, where several hosts are concerned: each time of each host goes to one, and all is told."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from httpx import AsyncClient

from locum.bookings import hosting
from locum.db.session import libpq_url
from locum.event_types.models import EventType
from tests.bookings.test_races import AT_ONCE, REFUSALS, ROUNDS, patience, serving
from tests.factories.crews import Crew, crew
from tests.factories.event_types import event_type, host
from tests.factories.world import World

Call = tuple[str, dict[str, Any]]
_NOTHING: dict[str, Any] = {}

pytestmark = pytest.mark.alone


@dataclass(slots=True)
class Stage:
    """A server on a database of its own, and somebody who makes teams on it."""

    world: World
    client: AsyncClient
    url: str

    async def all_at_once(self, calls: list[Call], key: str | None = None) -> list[int]:
        """Send all requests together; the status codes, once every answer was quick."""
        await self.world.session.close()
        before = patience()
        answers = await asyncio.gather(*(self._timed(path, body, key) for path, body in calls))
        slowest = max(seconds for _, seconds in answers)
        assert slowest < max(before, patience())
        return [status for status, _ in answers]

    async def _timed(self, path: str, body: dict[str, Any], key: str | None) -> tuple[int, float]:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        began = time.perf_counter()
        answer = await self.client.post(path, json=body, headers=headers)
        return answer.status_code, time.perf_counter() - began

    def asked(self, sql: str, *parameters: Any) -> Any:
        """One value from the database."""
        with psycopg.connect(libpq_url(self.url)) as connection:
            row = connection.execute(sql, parameters).fetchone()
        assert row is not None
        return row[0]

    def check(self) -> None:
        """No host is taken twice, and time is taken by bookings that stand, of their organizers, and by no others."""
        overlapping = (
            "SELECT count(*) FROM host_busy a JOIN host_busy b ON a.id < b.id AND a.host_id = b.host_id AND a.blocks"
            " AND b.blocks AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)"
        )
        untaken = (
            "SELECT count(*) FROM bookings WHERE status = 'accepted' AND NOT EXISTS (SELECT FROM host_busy"
            " WHERE booking_id = bookings.id AND host_id = bookings.user_id AND is_organizer)"
        )
        astray = (
            "SELECT count(*) FROM host_busy JOIN bookings ON bookings.id = booking_id"
            " WHERE status <> 'accepted' OR (is_organizer AND host_id <> user_id)"
        )
        assert [self.asked(sql) for sql in (overlapping, untaken, astray)] == [0, 0, 0]


@pytest.fixture
async def stage(rush_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with serving(rush_url, tmp_path) as (client, database), database.sessions() as session:
        yield Stage(World(session, client), client, rush_url)


def _calls(of: EventType, start: str, count: int = AT_ONCE) -> list[Call]:
    """Different people ask for the same time."""
    return [
        ("/v2/bookings", {"eventTypeId": of.id, "start": start, "attendee": _booker(number)}) for number in range(count)
    ]


def _booker(number: int) -> dict[str, str]:
    return {"name": f"B{number}", "email": f"b{number}@example.com", "timeZone": "UTC"}


def _check(statuses: list[int], winners: int) -> None:
    counted = Counter(statuses)
    assert counted[201] == winners
    assert set(counted) <= {201} | REFUSALS


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("large", [False, True])
async def test_two_free_hosts_take_one_each(
    stage: Stage, rounds: int, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr(hosting, "MOST_HELD", 1)
    team = await crew(stage.world, 2)
    for number in range(rounds):
        start = f"2050-02-{number + 1:02}T10:00:00Z"
        _check(await stage.all_at_once(_calls(team.event_type, start)), winners=2)
        hosts = "SELECT count(DISTINCT user_id) FROM bookings WHERE event_type_id = %s AND starts_at = %s"
        assert stage.asked(hosts, team.event_type.id, start) == 2
    kept = "SELECT count(*) FROM host_choices JOIN bookings ON bookings.id = booking_id WHERE event_type_id = %s"
    assert stage.asked(kept, team.event_type.id) == 2 * rounds
    stage.check()


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_two_teams_share_their_hosts(stage: Stage, rounds: int) -> None:
    """The same two people in another order, and one of them always in the second team."""
    team = await crew(stage.world, 2)
    other = await event_type(stage.world, team.team, scheduling_type="roundRobin", minimum_booking_notice=0)
    for position, user in enumerate(reversed(team.hosts)):
        await host(stage.world, other, user, position=position)
    for number in range(rounds):
        start = f"2050-03-{number + 1:02}T10:00:00Z"
        half = AT_ONCE // 2
        calls = [*_calls(team.event_type, start, half), *_calls(other, start, half)]
        _check(await stage.all_at_once(calls), winners=2)
    stage.check()


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_all_together_against_one_of_them_alone(stage: Stage, rounds: int) -> None:
    team = await crew(stage.world, 3, scheduling_type="collective")
    alone = await team.personal(1, minimum_booking_notice=0)
    for number in range(rounds):
        start = f"2050-04-{number + 1:02}T10:00:00Z"
        half = AT_ONCE // 2
        calls = [*_calls(team.event_type, start, half), *_calls(alone.event_type, start, half)]
        _check(await stage.all_at_once(calls), winners=1)
    stage.check()


async def _booked(stage: Stage, team: Crew, start: str) -> str:
    ((path, body),) = _calls(team.event_type, start, 1)
    answer = await stage.client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    uid: str = answer.json()["data"]["uid"]
    return uid


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_given_away_and_cancelled(stage: Stage, rounds: int) -> None:
    """It may pass through several hands, but once it is cancelled nobody has it, and everything is told once."""
    team = await crew(stage.world, 3)
    key = await stage.world.key(team.admin)
    for number in range(rounds):
        uid = await _booked(stage, team, f"2050-05-{number + 1:02}T10:00:00Z")
        half = AT_ONCE // 2
        calls = [(f"/v2/bookings/{uid}/{verb}", _NOTHING) for verb in ("reassign",) * half + ("cancel",) * half]
        statuses = await stage.all_at_once(calls, key)
        given, cancelled = Counter(statuses[:half]), Counter(statuses[half:])
        assert cancelled == {200: 1, 400: half - 1}
        assert set(given) <= {200} | REFUSALS
        assert stage.asked("SELECT status FROM bookings WHERE uid = %s", uid) == "cancelled"
        choices = "SELECT count(*) FROM host_choices JOIN bookings ON bookings.id = booking_id WHERE uid = %s"
        assert stage.asked(choices, uid) == 1 + given[200]
        told = (
            "SELECT count(*) FROM procrastinate_jobs WHERE args->'happening'->>'what' = %s"
            " AND (args->'happening'->>'booking_id')::int8 = (SELECT id FROM bookings WHERE uid = %s)"
        )
        assert stage.asked(told, "reassigned", uid) == given[200]
        assert stage.asked(told, "cancelled", uid) == 1
    stage.check()
