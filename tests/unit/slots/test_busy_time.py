"""Buffers, moved bookings, seats and reservations of one host (slots sheet, sections 5, 10 and 11)."""

import pytest

from locum.slots.engine import find_slots
from locum.slots.question import SlotQuestion
from tests.unit.slots.making import ask, at, booking, calendar, counted, every, host, mon, on, shown

HOURS = mon("09:00-12:00")
BUSY = {
    "buffers-of-both-add-up": (
        ask(
            host(HOURS, bookings=(booking("02-01T10:00", 30, before=10, after=15),)),
            "02-01",
            5,
            before_buffer=10,
            after_buffer=15,
        ),
        on("02-01", every(5, "09:00", "09:30") + " " + every(5, "10:55", "11:55")),
    ),
    "before-buffer-of-the-booking-itself": (
        ask(host(HOURS, bookings=(booking("02-01T10:00", 30, before=30, same_type=False),)), "02-01", 30),
        on("02-01", "09:00 10:30 11:00 11:30"),
    ),
    "moved-booking-its-buffers-and-its-copy": (
        ask(
            host(
                HOURS,
                bookings=(booking("02-01T10:00", before=30, after=30, uid="moved"), booking("02-01T11:30", 30)),
                calendar=(calendar("02-01T10:00", 60, "moved"), calendar("02-01T09:00", 30)),
            ),
            "02-01",
            30,
            moved="moved",
        ),
        on("02-01", "09:30 10:00 10:30 11:00"),
    ),
    "unknown-moved-booking-changes-nothing": (
        ask(host(HOURS, bookings=(booking("02-01T10:00"),)), "02-01", moved="nobody's"),
        on("02-01", "09:00 11:00"),
    ),
    "nothing-is-moved-bookings-without-uid-stay": (
        ask(host(HOURS, bookings=(booking("02-01T10:00", uid=""),)), "02-01"),
        on("02-01", "09:00 11:00"),
    ),
    "overlapping-blocks": (
        ask(
            host(HOURS, bookings=(booking("02-01T09:30", 30),), calendar=(calendar("02-01T09:45", 30),)),
            "02-01",
            15,
        ),
        on("02-01", "09:00 09:15 " + every(15, "10:15", "11:45")),
    ),
    "copy-of-a-seated-booking-keeps-its-buffers-only": (
        ask(
            host(HOURS, bookings=(booking("02-01T10:00"),), calendar=(calendar("02-01T10:00", 60, "b"),)),
            "02-01",
            30,
            duration=60,
            seats=4,
            after_buffer=30,
            slot_interval=30,
        ),
        on("02-01", "10:00 11:00"),
    ),
    "seated-booking-blocks-other-event-types": (
        ask(host(HOURS, bookings=(booking("02-01T10:00", same_type=False),)), "02-01", seats=4),
        on("02-01", "09:00 11:00"),
    ),
    "moved-seated-booking-frees-its-slot": (
        ask(
            host(HOURS, bookings=(booking("02-01T10:00", before=60, uid="moved"),)),
            "02-01",
            seats=4,
            bookings=(counted("02-01T10:00", uid="moved"),),
            moved="moved",
        ),
        on("02-01", "09:00 10:00 11:00"),
    ),
    "touching-reservation": (
        ask(host(HOURS, reservations=((at("02-01T11:00"), at("02-01T12:00")),)), "02-01"),
        on("02-01", "09:00 10:00"),
    ),
    "one-seat-reserved": (
        ask(host(HOURS), "02-01", seats=1, seat_reservations=(at("02-01T10:00"),)),
        on("02-01", "09:00 11:00"),
    ),
}


@pytest.mark.parametrize(("question", "expected"), [pytest.param(*case, id=name) for name, case in BUSY.items()])
def test_busy_time(question: SlotQuestion, expected: dict[str, str]) -> None:
    assert shown(question) == expected


def test_seat_reservations_raise_the_count() -> None:
    question = ask(
        host(HOURS, bookings=(booking("02-01T10:00"),)),
        "02-01",
        seats=4,
        bookings=(counted("02-01T10:00", seats=2),),
        seat_reservations=(at("02-01T10:00"), at("02-01T11:00"), at("02-01T11:00")),
    )
    assert [slot.seats for slot in find_slots(question).slots] == [(0, 4, 4, None), (3, 1, 4, "b"), (2, 2, 4, None)]


def test_a_moved_seated_booking_does_not_count() -> None:
    question = ask(host(HOURS), "02-01", seats=4, bookings=(counted("02-01T10:00", uid="moved"),), moved="moved")
    assert {slot.seats for slot in find_slots(question).slots} == {(0, 4, 4, None)}


def test_never_more_seats_than_there_are() -> None:
    question = ask(host(HOURS), "02-01", seats=2, bookings=(counted("02-01T10:00", seats=3),))
    assert find_slots(question).slots[1].seats == (3, 0, 2, "b")


def test_event_types_without_seats_have_no_counts() -> None:
    assert {slot.seats for slot in find_slots(ask(HOURS, "02-01")).slots} == {None}
