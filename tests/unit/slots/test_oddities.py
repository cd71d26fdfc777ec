"""Where the sheet departs from the peer (slots sheet, section 14), so far as the engine decides it."""

from datetime import date

import pytest

from locum.slots.engine import find_slots
from locum.slots.question import DateRange, Kind, SlotQuestion
from tests.unit.slots.making import (
    ask,
    at,
    away,
    booking,
    calendar,
    counted,
    every,
    host,
    mon,
    on,
    schedule,
    shown,
    w,
)

ALWAYS = "00:00-23:59"
OFF_TUESDAY = away("02-02T08:00Z", "02-02T09:00Z")
ODD_CASES = {
    "override-closes-a-day-of-a-24/7-schedule": (
        ask(schedule("UTC", ALWAYS, overrides={"02-02": "00:00-00:00"}), "02-01/02-03", 480),
        on("02-01 02-03", "00:00 08:00 16:00"),
    ),
    "override-narrows-a-day-of-a-24/7-schedule": (
        ask(schedule("UTC", ALWAYS, overrides={"02-02": "09:00-10:00"}), "02-01/02-03", 60),
        on("02-01 02-03", every(60, "00:00", "23:00")) | {"02-02": "09:00"},
    ),
    "day-off-of-one-in-a-24/7-team": (
        ask(
            (host(schedule("UTC", ALWAYS), absences=(OFF_TUESDAY,)), host(schedule("UTC", ALWAYS), 2)),
            "02-01/02-03",
            480,
            kind=Kind.COLLECTIVE,
        ),
        on("02-01 02-03", "00:00 08:00 16:00"),
    ),
    "day-off-on-a-date-that-only-an-override-opens": (
        ask(host(w(overrides={"02-06": "10:00-12:00"}), absences=(away("02-06T00:00", "02-06T01:00"),)), "02-05/02-07"),
        on("02-05", every(60, "09:00", "16:00")),
    ),
    "free-time-after-a-busy-block-goes-by-the-local-date": (
        ask(
            host(
                schedule("Asia/Tokyo", ALWAYS),
                bookings=(booking("02-01T14:00", 120),),  # until 01:00 of the second in Tokyo
                absences=(OFF_TUESDAY,),
            ),
            "02-01T12:00/02-02T18:00",
        ),
        {"02-01": "12:00 13:00", "02-02": "15:00 16:00 17:00"},
    ),
    "hours-after-a-day-off-stay": (
        ask(host(schedule("UTC", ALWAYS), absences=(OFF_TUESDAY,)), "02-01/02-03", 480),
        on("02-01 02-03", "00:00 08:00 16:00"),
    ),
    "seconds-are-rounded-up": (
        ask(mon("09:00-12:00"), "02-01", 15, now="02-01T09:59:20"),
        on("02-01", every(15, "10:15", "11:45")),
    ),
    "seconds-of-the-window-are-rounded-up": (
        ask(mon("09:00-12:00"), "02-01T10:00:01Z/02-01T12:00Z", 15),
        on("02-01", every(15, "10:15", "11:45")),
    ),
    "overrides-outside-the-window-do-not-leak": (
        ask(
            schedule("Asia/Tokyo", overrides={"02-02": "02:00-05:00", "02-01": "12:00-13:00", "02-04": "09:00-17:00"}),
            "02-02/02-03",
        ),
        {},
    ),
    "overrides-are-clipped-to-the-window": (
        ask(schedule("UTC", overrides={"02-02": "02:00-12:00"}), "02-02T09:00/02-02T11:00"),
        on("02-02", "09:00 10:00"),
    ),
    "buffer-of-a-booking-before-the-window": (
        ask(host(mon("09:00-12:00"), bookings=(booking("02-01T08:00", after=90),)), "02-01T09:00/02-01T12:00", 30),
        on("02-01", "10:30 11:00 11:30"),
    ),
    "buffer-of-a-booking-behind-the-window": (
        ask(host(mon("09:00-17:00"), bookings=(booking("02-01T12:00", before=90),)), "02-01T09:00/02-01T12:00", 30),
        on("02-01", "09:00 09:30 10:00"),
    ),
    "range-west-of-utc": (
        ask(
            w("America/New_York"),
            "02-01/02-05",
            480,
            zone="America/New_York",
            booking_window=DateRange(date(2027, 2, 2), date(2027, 2, 3)),
        ),
        on("02-02 02-03", "14:00"),
    ),
    "fixed-host-without-any-free-time": (
        ask(
            (host(schedule("UTC"), fixed=True), host(w(), 2)),
            "02-01",
            kind=Kind.ROUND_ROBIN,
        ),
        {},
    ),
    "reservation-in-round-robin-takes-one-host": (
        ask(
            (host(mon("09:00-11:00"), reservations=((at("02-01T09:00"), at("02-01T10:00")),)), host(w(), 2)),
            "02-01T09:00/02-01T12:00",
            kind=Kind.ROUND_ROBIN,
        ),
        on("02-01", "09:00 10:00 11:00"),
    ),
    "reservation-of-the-only-one-left": (
        ask(
            (
                host(mon("09:00-12:00"), reservations=((at("02-01T09:00"), at("02-01T10:00")),)),
                host(mon("10:00-12:00"), 2),
            ),
            "02-01",
            kind=Kind.ROUND_ROBIN,
        ),
        on("02-01", "10:00 11:00"),
    ),
    "reservation-in-a-collective-hides-the-slot": (
        ask(
            (host(mon("09:00-12:00")), host(w(), 2, reservations=((at("02-01T09:30"), at("02-01T10:00")),))),
            "02-01",
            kind=Kind.COLLECTIVE,
        ),
        on("02-01", "10:00 11:00"),
    ),
    "calendar-blocks-get-the-asked-buffers-only": (
        ask(
            host(mon("08:00-14:00"), calendar=(calendar("02-01T10:00", 60),)),
            "02-01",
            30,
            before_buffer=30,
            after_buffer=60,
        ),
        on("02-01", "08:00 08:30 " + every(30, "11:30", "13:30")),
    ),
    "end-at-midnight-is-the-end-of-that-day": (
        ask(mon("21:00-23:59"), "02-01T00:00Z/02-01T00:00Z"),
        on("02-01", "21:00 22:00 23:00"),
    ),
    "full-seated-slot-stays-listed": (
        ask(
            host(mon("09:00-12:00"), bookings=(booking("02-01T10:00"),)),
            "02-01",
            seats=2,
            bookings=(counted("02-01T10:00", seats=2),),
        ),
        on("02-01", "09:00 10:00 11:00"),
    ),
    "slot-with-its-one-seat-taken-is-gone": (
        ask(
            host(mon("09:00-12:00"), bookings=(booking("02-01T10:00"),)),
            "02-01",
            seats=1,
            bookings=(counted("02-01T10:00", seats=1),),
        ),
        on("02-01", "09:00 11:00"),
    ),
}


@pytest.mark.parametrize(("question", "expected"), [pytest.param(*case, id=name) for name, case in ODD_CASES.items()])
def test_oddity(question: SlotQuestion, expected: dict[str, str]) -> None:
    assert shown(question) == expected


def test_a_full_seated_slot_says_so() -> None:
    question, _ = ODD_CASES["full-seated-slot-stays-listed"]
    assert [slot.seats for slot in find_slots(question).slots] == [(0, 2, 2, None), (2, 0, 2, "b"), (0, 2, 2, None)]
