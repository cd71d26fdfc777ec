"""Settings and times at the edges of what can be said are answered, not broken by."""

from typing import Any

import pytest

from tests.factories.slots import busy
from tests.factories.world import World
from tests.slots.asking import Asker, hourly, one_host

MOST = 2**31 - 1
ROLLING = {"type": "calendarDays", "value": 36525, "rolling": True}
FOR_EVER = {"type": "range", "value": ["0001-01-01", "9999-12-31"]}


async def test_for_ever_is_a_booking_window(world: World) -> None:
    _, talk = await one_host(world, booking_window=FOR_EVER)
    assert await Asker(world).starts(talk, "02-01") == hourly("02-01")


@pytest.mark.parametrize("dates", [["9999-12-31", "9999-12-31"], ["0001-01-01", "0001-01-01"]])
async def test_windows_at_the_ends_of_the_calendar_are_closed_now(world: World, dates: list[str]) -> None:
    _, talk = await one_host(world, booking_window={"type": "range", "value": dates})
    assert await Asker(world).starts(talk, "02-01") == []


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({"before_event_buffer": MOST, "after_event_buffer": MOST}, hourly("02-01")),
        ({"length_in_minutes": MOST, "booking_window": ROLLING}, []),
        ({"minimum_booking_notice": MOST}, []),
        ({"slot_interval": MOST}, ["02-01 09:00"]),
        ({"offset_start": MOST}, []),
        ({"booking_limits_duration": {"year": 1}}, []),
    ],
)
async def test_whatever_is_set_and_asked(world: World, named: dict[str, Any], expected: list[str]) -> None:
    ada, talk = await one_host(world, **named)
    await busy(world, ada, "2030-02-01T10:00")
    asker = Asker(world)
    assert await asker.starts(talk, "02-01") == expected
    assert await asker.starts(talk, "0002-01-01", "0003-01-01") == []
    far = await asker.response(eventTypeId=talk.id, start="9989-01-01", end="9989-12-31", timeZone="Asia/Tokyo")
    assert far.status_code == 200, far.text


async def test_a_year_of_single_minutes_is_too_much_at_once(world: World) -> None:
    """Of any event type, as the length is the asker's choice; the window as such would be all right."""
    _, talk = await one_host(world)
    asker = Asker(world)
    refused = await asker.response(eventTypeId=talk.id, start="2027-02-01", end="2028-02-01", duration="1")
    assert refused.status_code == 400
    assert "at most 200000" in refused.json()["error"]["message"]
    year = await asker.response(eventTypeId=talk.id, start="2027-02-01", end="2028-02-01", duration="15")
    month = await asker.response(eventTypeId=talk.id, start="2027-02-01", end="2027-03-01", duration="1")
    assert (year.status_code, month.status_code) == (200, 200)
