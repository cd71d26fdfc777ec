"""Fifty at once for seats, series and answers: what there is goes to as many as there is, and nobody sees a failure."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from locum.db.session import libpq_url
from tests.bookings.test_races import AT_ONCE, REFUSALS, ROUNDS, Rush, serving
from tests.factories.bookings import Practice, practice
from tests.factories.event_types import event_type
from tests.factories.world import World

SEATS = 7
SEATED = {"seatsPerTimeSlot": SEATS, "showAttendeeInfo": True, "showAvailabilityCount": True}
WEEKLY = {"interval": 1, "occurrences": 3, "frequency": "weekly"}
ASKING = {"type": "always", "blockUnconfirmedBookingsInBooker": False}

pytestmark = pytest.mark.alone


@dataclass(slots=True)
class Kinds:
    """One host with an event type of every kind, and his key."""

    single: Rush
    seated: Rush
    series: Rush
    asking: Rush
    key: str

    async def book(self, rush: Rush, start: str, number: int) -> dict[str, Any]:
        answer = await rush.client.post("/v2/bookings", json=rush.body(start, number))
        assert answer.status_code == 201, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def as_host(self, path: str, body: dict[str, Any] | None = None) -> int:
        headers = {"Authorization": f"Bearer {self.key}"}
        return (await self.single.client.post(path, json=body or {}, headers=headers)).status_code

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(libpq_url(self.single.url)) as connection:
            return connection.execute(statement).fetchall()


@pytest.fixture
async def kinds(rush_url: str, tmp_path: Path) -> AsyncIterator[Kinds]:
    async with serving(rush_url, tmp_path) as (client, database), database.sessions() as session:
        world = World(session, client)
        house = await practice(world, minimum_booking_notice=0)
        found: dict[str, Practice] = {"single": house}
        settings: dict[str, dict[str, Any]] = {
            "seated": {"seats": SEATED},
            "series": {"recurrence": WEEKLY},
            "asking": {"confirmation_policy": ASKING},
        }
        for name, values in settings.items():
            made = await event_type(world, house.host, minimum_booking_notice=0, **values)
            found[name] = replace(house, event_type=made)
        key = await world.key(house.host)
        await session.close()
        yield Kinds(**{name: Rush(one, client, rush_url) for name, one in found.items()}, key=key)


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_seats_are_never_sold_twice(kinds: Kinds, rounds: int) -> None:
    for number in range(rounds):
        start = f"2051-02-{number + 1:02}T10:00:00Z"
        calls = [("/v2/bookings", kinds.seated.body(start, i)) for i in range(AT_ONCE)]
        statuses = Counter(await kinds.seated.all_at_once(calls))
        assert statuses == {201: SEATS, 409: AT_ONCE - SEATS}
    rows = kinds.ask(
        "SELECT count(*), max(busy.seats_taken) FROM bookings JOIN booking_attendees a ON a.booking_id = bookings.id"
        " JOIN host_busy busy ON busy.booking_id = bookings.id"
        " WHERE bookings.starts_at >= '2051-02-01' AND bookings.starts_at < '2051-03-01' GROUP BY bookings.id"
    )
    assert rows == [(SEATS, SEATS)] * rounds


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_seats_are_left_and_taken(kinds: Kinds, rounds: int) -> None:
    """Those who leave make room, those who come fill it; nobody sits twice, and the count holds."""
    for number in range(rounds):
        start = f"2051-03-{number + 1:02}T10:00:00Z"
        seats = [await kinds.book(kinds.seated, start, i) for i in range(SEATS)]
        later = f"2051-03-{number + 1:02}T14:00:00Z"
        calls: list[tuple[str, dict[str, Any]]] = [
            (f"/v2/bookings/{seat['uid']}/cancel", {"seatUid": seat["seatUid"]}) for seat in seats[:3] * 3
        ]
        calls += [
            (f"/v2/bookings/{seat['uid']}/reschedule", {"start": later, "seatUid": seat["seatUid"]})
            for seat in seats[3:5] * 3
        ]
        calls += [("/v2/bookings", kinds.seated.body(start, 100 + i)) for i in range(10)]
        statuses = Counter(await kinds.seated.all_at_once(calls))
        assert set(statuses) <= {200, 201, 404} | REFUSALS
        assert statuses[200] <= 3
    rows = kinds.ask(
        "SELECT count(*), count(DISTINCT lower(a.email)), max(busy.seats_taken) FROM bookings"
        " JOIN booking_attendees a ON a.booking_id = bookings.id JOIN host_busy busy ON busy.booking_id = bookings.id"
        " WHERE bookings.starts_at >= '2051-03-01' AND bookings.starts_at < '2051-04-01' GROUP BY bookings.id"
    )
    assert all(sitting == people == counted <= SEATS for sitting, people, counted in rows)


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_a_series_goes_to_exactly_one_whole(kinds: Kinds, rounds: int) -> None:
    """Some want all three weeks, some only the last: either all occurrences stand or none."""
    for number in range(rounds):
        first, last = (
            f"2052-{number % 10 + 1:02}-01T{number:02}:00:00Z",
            f"2052-{number % 10 + 1:02}-15T{number:02}:30:00Z",
        )
        calls = [("/v2/bookings", kinds.series.body(first, i)) for i in range(AT_ONCE // 2)]
        calls += [("/v2/bookings", kinds.single.body(last, i)) for i in range(AT_ONCE // 2)]
        statuses = Counter(await kinds.series.all_at_once(calls))
        assert statuses[201] == 1
        assert set(statuses) <= {201} | REFUSALS
    assert kinds.single.overlapping() == 0
    assert {
        row[0]
        for row in kinds.ask("SELECT count(*) FROM bookings GROUP BY recurring_uid HAVING recurring_uid IS NOT NULL")
    } <= {3}


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_confirming_meets_booking(kinds: Kinds, rounds: int) -> None:
    """A request and its time: the host says yes while others book it. One of them has it."""
    for number in range(rounds):
        start = f"2051-05-{number + 1:02}T10:00:00Z"
        waiting = [await kinds.book(kinds.asking, start, i) for i in range(5)]
        answers = [kinds.as_host(f"/v2/bookings/{one['uid']}/confirm") for one in waiting for _ in range(2)]
        calls = [("/v2/bookings", kinds.single.body(start, i)) for i in range(AT_ONCE - len(answers))]
        confirmed, booked = await asyncio.gather(asyncio.gather(*answers), kinds.single.all_at_once(calls))
        assert confirmed.count(200) + booked.count(201) == 1
        assert set(confirmed) <= {200} | REFUSALS
        assert set(booked) <= {201} | REFUSALS
    assert kinds.single.overlapping() == 0


@pytest.mark.parametrize("rounds", ROUNDS)
async def test_a_series_is_cancelled_once(kinds: Kinds, rounds: int) -> None:
    """By the series and by its occurrences at once: each occurrence is called off exactly once."""
    for number in range(rounds):
        series: Any = await kinds.book(kinds.series, f"2053-{number % 10 + 1:02}-01T{number:02}:00:00Z", 0)
        uid = series[0]["recurringBookingUid"]
        calls: list[tuple[str, dict[str, Any]]] = [(f"/v2/bookings/{uid}/cancel", {})] * 8
        calls += [(f"/v2/bookings/{one['uid']}/cancel", {}) for one in series] * 4
        calls += [(f"/v2/bookings/{one['uid']}/cancel", {"cancelSubsequentBookings": True}) for one in series] * 4
        statuses = await kinds.series.all_at_once(calls)
        assert set(statuses) <= {200} | REFUSALS
        rows = kinds.ask(f"SELECT status, ics_sequence FROM bookings WHERE recurring_uid = '{uid}'")
        assert rows == [("cancelled", 1)] * 3


async def test_adding_people_meets_moving_and_cancelling(kinds: Kinds) -> None:
    """Who came in time is in the booking that stands, or in the one that was cancelled; nobody is lost between."""
    for day in ("01", "02", "03"):
        booking = await kinds.book(kinds.single, f"2050-11-{day}T10:00:00Z", 0)
        path = f"/v2/bookings/{booking['uid']}"
        who = {"name": "G", "timeZone": "UTC"}
        statuses = await asyncio.gather(
            *(kinds.as_host(f"{path}/attendees", {**who, "email": f"g{number}@example.com"}) for number in range(12)),
            *(kinds.as_host(f"{path}/reschedule", {"start": f"2050-11-{day}T{hour}:00:00Z"}) for hour in range(12, 20)),
            *(kinds.as_host(f"{path}/cancel", {"cancellationReason": "ill"}) for _ in range(8)),
        )
        added, moved, cancelled = statuses[:12], statuses[12:20], statuses[20:]
        assert moved.count(201) + cancelled.count(200) == 1
        assert set(statuses) <= {200, 201} | REFUSALS
        (last,) = kinds.ask(
            "SELECT count(*) FROM booking_attendees a JOIN bookings b ON b.id = a.booking_id"
            f" WHERE b.uid = '{booking['uid']}' AND b.rescheduled_to_uid IS NULL"
            f" OR b.rescheduled_from_uid = '{booking['uid']}'"
        )
        assert last[0] == 1 + added.count(201)


async def test_yes_no_and_away_meet(kinds: Kinds) -> None:
    """A booking that waits is answered once; what was confirmed can still be cancelled, and no time stays taken."""
    for day in ("11", "12", "13"):
        booking = await kinds.book(kinds.asking, f"2050-11-{day}T10:00:00Z", 0)
        path = f"/v2/bookings/{booking['uid']}"
        verbs = ["confirm", "decline", "cancel", "reschedule"] * 8
        bodies = {"cancel": {"cancellationReason": "ill"}, "reschedule": {"start": f"2050-11-{day}T12:00:00Z"}}
        statuses = await asyncio.gather(*(kinds.as_host(f"{path}/{verb}", bodies.get(verb)) for verb in verbs))
        good = Counter(verb for verb, status in zip(verbs, statuses, strict=True) if status in {200, 201})
        assert set(statuses) <= {200, 201} | REFUSALS
        assert good["confirm"] + good["decline"] <= 1
        assert good["cancel"] + good["reschedule"] + good["decline"] == 1
        assert kinds.ask(
            f"SELECT count(*) FROM host_busy h JOIN bookings b ON b.id = h.booking_id WHERE b.uid = '{booking['uid']}'"
        ) == [(0,)]
