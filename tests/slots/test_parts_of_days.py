"""Absences that are not of plain whole days: their exact window is busy (bridge sheet, rule R4)."""

from datetime import date
from typing import Any

import pytest

from locum.absences.models import Absence
from locum.absences.windows import Window, span_of
from locum.kit import clock
from locum.users.models import User
from tests.factories.event_types import event_type
from tests.factories.slots import hours, utc
from tests.factories.world import World
from tests.slots.asking import NOW, Asker, hourly, on, one_host
from tests.slots.test_hosts import hosted


async def gone(world: World, user: User, start: str, end: str, **values: Any) -> Absence:
    """Somebody is away from one UTC instant to another, the days taken from his profile's zone."""
    window = Window(utc(start), utc(end))
    span = span_of(window, user.time_zone)
    assert span.window == window
    row = Absence(
        user_id=user.id,
        first_day=span.days.first,
        last_day=span.days.last,
        covers_days=span.covers_days,
        starts_at=window.start,
        ends_at=window.end,
        **values,
    )
    world.session.add(row)
    await world.session.commit()
    return row


async def test_half_a_day(world: World) -> None:
    user, talk = await one_host(world)
    await gone(world, user, "2027-02-01T13:00", "2027-02-02T00:00")
    assert await Asker(world).starts(talk, "02-01", "02-02") == [*hourly("02-01", 9, 12), *hourly("02-02")]


async def test_over_midnight(world: World) -> None:
    user, talk = await one_host(world, spans=["20:00-23:59", "00:00-03:00"])
    await gone(world, user, "2027-02-01T22:00", "2027-02-02T01:00")
    expected = [*on("02-01", "00:00 01:00 02:00 20:00 21:00"), *on("02-02", "01:00 02:00 20:00 21:00 22:00 23:00")]
    assert await Asker(world).starts(talk, "02-01", "02-02") == expected


async def test_whole_days_between_an_afternoon_and_a_morning(world: World) -> None:
    user, talk = await one_host(world)
    absence = await gone(world, user, "2027-02-01T15:00", "2027-02-04T11:00")
    assert (absence.first_day, absence.last_day) == (date(2027, 2, 2), date(2027, 2, 3))
    expected = [*hourly("02-01", 9, 14), *hourly("02-04", 11)]
    assert await Asker(world).starts(talk, "02-01", "02-04") == expected
    assert await Asker(world).starts(talk, "02-01") == hourly("02-01", 9, 14)
    assert await Asker(world).starts(talk, "02-04") == hourly("02-04", 11)


async def test_with_a_clock_change_in_between(world: World) -> None:
    """Clocks in Berlin go from 02:00 to 03:00 on 28 March 2027; it is away from 00:30 to 04:30 there, three hours."""
    user, talk = await one_host(world, "Europe/Berlin", spans=["00:00-06:00"], days=[0, 1, 2, 3, 4, 5, 6])
    await gone(world, user, "2027-03-27T23:30", "2027-03-28T02:30")
    found = await Asker(world).starts(talk, "03-28T00:00:00Z", "03-28T12:00:00Z")
    assert found == ["03-28 03:00"]


async def test_in_another_zone(world: World) -> None:
    """Somebody who lives in Auckland offers hours in Los Angeles; his absence is where the instants are."""
    user = await world.user(time_zone="Pacific/Auckland")
    await hours(world, user, "America/Los_Angeles", "09:00-17:00")
    talk = await event_type(world, user, minimum_booking_notice=0)
    await gone(world, user, "2027-02-01T18:00", "2027-02-01T20:00")
    expected = on("02-01", "17:00 20:00 21:00 22:00 23:00")
    assert await Asker(world).starts(talk, "02-01T10:00:00Z", "02-01T23:59:59Z") == expected


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"])
async def test_what_lies_beside_whole_days_is_found_in_every_zone(world: World, zone: str) -> None:
    user, talk = await one_host(world, zone, spans=["00:00-23:59"], days=[0, 1, 2, 3, 4, 5, 6])
    await gone(world, user, "2027-02-01T06:00", "2027-02-05T12:00")
    for start, end in (("02-01T06:00:00Z", "02-01T07:00:00Z"), ("02-05T11:00:00Z", "02-05T12:00:00Z")):
        assert await Asker(world).starts(talk, start, end) == []
    assert await Asker(world).starts(talk, "02-05T12:00:00Z", "02-05T13:30:00Z")


async def test_buffers_hold_against_it_as_against_other_busy_time(world: World) -> None:
    user, talk = await one_host(world, after_event_buffer=30)
    await gone(world, user, "2027-02-01T13:00", "2027-02-01T15:00")
    assert "02-01 12:00" not in await Asker(world).starts(talk, "02-01")


async def test_hosts_of_teams(world: World) -> None:
    together, members = await hosted(world, "09:00-12:00", "09:00-12:00", scheduling_type="collective")
    await gone(world, members[1], "2027-02-01T10:00", "2027-02-01T11:00")
    assert await Asker(world).starts(together, "02-01") == on("02-01", "09:00 11:00")
    in_turn, members = await hosted(world, "09:00-12:00", "09:00-11:00")
    await gone(world, members[0], "2027-02-01T09:00", "2027-02-01T11:00")
    await gone(world, members[1], "2027-02-01T10:00", "2027-02-01T11:00")
    assert await Asker(world).starts(in_turn, "02-01") == on("02-01", "09:00 11:00")


async def test_nobody_books_into_it(world: World) -> None:
    user, talk = await one_host(world)
    await gone(world, user, "2027-02-01T13:00", "2027-02-01T15:00")
    api = await world.api(None, **{"cal-api-version": "2024-08-13"})
    attendee = {"name": "Guest", "email": "guest@example.com", "timeZone": "UTC"}
    with clock.frozen(NOW):
        body = {"eventTypeId": talk.id, "attendee": attendee, "start": "2027-02-01T14:30:00Z"}
        refused = await api.post("/v2/bookings", body)
        taken = await api.post("/v2/bookings", {**body, "start": "2027-02-01T15:00:00Z"})
    assert refused.status_code == 400, refused.text
    assert refused.json()["error"]["message"] == ("User either already has booking at this time or is not available")
    assert taken.status_code == 201, taken.text
