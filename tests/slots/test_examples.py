"""The worked examples of the slots sheet, section 13, that speak of rows: asked over the API. Numbers as there."""

import pytest

from tests.factories.event_types import event_type
from tests.factories.slots import ALL_DAYS, MONDAY, busy, hours, reservation, utc
from tests.factories.world import World
from tests.slots.asking import Asker, away, hourly, on, one_host

WEEK = ("02-01", "02-02", "02-03", "02-04", "02-05")


async def test_01_02_the_zone_of_the_asker_changes_the_writing_only(world: World) -> None:
    _, talk = await one_host(world, "Europe/Rome")
    asker = Asker(world)
    plain = await asker.days(talk, "2050-09-05", "2050-09-09")
    assert list(plain) == [f"2050-09-0{day}" for day in range(5, 10)]
    assert plain["2050-09-05"] == [f"2050-09-05T{hour:02}:00:00.000Z" for hour in range(7, 15)]
    in_rome = await asker.days(talk, "2050-09-05", "2050-09-09", timeZone="Europe/Rome")
    assert in_rome["2050-09-05"] == [f"2050-09-05T{hour:02}:00:00.000+02:00" for hour in range(9, 17)]


async def test_22_overrides(world: World) -> None:
    replaced = (
        "2027-02-02 00:00-00:00",
        "2027-02-03 12:00-14:00",
        "2027-02-04 08:00-09:00",
        "2027-02-04 18:00-19:00",
        "2027-02-06 10:00-12:00",
    )
    _, talk = await one_host(world, spans=("09:00-17:00", *replaced))
    assert await Asker(world).starts(talk, "02-01", "02-07") == [
        *hourly("02-01"),
        *on("02-03", "12:00 13:00"),
        *on("02-04", "08:00 18:00"),
        *hourly("02-05"),
        *on("02-06", "10:00 11:00"),
    ]


async def test_23_the_buffer_after_a_booking_and_that_of_the_next_add_up(world: World) -> None:
    ada, talk = await one_host(world, spans=("09:00-12:00",), length_in_minutes=30, after_event_buffer=15)
    await busy(world, ada, "2027-02-01T10:00", 30, of=talk, after_minutes=15)
    assert await Asker(world).starts(talk, "02-01") == on("02-01", "09:00 11:00 11:30")


async def test_24_a_buffer_before(world: World) -> None:
    ada, talk = await one_host(world, spans=("09:00-13:00",), before_event_buffer=30)
    await busy(world, ada, "2027-02-01T10:00", of=await event_type(world, ada))
    assert await Asker(world).starts(talk, "02-01") == on("02-01", "09:00 12:00")


async def test_25_notice(world: World) -> None:
    _, talk = await one_host(world, minimum_booking_notice=1440)
    found = await Asker(world, utc("2027-02-01T10:30")).starts(talk, "02-01", "02-02")
    assert found == hourly("02-02", 11)


async def test_26_a_limit_of_a_day(world: World) -> None:
    ada, talk = await one_host(world, booking_limits_count={"day": 1})
    await busy(world, ada, "2027-02-02T10:00", of=talk)
    assert await Asker(world).starts(talk, "02-01", "02-03") == [*hourly("02-01"), *hourly("02-03")]


async def test_27_a_limit_of_a_week_that_begins_on_sunday(world: World) -> None:
    ada, talk = await one_host(world, booking_limits_count={"week": 2})
    for day in ("02", "03"):
        await busy(world, ada, f"2027-02-{day}T10:00", of=talk)
    assert await Asker(world).starts(talk, "02-01", "02-09") == [*hourly("02-08"), *hourly("02-09")]


async def test_28_a_limit_of_minutes(world: World) -> None:
    ada, talk = await one_host(world, length_in_minutes=30, booking_limits_duration={"day": 60})
    await busy(world, ada, "2027-02-02T09:00", 30, of=talk)
    assert (await Asker(world).starts(talk, "02-02"))[0] == "02-02 09:30"
    await busy(world, ada, "2027-02-02T10:00", 30, of=talk)
    assert await Asker(world).starts(talk, "02-02") == []


async def test_34_39_away_with_and_without_a_substitute(world: World) -> None:
    ada, talk = await one_host(world, "Europe/Berlin", length_in_minutes=240)
    colleague, _ = await one_host(world, "Europe/Berlin")
    entry = await away(world, ada, "02-02", "02-03")
    expected = [*on("02-01", "08:00 12:00"), *on("02-04", "08:00 12:00")]
    assert await Asker(world).starts(talk, "02-01", "02-04") == expected
    entry.substitute_id = colleague.id
    await world.session.commit()
    assert await Asker(world).starts(talk, "02-01", "02-04") == expected


async def test_35_days_off_are_dates_of_the_hosts_zone(world: World) -> None:
    ada, talk = await one_host(world, "Pacific/Auckland", length_in_minutes=240)
    await away(world, ada, "02-02")
    found = await Asker(world).days(talk, "02-01", "2027-02-03T12:00:00Z", timeZone="Pacific/Auckland")
    assert found == {
        "2027-02-01": ["2027-02-01T13:00:00.000+13:00"],
        "2027-02-03": ["2027-02-03T09:00:00.000+13:00", "2027-02-03T13:00:00.000+13:00"],
    }


