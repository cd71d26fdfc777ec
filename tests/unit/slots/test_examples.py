"""The worked examples of the slots sheet, section 13, by their numbers.

Starts are in UTC under the dates of the booker's zone; `03/22:00` is 22:00 of the third.
"""

import pytest

from locum.slots.engine import find_slots
from locum.slots.question import DaysAhead, Host, Kind, Limits, SlotQuestion, Unit
from locum.slots.schedule import Absence
from tests.unit.slots.making import (
    WORKDAYS,
    ask,
    at,
    away,
    booking,
    by_date,
    calendar,
    counted,
    d,
    every,
    host,
    mon,
    on,
    schedule,
    shown,
    w,
)

RR, ALL = Kind.ROUND_ROBIN, Kind.COLLECTIVE
FIVE_DAYS = "2050-09-05/2050-09-09"
FIVE_KEYS = "2050-09-05 2050-09-06 2050-09-07 2050-09-08 2050-09-09"
HOURLY = every(60, "09:00", "16:00")
ROME = every(60, "07:00", "14:00")
BERLIN_AWAY = away("02-02T00:00Z", "02-03T23:59:59.999Z")
NIGHT = schedule("UTC", "22:00-23:59", "00:00-02:00")
EVENINGS = schedule("America/New_York", "18:00-22:00", days=WORKDAYS)
OVERRIDDEN = {
    "02-02": "00:00-00:00",
    "02-03": "12:00-14:00",
    "02-04": "08:00-09:00 18:00-19:00",
    "02-06": "10:00-12:00",
}


def two(first: str, second: str, absences: tuple[Absence, ...] = ()) -> tuple[Host, ...]:
    """Two hosts in UTC, open every day; the absences are the first one's."""
    return host(schedule("UTC", first), 1, absences=absences), host(schedule("UTC", second), 2)


def seated(before: int = 0, after: int = 0) -> SlotQuestion:
    """Five seats, one of them taken on Monday at 11:00."""
    taken = host(w(), bookings=(booking("02-01T11:00", before=before, after=after),))
    return ask(taken, "02-01", seats=5, bookings=(counted("02-01T11:00"),), before_buffer=before, after_buffer=after)


FIRST_AWAY = two("09:00-11:00", "10:00-12:00", (away("02-02T00:00", "02-02T10:00"),))
OPTIMIZABLE = host(mon("08:00-12:30"), calendar=(calendar("02-01T10:00", 10),))
FIXED_AND_TWO = (
    host(schedule("UTC", "10:00-13:00"), 1, fixed=True),
    host(schedule("UTC", "09:00-11:00"), 2),
    host(schedule("UTC", "12:00-17:00"), 3),
)
AUCKLAND = host(w("Pacific/Auckland"), absences=(away("02-02T00:00", "02-02T23:00"),))
NEW_YORK = host(d("America/New_York"), absences=(away("02-02T20:00Z", "02-03T03:00Z"),))
NIGHT_AWAY = host(NIGHT, absences=(away("02-02T00:00", "02-02T23:00"),))
TUESDAY = counted("02-02T10:00")
HALF_HOURS = (counted("02-02T10:00", 30), counted("02-02T14:00", 30))
SYDNEY = "Australia/Sydney"

