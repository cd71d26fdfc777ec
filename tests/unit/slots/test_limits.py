"""Booking limits (slots sheet, section 6)."""

from dataclasses import replace

import pytest

from locum.slots.engine import find_slots
from locum.slots.question import Kind, Limits, SlotQuestion, Unit
from tests.unit.slots.making import ask, counted, host, instant, on, schedule, shown, w

DAY, WEEK, MONTH, YEAR = Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR
LA = "America/Los_Angeles"
TWICE_A_DAY = schedule("UTC", "00:00-23:59")
TWO = (host(w(), 1), host(w(), 2))


def test_count_of_a_month() -> None:
    question = ask(w(), "02-25/03-02", 480, limits=Limits(count={MONTH: 1}), bookings=(counted("02-01T10:00"),))
    assert shown(question) == on("03-01 03-02", "09:00")


def test_count_of_a_year_needs_both_ends_in_it() -> None:
    year = Limits(count={YEAR: 1})
    across = counted("2027-12-31T23:30")
    question = ask(TWICE_A_DAY, "12-30/2028-01-01", 1440, limits=year, bookings=(across,))
    assert len(find_slots(question).slots) == 3
    inside = ask(TWICE_A_DAY, "12-30/2028-01-01", 1440, limits=year, bookings=(counted("2027-12-31T23:00"),))
    assert shown(inside) == {"2028-01-01": "00:00"}


def test_a_week_begins_on_sunday() -> None:
    sunday = counted("02-07T10:00")
    question = ask(w(), "02-05/02-09", 480, limits=Limits(count={WEEK: 1}), bookings=(sunday,))
    assert shown(question) == on("02-05", "09:00")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        pytest.param("UTC", {"02-01": "00:00 12:00", "02-03": "00:00"}, id="utc"),
        # 07:00Z is still the first over there; closed from 08:00Z of the first to 08:00Z of the second.
        pytest.param(LA, {"02-02": "08:00 20:00", "02-03": "08:00"}, id="los-angeles"),
    ],
)
def test_days_are_those_of_the_profile_zone(zone: str, expected: dict[str, str]) -> None:
    question = ask(
        host(TWICE_A_DAY, profile_zone=zone),
        "02-01/02-03T20:00",
        720,
        limits=Limits(count={DAY: 1}),
        bookings=(counted("02-02T07:00"),),
    )
    assert shown(question) == expected


def test_the_event_types_own_zone_comes_first() -> None:
    question = ask(
        host(TWICE_A_DAY, profile_zone=LA),
        "02-01/02-03T20:00",
        720,
        zone="UTC",
        limits=Limits(count={DAY: 1}),
        bookings=(counted("02-02T07:00"),),
    )
    own = replace(question, settings=replace(question.settings, zone="UTC"))
    assert shown(own) == {"02-01": "00:00 12:00", "02-03": "00:00"}


def test_the_asked_length_may_pass_a_limit_by_itself() -> None:
    limits = Limits(duration={MONTH: 60})
    assert find_slots(ask(w(), "02-01/02-05", 90, limits=limits)).slots == ()
    assert shown(ask(w(), "02-01", 90, duration=60, limits=limits))["02-01"].startswith("09:00")


@pytest.mark.parametrize("unit", [DAY, WEEK, MONTH])
def test_minutes_are_counted_for_each_host(unit: Unit) -> None:
    question = ask(
        TWO,
        "02-02",
        kind=Kind.COLLECTIVE,
        limits=Limits(duration={unit: 100}),
        bookings=(counted("02-02T10:00", organizer=2),),
    )
    assert find_slots(question).slots == ()
    assert find_slots(replace(question, settings=replace(question.settings, kind=Kind.ROUND_ROBIN))).slots


def test_minutes_of_a_year_are_counted_for_all() -> None:
    question = ask(
        TWO,
        "02-02",
        kind=Kind.ROUND_ROBIN,
        limits=Limits(duration={YEAR: 100}),
        bookings=(counted("05-02T10:00", organizer=2),),
    )
    assert find_slots(question).slots == ()


def test_numbers_are_counted_over_all_hosts() -> None:
    question = ask(
        TWO,
        "02-02",
        kind=Kind.ROUND_ROBIN,
        limits=Limits(count={DAY: 1}),
        bookings=(counted("02-02T10:00", organizer=2),),
    )
    assert find_slots(question).slots == ()


def test_a_moved_booking_does_not_count() -> None:
    limits = Limits(count={DAY: 1}, duration={DAY: 60})
    booked = (counted("02-02T10:00", uid="moved"),)
    assert find_slots(ask(w(), "02-02", limits=limits, bookings=booked)).slots == ()
    assert find_slots(ask(w(), "02-02", limits=limits, bookings=booked, moved="moved")).slots


def test_team_limits_count_the_teams_bookings() -> None:
    question: SlotQuestion = ask(w(), "02-01/02-02", 480, team_limits=Limits(count={DAY: 1}))
    busy_team = replace(question, team_bookings=(counted("02-01T20:00", organizer=5),))
    assert shown(question) == on("02-01 02-02", "09:00")
    assert shown(busy_team) == on("02-02", "09:00")


def test_after_a_closed_period_the_clock_is_utc() -> None:
    """In Kolkata the second begins at 18:30Z of the first: the next slot is at 19:00Z."""
    question = ask(
        host(schedule("Asia/Kolkata", "00:00-23:59"), profile_zone="Asia/Kolkata"),
        "02-01T12:00/02-01T22:00",
        limits=Limits(count={DAY: 1}),
        bookings=(counted("02-01T10:00"),),
    )
    assert shown(question) == on("02-01", "19:00 20:00 21:00")


def test_now_is_no_part_of_limits() -> None:
    past = counted("02-01T01:00")
    question = ask(w(), "02-01/02-02", 480, limits=Limits(count={DAY: 1}), bookings=(past,), now=instant("02-01T02:00"))
    assert shown(question) == on("02-02", "09:00")