async def test_36_an_entry_of_hours_takes_whole_utc_days(world: World) -> None:
    ada, talk = await one_host(world, "America/New_York", length_in_minutes=240)
    entry = {"start": "2027-02-02T20:00:00.000Z", "end": "2027-02-03T03:00:00.000Z"}
    answer = await (await world.api(ada)).post("/v2/me/ooo", entry)
    assert answer.status_code == 201, answer.text
    found = await Asker(world).starts(talk, "02-01", "02-04")
    assert found == [*on("02-01", "14:00 18:00"), *on("02-04", "14:00 18:00")]


async def test_40_only_the_first_slot(world: World) -> None:
    ada, talk = await one_host(world, only_show_first_available_slot=True)
    await busy(world, ada, "2027-02-02T09:00")
    assert await Asker(world).starts(talk, "02-01", "02-02") == ["02-01 09:00", "02-02 10:00"]


@pytest.mark.parametrize(
    ("rolling", "days"), [(True, ["2027-02-01", "2027-02-08", "2027-02-15"]), (False, ["2027-02-01"])]
)
async def test_41_42_a_window_of_days(world: World, rolling: bool, days: list[str]) -> None:
    window = {"type": "calendarDays", "value": 3, "rolling": rolling}
    _, talk = await one_host(world, days=MONDAY, booking_window=window)
    assert list(await Asker(world, utc("2027-02-01T00:00")).days(talk, "02-01", "02-28")) == days


async def test_43_seats(world: World) -> None:
    seats = {"seatsPerTimeSlot": 5, "showAttendeeInfo": True, "showAvailabilityCount": True}
    ada, talk = await one_host(world, seats=seats)
    booking = await busy(world, ada, "2027-02-01T11:00", of=talk, seats_taken=1)
    answer = await Asker(world).response(eventTypeId=talk.id, start="2027-02-01", end="2027-02-01")
    slots = {slot.pop("start")[11:16]: slot for slot in answer.json()["data"]["2027-02-01"]}
    empty = {"seatsBooked": 0, "seatsRemaining": 5, "seatsTotal": 5}
    taken = {"seatsBooked": 1, "seatsRemaining": 4, "seatsTotal": 5, "bookingUid": booking.booking_uid}
    assert slots == {f"{hour:02}:00": taken if hour == 11 else empty for hour in range(9, 17)}


async def test_44_a_reservation_hides_the_slot_of_all_event_types_of_the_host(world: World) -> None:
    ada, talk = await one_host(world)
    short = await event_type(world, ada, length_in_minutes=30, minimum_booking_notice=0)
    await reservation(world, ada, talk, "2027-02-01T10:00", until="2027-01-04T00:05")
    asker, later = Asker(world), Asker(world, utc("2027-01-04T00:05"))
    assert await asker.starts(talk, "02-01") == on("02-01", "09:00 11:00 12:00 13:00 14:00 15:00 16:00")
    assert (await asker.starts(short, "02-01"))[:3] == on("02-01", "09:00 09:30 11:00")
    assert await later.starts(talk, "02-01") == hourly("02-01")


async def test_45_the_booking_that_moves_is_free(world: World) -> None:
    ada, talk = await one_host(world, booking_limits_count={"day": 1})
    booking = await busy(world, ada, "2027-02-01T10:00", of=talk, after_minutes=30)
    asker = Asker(world)
    assert await asker.starts(talk, "02-01") == []
    assert await asker.starts(talk, "02-01", bookingUidToReschedule=booking.booking_uid) == hourly("02-01")
    assert await asker.starts(talk, "02-01", bookingUidToReschedule="unknown") == []


async def test_51_nights_at_the_edge_of_a_day_off(world: World) -> None:
    ada, talk = await one_host(world, spans=("22:00-23:59", "00:00-02:00"), days=ALL_DAYS)
    await away(world, ada, "02-02")
    found = await Asker(world).starts(talk, "2027-02-01T12:00:00Z", "2027-02-03T12:00:00Z")
    assert found == [*on("02-01", "22:00 23:00"), *on("02-03", "00:00 01:00")]


async def test_52_buffers_around_a_seated_booking(world: World) -> None:
    seats = {"seatsPerTimeSlot": 5, "showAttendeeInfo": True, "showAvailabilityCount": True}
    ada, talk = await one_host(world, seats=seats, before_event_buffer=30, after_event_buffer=30)
    await busy(world, ada, "2027-02-01T11:00", of=talk, seats_taken=1, before_minutes=30, after_minutes=30)
    assert await Asker(world).starts(talk, "02-01") == on("02-01", "09:00 11:00 13:00 14:00 15:00 16:00")


async def test_no_schedule_at_all(world: World) -> None:
    ada = await world.user(time_zone="Europe/Berlin")
    talk = await event_type(world, ada, minimum_booking_notice=0)
    assert await Asker(world).starts(talk, "02-05", "02-07") == hourly("02-05", 8, 15)


async def test_the_event_types_own_schedule_comes_first(world: World) -> None:
    ada, talk = await one_host(world)
    own = await hours(world, ada, "Asia/Tokyo", "10:00-12:00")
    await hours(world, ada, "UTC", "18:00-19:00")
    talk.schedule_id = own.id
    await world.session.commit()
    assert await Asker(world).starts(talk, "02-01") == on("02-01", "01:00 02:00")