EXAMPLES = {
    "01": (ask(w("Europe/Rome"), FIVE_DAYS), on(FIVE_KEYS, ROME)),
    "02": (ask(w("Europe/Rome"), FIVE_DAYS, zone="Europe/Rome"), on(FIVE_KEYS, ROME)),
    "03": (
        ask(w("Europe/Rome"), "2050-09-05T09:00Z/2050-09-09"),
        on(FIVE_KEYS, ROME) | {"2050-09-05": every(60, "09:00", "14:00")},
    ),
    "04": (
        ask(w("Europe/Rome"), "2050-09-05/2050-09-09T12:00Z"),
        on(FIVE_KEYS, ROME) | {"2050-09-09": every(60, "07:00", "11:00")},
    ),
    "05-kolkata": (ask(w("Asia/Kolkata"), "02-01"), on("02-01", every(60, "03:30", "10:30"))),
    "05-kolkata-booker-berlin": (
        ask(w("Asia/Kolkata"), "02-01", zone="Europe/Berlin"),
        on("02-01", every(60, "03:30", "10:30")),
    ),
    "05-booker-kolkata": (ask(w(), "02-01", zone="Asia/Kolkata"), on("02-01", HOURLY)),
    "06": (ask(w("Asia/Kathmandu"), "02-01", 30), on("02-01", every(30, "03:15", "10:45"))),
    "06-booker-kathmandu": (
        ask(w("Asia/Kathmandu"), "02-01", 30, zone="Asia/Kathmandu"),
        on("02-01", every(30, "03:15", "10:45")),
    ),
    "07-L60": (ask(mon("09:20-12:00"), "02-01", 60), on("02-01", "10:00 11:00")),
    "07-L45": (ask(mon("09:20-12:00"), "02-01", 45), on("02-01", "09:30 10:15 11:00")),
    "07-L25": (ask(mon("09:20-12:00"), "02-01", 25), on("02-01", "09:20 09:45 10:10 10:35 11:00 11:25")),
    "07-L20": (ask(mon("09:20-12:00"), "02-01", 20), on("02-01", every(20, "09:20", "11:40"))),
    "08": (ask(mon("09:00-11:00"), "02-01", 60, slot_interval=30), on("02-01", "09:00 09:30 10:00")),
    "09": (ask(mon("09:00-11:00"), "02-01", 30, slot_interval=60), on("02-01", "09:00 10:00")),
    "10": (ask(mon("09:00-11:00"), "02-01", 25, offset_start=5), on("02-01", "09:05 09:35 10:05 10:35")),
    "11": (ask(w(), "02-01", 60, offset_start=15), on("02-01", "09:15 10:30 11:45 13:00 14:15 15:30")),
    "12-plain": (ask(OPTIMIZABLE, "02-01"), on("02-01", "08:00 09:00 11:00")),
    "12-optimized": (ask(OPTIMIZABLE, "02-01", optimized=True), on("02-01", "08:00 09:00 10:15 11:15")),
    "13-to-12:00": (ask(mon("09:05-12:00"), "02-01", optimized=True), on("02-01", "10:00 11:00")),
    "13-to-11:55": (ask(mon("09:05-11:55"), "02-01", optimized=True), on("02-01", "09:15 10:15")),
    "14": (
        ask(d("America/New_York"), "03-13/03-15", 120),
        on("03-13", "14:00 16:00 18:00 20:00") | on("03-14 03-15", "13:00 15:00 17:00 19:00"),
    ),
    "15": (
        ask(d("America/New_York"), "11-06/11-08", 120),
        on("11-06", "13:00 15:00 17:00 19:00") | on("11-07 11-08", "14:00 16:00 18:00 20:00"),
    ),
    "16": (
        ask(d("Europe/Berlin"), "03-27/03-29", 120),
        on("03-27", every(120, "08:00", "14:00")) | on("03-28 03-29", every(120, "07:00", "13:00")),
    ),
    "17": (
        ask(d("Europe/Berlin"), "10-30/11-01", 120, zone="America/New_York"),
        on("10-30", every(120, "07:00", "13:00")) | on("10-31 11-01", every(120, "08:00", "14:00")),
    ),
    "18": (
        ask(d(SYDNEY), "10-02/10-04T12:00Z", 120, zone=SYDNEY),
        {
            "10-02": "00:00 02:00 04:00",
            "10-03": "02/22:00 00:00 02:00 04:00",
            "10-04": "03/22:00 00:00 02:00 04:00",
        },
    ),
    "19-L60": (ask(NIGHT, "02-01T12:00Z/02-02T12:00Z"), {"02-01": "22:00 23:00", "02-02": "00:00 01:00"}),
    "19-L90": (ask(NIGHT, "02-01T12:00Z/02-02T12:00Z", 90), {"02-01": "22:00 23:30"}),
    "20": (ask(schedule("UTC", "22:00-02:00"), "02-01T12:00Z/02-02T12:00Z"), {}),
    "21": (
        ask(EVENINGS, "02-01/02-02", zone="Asia/Tokyo"),
        {"02-02": "01/23:00 00:00 01:00 02:00", "02-03": "02/23:00"},
    ),
    "22": (
        ask(w(overrides=OVERRIDDEN), "02-01/02-07"),
        on("02-01 02-05", HOURLY) | {"02-03": "12:00 13:00", "02-04": "08:00 18:00", "02-06": "10:00 11:00"},
    ),
    "23": (
        ask(host(mon("09:00-12:00"), bookings=(booking("02-01T10:00", 30, after=15),)), "02-01", 30, after_buffer=15),
        on("02-01", "09:00 11:00 11:30"),
    ),
    "24": (
        ask(
            host(mon("09:00-13:00"), bookings=(booking("02-01T10:00", same_type=False),)),
            "02-01",
            before_buffer=30,
        ),
        on("02-01", "09:00 12:00"),
    ),
    "25": (
        ask(w(), "02-01/02-02", minimum_notice=1440, now="02-01T10:30"),
        on("02-02", every(60, "11:00", "16:00")),
    ),
    "26": (
        ask(w(), "02-01/02-03", limits=Limits(count={Unit.DAY: 1}), bookings=(TUESDAY,)),
        on("02-01 02-03", HOURLY),
    ),
    "27": (
        ask(
            w(),
            "02-01/02-09",
            limits=Limits(count={Unit.WEEK: 2}),
            bookings=(TUESDAY, counted("02-03T10:00", uid="c")),
        ),
        on("02-08 02-09", HOURLY),
    ),
    "28-one-booking": (
        ask(w(), "02-02", 30, limits=Limits(duration={Unit.DAY: 60}), bookings=HALF_HOURS[:1]),
        on("02-02", every(30, "09:00", "16:30")),
    ),
    "28-two-bookings": (ask(w(), "02-02", 30, limits=Limits(duration={Unit.DAY: 60}), bookings=HALF_HOURS), {}),
    "29": (
        ask(
            (host(schedule("UTC", "09:00-12:00")), host(schedule("Europe/Berlin", "11:00-15:00"), 2)), "02-01", kind=ALL
        ),
        on("02-01", "10:00 11:00"),
    ),
    "30": (ask(two("09:00-12:00", "11:00-14:00"), "02-01", kind=RR), on("02-01", every(60, "09:00", "13:00"))),
    "31": (ask(two("09:00-10:30", "10:30-12:00"), "02-01", kind=RR), on("02-01", "09:00 11:00")),
    "32": (ask(FIXED_AND_TWO, "02-01", kind=RR), on("02-01", "10:00 12:00")),
    "33": (
        ask(two("09:00-12:00", "09:15-13:00"), "02-01", 45, kind=RR),
        on("02-01", "09:00 09:45 10:30 11:15 12:00"),
    ),
    "34": (
        ask(host(w("Europe/Berlin"), absences=(BERLIN_AWAY,)), "02-01/02-04", 240),
        on("02-01 02-04", "08:00 12:00"),
    ),
    "35": (
        ask(AUCKLAND, "02-01/02-03T12:00Z", 240, zone="Pacific/Auckland"),
        {"02-01": "00:00", "02-03": "02/20:00 00:00"},
    ),
    "36": (ask(NEW_YORK, "02-01/02-04", 240), on("02-01 02-04", "14:00 18:00")),
    "37": (
        ask(FIRST_AWAY, "02-01/02-02", kind=RR),
        {"02-01": "09:00 10:00 11:00", "02-02": "10:00 11:00"},
    ),
    "38": (ask(FIRST_AWAY, "02-01/02-02", kind=ALL), {"02-01": "10:00"}),
    # Who stands in is no input of the engine: the slots of the person away do not come back for anybody.
    "39": (
        ask(host(w("Europe/Berlin"), absences=(BERLIN_AWAY,)), "02-01/02-04", 240),
        on("02-01 02-04", "08:00 12:00"),
    ),
    "40": (
        ask(host(w(), bookings=(booking("02-02T09:00"),)), "02-01/02-02", first_slot_only=True),
        {"02-01": "09:00", "02-02": "10:00"},
    ),
    "41": (
        ask(mon("09:00-17:00"), "02-01/02-28", now="02-01T00:00", booking_window=DaysAhead(3, rolling=True)),
        on("02-01 02-08 02-15", HOURLY),
    ),
    "42": (
        ask(mon("09:00-17:00"), "02-01/02-28", now="02-01T00:00", booking_window=DaysAhead(3)),
        on("02-01", HOURLY),
    ),
    "43": (seated(), on("02-01", HOURLY)),
    "44": (
        ask(host(w(), reservations=((at("02-01T10:00"), at("02-01T11:00")),)), "02-01"),
        on("02-01", "09:00 " + every(60, "11:00", "16:00")),
    ),
    "44-released": (ask(host(w()), "02-01"), on("02-01", HOURLY)),
    "44-other-event-type": (
        ask(host(w(), reservations=((at("02-01T10:00"), at("02-01T11:00")),)), "02-01", 30),
        on("02-01", "09:00 09:30 " + every(30, "11:00", "16:30")),
    ),
    "45": (
        ask(host(w(), bookings=(booking("02-01T10:00", uid="moved"),)), "02-01", moved="moved"),
        on("02-01", HOURLY),
    ),
    "46": (
        ask(
            (host(w("Europe/Rome")), host(w("Europe/Rome"), 2)),
            FIVE_DAYS,
            30,
            duration=60,
            kind=Kind.DYNAMIC,
            minimum_notice=120,
        ),
        on(FIVE_KEYS, ROME),
    ),
    "47": (
        ask(schedule("UTC", "00:00-23:59"), "02-01/02-02", 50),
        {"02-01": every(50, "00:00", "23:20"), "02-02": every(50, "00:10", "22:40")},
    ),
    "48": (ask(w(), "02-01T09:10Z/02-01T13:00Z"), on("02-01", "10:00 11:00 12:00")),
    "49": (
        ask(w("Asia/Kolkata"), "02-01", minimum_notice=60, now="02-01T04:00"),
        on("02-01", every(60, "05:00", "10:00")),
    ),
    "50": (ask(w("Asia/Kolkata"), "02-01T05:00Z/02-01T12:00Z"), on("02-01", every(60, "05:30", "10:30"))),
    "51": (
        ask(NIGHT_AWAY, "02-01T12:00Z/02-03T12:00Z"),
        {"02-01": "22:00 23:00", "02-03": "00:00 01:00"},
    ),
    "52": (seated(before=30, after=30), on("02-01", "09:00 11:00 13:00 14:00 15:00 16:00")),
}


@pytest.mark.parametrize(
    ("question", "expected"), [pytest.param(*case, id=f"example-{number}") for number, case in EXAMPLES.items()]
)
def test_worked_example(question: SlotQuestion, expected: dict[str, str]) -> None:
    assert shown(question) == expected


def test_every_example_is_here() -> None:
    assert {int(number[:2]) for number in EXAMPLES} == set(range(1, 53))


def test_example_02_is_written_in_the_zone_of_the_booker() -> None:
    question, _ = EXAMPLES["02"]
    written = by_date(find_slots(question).slots, "Europe/Rome")
    assert list(written) == FIVE_KEYS.split()
    assert [text for text, _ in written["2050-09-05"]] == [
        f"2050-09-05T{hour:02}:00:00.000+02:00" for hour in range(9, 17)
    ]


def test_examples_43_and_52_count_the_seats() -> None:
    for question in (EXAMPLES["43"][0], EXAMPLES["52"][0]):
        seats = {slot.start: slot.seats for slot in find_slots(question).slots}
        assert seats.pop(at("02-01T11:00")) == (1, 4, 5, "b")
        assert set(seats.values()) == {(0, 5, 5, None)}
