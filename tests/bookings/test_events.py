"""What bookings announce, and that nothing is announced of what did not happen."""

from collections.abc import Iterator
from typing import Any

import pytest

from locum.bookings import events as kinds
from locum.db import events
from locum.db.events import Event
from tests.factories.bookings import practice
from tests.factories.world import World

KINDS = (
    kinds.BookingCreated,
    kinds.BookingRequested,
    kinds.BookingRescheduled,
    kinds.BookingCancelled,
    kinds.BookingConfirmed,
    kinds.BookingDeclined,
)
ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Everything that is announced; nobody else listens."""
    told: list[Any] = []

    async def listen(_: object, event: Event) -> None:
        told.append(event)

    for kind in KINDS:
        monkeypatch.setitem(events._listeners, kind, [listen])
    yield told


async def test_a_life(world: World, heard: list[Any]) -> None:
    house = await practice(world)
    host, kind = house.host.id, house.event_type.id
    first = await house.booked()
    second = (await house.act(first["uid"], "reschedule", {"start": "2050-01-06T12:00:00Z"})).json()["data"]
    await house.act(second["uid"], "cancel")
    created, moved, cancelled = heard
    assert created == kinds.BookingCreated(first["id"], first["uid"], host, kind, 0, newest=created.newest)
    assert (moved.booking_id, moved.uid, moved.sequence) == (second["id"], second["uid"], 1)
    assert (moved.previous_booking_id, moved.previous_uid) == (first["id"], first["uid"])
    assert moved.previous_starts_at.isoformat() == "2050-01-05T10:00:00+00:00"
    assert cancelled == kinds.BookingCancelled(second["id"], second["uid"], host, kind, 2, was_pending=False)


async def test_a_life_that_waits(world: World, heard: list[Any]) -> None:
    house = await practice(world, confirmation_policy=ALWAYS)
    api = await house.as_host()
    first = await house.booked()
    await house.booked()
    second = (await house.act(first["uid"], "reschedule", {"start": "2050-01-06T12:00:00Z"})).json()["data"]
    await house.act(second["uid"], "confirm", api=api)
    third = await house.booked("2050-01-07T10:00:00Z")
    await house.act(third["uid"], "decline", api=api)
    fourth = await house.booked("2050-01-08T10:00:00Z")
    await house.act(fourth["uid"], "cancel")
    assert [type(event) for event in heard] == [
        kinds.BookingRequested,
        kinds.BookingRequested,
        kinds.BookingConfirmed,
        kinds.BookingRequested,
        kinds.BookingDeclined,
        kinds.BookingRequested,
        kinds.BookingCancelled,
    ]
    assert (heard[0].previous_booking_id, heard[1].previous_booking_id) == (None, first["id"])
    assert heard[-1].was_pending


async def test_refusals_announce_nothing(world: World, heard: list[Any]) -> None:
    house = await practice(world)
    await house.booked()
    heard.clear()
    assert (await house.book()).status_code == 400
    assert (await house.act("unknown", "cancel")).status_code == 404
    assert heard == []
