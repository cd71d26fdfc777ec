"""How far ahead one can book (slots sheet, section 7)."""

from dataclasses import replace
from datetime import date

import pytest

from locum.slots.question import DateRange, DaysAhead, SlotQuestion
from tests.unit.slots.making import ask, booking, host, mon, on, schedule, shown

MONDAY = "02-01T00:00"
DAILY = schedule("UTC", "10:00-11:00")
LA, TOKYO = "America/Los_Angeles", "Asia/Tokyo"
FEBRUARY = "02-01/02-28"


def ten(keys: str) -> dict[str, str]:
    """One slot on each date."""
    return on(keys, "10:00")


CASES = {
    "none": (ask(DAILY, "02-01/02-03", now=MONDAY), ten("02-01 02-02 02-03")),
    "today-and-two-days": (ask(DAILY, FEBRUARY, now=MONDAY, booking_window=DaysAhead(2)), ten("02-01 02-02 02-03")),
    "today-only": (ask(DAILY, FEBRUARY, now=MONDAY, booking_window=DaysAhead(0)), ten("02-01")),
    "midnight-after-the-last-date-is-out": (
        ask(schedule("UTC", "00:00-23:59"), "02-01T12:00/02-03", 720, now=MONDAY, booking_window=DaysAhead(0)),
        on("02-01", "12:00"),
    ),
    "today-of-the-booker-west": (ask(DAILY, FEBRUARY, now=MONDAY, zone=LA, booking_window=DaysAhead(1)), ten("02-01")),
    "today-of-the-booker-east": (
        ask(DAILY, FEBRUARY, now="02-01T16:00", zone=TOKYO, booking_window=DaysAhead(1)),
        ten("02-02 02-03"),
    ),
    "business-days-keep-the-weekend-between": (
        ask(DAILY, FEBRUARY, now="02-04T00:00", booking_window=DaysAhead(2, business=True)),
        ten("02-04 02-05 02-06 02-07 02-08"),
    ),
    "business-days-from-a-saturday": (
        ask(DAILY, FEBRUARY, now="02-06T00:00", booking_window=DaysAhead(1, business=True)),
        ten("02-06 02-07 02-08"),
    ),
    "rolling-business-days-count-no-weekend": (
        ask(DAILY, FEBRUARY, now="02-04T00:00", booking_window=DaysAhead(3, business=True, rolling=True)),
        ten("02-04 02-05 02-06 02-07 02-08"),
    ),
    "rolling-skips-full-days": (
        ask(
            host(DAILY, bookings=(booking("02-02T10:00"),)),
            FEBRUARY,
            now=MONDAY,
            booking_window=DaysAhead(3, rolling=True),
        ),
        ten("02-01 02-03 02-04"),
    ),
    "rolling-counts-from-today-when-asked-later": (
        ask(DAILY, "02-03/02-28", now=MONDAY, booking_window=DaysAhead(4, rolling=True)),
        ten("02-03 02-04"),
    ),
    "rolling-is-over-before-the-asked-days": (
        ask(DAILY, "02-10/02-28", now=MONDAY, booking_window=DaysAhead(4, rolling=True)),
        {},
    ),
    "rolling-does-not-end-before-the-asked-days-do": (
        ask(mon("10:00-11:00"), FEBRUARY, now=MONDAY, booking_window=DaysAhead(30, rolling=True)),
        ten("02-01 02-08 02-15 02-22"),
    ),
    # 61 days after the first of February is the third of April: the last Monday before it is the 29th of March.
    "rolling-looks-61-days-ahead": (
        ask(mon("10:00-11:00"), "03-20/04-30", now=MONDAY, booking_window=DaysAhead(30, rolling=True)),
        ten("03-22 03-29"),
    ),
    "rolling-looks-at-the-61st-day-too": (
        ask(
            schedule("UTC", "10:00-11:00", overrides={"04-03": "10:00-11:00"}),
            "04-02/04-05",
            now=MONDAY,
            booking_window=DaysAhead(99, rolling=True),
        ),
        ten("04-02 04-03"),
    ),
    "rolling-finds-nothing": (
        ask(
            schedule("UTC", overrides={"04-20": "10:00-11:00"}),
            "02-01/04-30",
            now=MONDAY,
            booking_window=DaysAhead(3, rolling=True),
        ),
        {},
    ),
    "rolling-last-slot-reaches-over-midnight": (
        ask(
            schedule("UTC", "23:30-23:59", "00:00-00:30"),
            "02-01T12:00/02-03T12:00",
            now=MONDAY,
            slot_interval=30,
            booking_window=DaysAhead(1, rolling=True),
        ),
        {"02-01": "23:30"},
    ),
    "range": (
        ask(DAILY, FEBRUARY, booking_window=DateRange(date(2027, 2, 3), date(2027, 2, 4))),
        ten("02-03 02-04"),
    ),
    # Six in the morning of the third of Tokyo is still the second in UTC.
    "range-in-the-zone-of-the-first-host": (
        ask(schedule(TOKYO, "06:00-07:00"), FEBRUARY, booking_window=DateRange(date(2027, 2, 3), date(2027, 2, 3))),
        {"02-02": "21:00"},
    ),
}


@pytest.mark.parametrize(("question", "expected"), [pytest.param(*case, id=name) for name, case in CASES.items()])
def test_booking_window(question: SlotQuestion, expected: dict[str, str]) -> None:
    assert shown(question) == expected


def test_a_range_is_in_the_event_types_own_zone() -> None:
    """The third of February in Los Angeles begins at 08:00Z."""
    only_the_third = DateRange(date(2027, 2, 3), date(2027, 2, 3))
    question = ask(schedule(TOKYO, "00:00-23:59"), "02-02/02-04", 720, booking_window=only_the_third)
    own = replace(question, settings=replace(question.settings, zone=LA))
    assert shown(own) == {"02-03": "12:00", "02-04": "00:00"}


def test_a_first_slot_before_the_range_hides_the_others_of_its_date() -> None:
    """`onlyShowFirstAvailableSlot` comes before the window (slots sheet, section 4.1)."""
    from_the_second_of_tokyo = DateRange(date(2027, 2, 2), date(2027, 2, 2))
    question = ask(
        schedule(TOKYO, "00:00-23:59"), "02-01/02-02", 60, first_slot_only=True, booking_window=from_the_second_of_tokyo
    )
    assert shown(question) == {"02-02": "00:00"}
