"""Can this time be had, and if not, why?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from locum.slots.answer import Obstacle, Reason, Verdict
from locum.slots.examine import examine
from locum.slots.question import DateRange, DaysAhead, Kind, Limits, SlotQuestion, Unit
from locum.slots.schedule import Absence
from tests.unit.slots.making import ask, at, booking, calendar, counted, host, instant, schedule, w

TUESDAY = date(2027, 2, 2)
TUESDAY_OFF = Absence(5, TUESDAY, TUESDAY)
RESERVED = ((at("02-01T10:00"), at("02-01T11:00")),)
NOBODY = Obstacle(Reason.NO_HOSTS)
PERSON = host(w())


def verdict(question: SlotQuestion, start: str, minutes: int = 60) -> Verdict:
    """The verdict on a time of some minutes."""
    begin = instant(start)
    return examine(question, begin, begin + timedelta(minutes=minutes))


REFUSALS = {
    "past": (ask(PERSON, "02-01", now="02-01T10:00:01"), "02-01T10:00", Obstacle(Reason.PAST)),
    "notice": (ask(PERSON, "02-01", now="02-01T09:00", minimum_notice=61), "02-01T10:00", Obstacle(Reason.NOTICE)),
    "window": (
        ask(PERSON, "02-01", now="02-01T00:00", booking_window=DaysAhead(2)),
        "02-04T10:00",
        Obstacle(Reason.WINDOW),
    ),
    "rolling-window": (
        ask(PERSON, "02-01", now="02-01T00:00", booking_window=DaysAhead(3, rolling=True)),
        "02-04T10:00",
        Obstacle(Reason.WINDOW),
    ),
    "before-a-range": (
        ask(PERSON, "02-01", booking_window=DateRange(TUESDAY, TUESDAY)),
        "02-01T10:00",
        Obstacle(Reason.WINDOW),
    ),
    "no-hosts": (ask((), "02-01", kind=Kind.ROUND_ROBIN), "02-01T10:00", NOBODY),
    "before-hours": (ask(PERSON, "02-01"), "02-01T08:30", Obstacle(Reason.OUTSIDE_HOURS)),
    "after-hours": (ask(PERSON, "02-01"), "02-01T16:30", Obstacle(Reason.OUTSIDE_HOURS)),
    "weekend": (ask(PERSON, "02-01"), "02-06T10:00", Obstacle(Reason.OUTSIDE_HOURS)),
    "weekend-of-a-day-off": (
        ask(host(w(), absences=(Absence(5, TUESDAY, date(2027, 2, 9)),)), "02-01"),
        "02-06T10:00",
        Obstacle(Reason.OUTSIDE_HOURS),
    ),
    "day-off": (
        ask(host(w(), absences=(TUESDAY_OFF,)), "02-01"),
        "02-02T10:00",
        Obstacle(Reason.ABSENCE, absence_id=5),
    ),
    "reaches-into-a-day-off": (
        ask(host(schedule("UTC", "00:00-23:59"), absences=(TUESDAY_OFF,)), "02-01"),
        "02-01T23:30",
        Obstacle(Reason.ABSENCE, absence_id=5),
    ),
    "limit": (
        ask(PERSON, "02-01", limits=Limits(count={Unit.DAY: 1}), bookings=(counted("02-01T15:00"),)),
        "02-01T10:00",
        Obstacle(Reason.LIMIT),
    ),
    "limit-of-the-examined-length": (
        ask(PERSON, "02-01", 30, limits=Limits(duration={Unit.DAY: 45})),
        "02-01T10:00",
        Obstacle(Reason.LIMIT),
    ),
    "booked": (
        ask(host(w(), bookings=(booking("02-01T10:30", uid="other"),)), "02-01"),
        "02-01T10:00",
        Obstacle(Reason.BUSY, booking_uid="other"),
    ),
    "buffer": (
        ask(host(w(), bookings=(booking("02-01T11:00", uid="other"),)), "02-01", after_buffer=15),
        "02-01T10:00",
        Obstacle(Reason.BUSY, booking_uid="other"),
    ),
    "calendar": (
        ask(host(w(), calendar=(calendar("02-01T10:59", 1),)), "02-01"),
        "02-01T10:00",
        Obstacle(Reason.BUSY),
    ),
    "seated-booking-of-another-start": (
        ask(host(w(), bookings=(booking("02-01T10:30", uid="seated"),)), "02-01", seats=5),
        "02-01T10:00",
        Obstacle(Reason.BUSY, booking_uid="seated"),
    ),
    "unreadable": (
        ask(host(w(), calendars_unreadable=True), "02-01"),
        "02-01T10:00",
        Obstacle(Reason.CALENDAR_UNREADABLE),
    ),
}


@pytest.mark.parametrize(
    ("question", "start", "reason"), [pytest.param(*case, id=name) for name, case in REFUSALS.items()]
)
def test_why_not(question: SlotQuestion, start: str, reason: Obstacle) -> None:
    refused = verdict(question, start)
    assert not refused.bookable
    assert refused.reason == reason


ACCEPTED = {
    "off-the-grid": (ask(PERSON, "02-01"), "02-01T09:07"),
    "up-to-closing-time": (ask(PERSON, "02-01"), "02-01T16:00"),
    "right-now": (ask(PERSON, "02-01", now="02-01T10:00"), "02-01T10:00"),
    "just-in-time": (ask(PERSON, "02-01", now="02-01T09:00", minimum_notice=60), "02-01T10:00"),
    "end-of-the-rolling-window": (
        ask(PERSON, "02-01", now="02-01T00:00", booking_window=DaysAhead(3, rolling=True)),
        "02-03T10:00",
    ),
    "between-bookings": (
        ask(host(w(), bookings=(booking("02-01T09:00"), booking("02-01T11:00"))), "02-01"),
        "02-01T10:00",
    ),
    "seated-booking-of-this-start": (
        ask(host(w(), bookings=(booking("02-01T10:00"),)), "02-01", seats=5),
        "02-01T10:00",
    ),
    "own-old-time": (
        ask(host(w(), bookings=(booking("02-01T10:00", uid="moved"),)), "02-01", moved="moved"),
        "02-01T10:30",
    ),
    "reserved-by-somebody": (ask(host(w(), reservations=RESERVED), "02-01"), "02-01T10:00"),
    "across-midnight": (ask(schedule("UTC", "22:00-23:59", "00:00-02:00"), "02-01"), "02-01T23:30"),
    "window-of-the-question-is-not-looked-at": (ask(PERSON, "02-01"), "03-01T10:00"),
}


@pytest.mark.parametrize(("question", "start"), [pytest.param(*case, id=name) for name, case in ACCEPTED.items()])
def test_can_be_had(question: SlotQuestion, start: str) -> None:
    accepted = verdict(question, start)
    assert accepted.bookable
    assert (accepted.reason, accepted.obstacles, accepted.free_hosts) == (None, (), (1,))


def test_seconds_round_outwards() -> None:
    assert verdict(ask(PERSON, "02-01"), "02-01T16:00:30").reason == Obstacle(Reason.OUTSIDE_HOURS)
    assert verdict(ask(PERSON, "02-01"), "02-01T08:59:30").reason == Obstacle(Reason.OUTSIDE_HOURS)


def test_several_obstacles_are_all_told() -> None:
    person = host(
        w(), absences=(TUESDAY_OFF,), bookings=(booking("02-02T10:00", uid="x"), booking("02-02T10:30", uid="y"))
    )
    question = ask(person, "02-01", limits=Limits(count={Unit.DAY: 1}), bookings=(counted("02-02T10:00"),))
    (told,) = verdict(question, "02-02T10:00").hosts
    assert told.obstacles == (
        Obstacle(Reason.ABSENCE, absence_id=5),
        Obstacle(Reason.LIMIT),
        Obstacle(Reason.BUSY, booking_uid="x"),
        Obstacle(Reason.BUSY, booking_uid="y"),
    )


BUSY_ONE = host(w(), 1, bookings=(booking("02-01T10:00", uid="one"),))
ABSENT_ONE = host(w(), 2, absences=(Absence(8, date(2027, 2, 1), date(2027, 2, 1)),))
FREE_ONE = host(w(), 3)


def test_round_robin_needs_one() -> None:
    some = verdict(ask((BUSY_ONE, ABSENT_ONE, FREE_ONE), "02-01", kind=Kind.ROUND_ROBIN), "02-01T10:00")
    assert (some.bookable, some.free_hosts, some.reason) == (True, (3,), None)
    nobody = verdict(ask((ABSENT_ONE, BUSY_ONE), "02-01", kind=Kind.ROUND_ROBIN), "02-01T10:00")
    assert (nobody.bookable, nobody.free_hosts) == (False, ())
    assert nobody.reason == Obstacle(Reason.ABSENCE, absence_id=8)


def test_round_robin_needs_every_fixed_host() -> None:
    hosts = (FREE_ONE, ABSENT_ONE, replace(BUSY_ONE, fixed=True))
    refused = verdict(ask(hosts, "02-01", kind=Kind.ROUND_ROBIN), "02-01T10:00")
    assert (refused.bookable, refused.free_hosts) == (False, (3,))
    assert refused.reason == Obstacle(Reason.BUSY, booking_uid="one")


def test_round_robin_needs_one_of_each_group() -> None:
    hosts = (replace(FREE_ONE, group="a"), replace(ABSENT_ONE, group="b"))
    refused = verdict(ask(hosts, "02-01", kind=Kind.ROUND_ROBIN), "02-01T10:00")
    assert (refused.bookable, refused.reason) == (False, Obstacle(Reason.ABSENCE, absence_id=8))


@pytest.mark.parametrize("kind", [Kind.COLLECTIVE, Kind.DYNAMIC])
def test_everybody_is_needed(kind: Kind) -> None:
    refused = verdict(ask((FREE_ONE, BUSY_ONE), "02-01", kind=kind), "02-01T10:00")
    assert (refused.bookable, refused.free_hosts) == (False, (3,))
    assert refused.reason == Obstacle(Reason.BUSY, booking_uid="one")
    assert verdict(ask((FREE_ONE, BUSY_ONE), "02-01", kind=kind), "02-01T11:00").free_hosts == (3, 1)
