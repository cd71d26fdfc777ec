"""Several hosts: groups, fixed hosts, and whose clock the grid follows (slots sheet, sections 4.3 and 9)."""

from collections.abc import Sequence

import pytest

from locum.kit.zones import instant_at
from locum.slots.engine import find_slots
from locum.slots.examine import examine
from locum.slots.question import Host, Kind, SlotQuestion
from tests.unit.slots.making import ask, at, booking, calendar, counted, every, host, mon, on, schedule, shown, w

RR, ALL = Kind.ROUND_ROBIN, Kind.COLLECTIVE
KOLKATA = "Asia/Kolkata"


def grouped(*hours: tuple[str, str | None], fixed: str | None = None) -> tuple[Host, ...]:
    """Hosts open on Mondays, each with its group; `fixed` are the hours of one more who must attend."""
    members = tuple(host(mon(span), number, group=group) for number, (span, group) in enumerate(hours, 1))
    return (*members, host(mon(fixed), 9, fixed=True)) if fixed else members


HOSTS = {
    "no-hosts": (ask((), "02-01", kind=RR), {}),
    "no-hosts-collective": (ask((), "02-01", kind=ALL), {}),
    "round-robin-of-fixed-hosts-only-is-collective": (
        ask((host(mon("09:00-12:00"), fixed=True), host(mon("10:00-13:00"), 2, fixed=True)), "02-01", kind=RR),
        on("02-01", "10:00 11:00"),
    ),
    "fixed-counts-in-round-robin-only": (
        ask((host(mon("09:00-12:00"), fixed=True), host(mon("10:00-13:00"), 2)), "02-01", kind=ALL),
        on("02-01", "10:00 11:00"),
    ),
    "one-of-each-group": (
        ask(grouped(("09:00-11:00", "a"), ("13:00-15:00", "a"), ("10:00-14:00", "b")), "02-01", kind=RR),
        on("02-01", "10:00 13:00"),
    ),
    "one-of-each-group-and-the-fixed-host": (
        ask(
            grouped(("09:00-15:00", "a"), ("09:00-11:00", "b"), ("13:00-15:00", "b"), fixed="10:00-14:00"),
            "02-01",
            kind=RR,
        ),
        on("02-01", "10:00 13:00"),
    ),
    "nobody-of-a-group": (ask(grouped(("09:00-15:00", "a"), ("10:00-10:00", "b")), "02-01", kind=RR), {}),
    "hosts-without-a-group-are-one": (
        ask(grouped(("09:00-11:00", None), ("13:00-15:00", None), ("10:00-14:00", "b")), "02-01", kind=RR),
        on("02-01", "10:00 13:00"),
    ),
    "unreadable-calendar-leaves-the-others": (
        ask((host(w(), calendars_unreadable=True), host(mon("09:00-11:00"), 2)), "02-01", kind=RR),
        on("02-01", "09:00 10:00"),
    ),
    "unreadable-calendar-stops-a-collective": (
        ask((host(w(), calendars_unreadable=True), host(mon("09:00-11:00"), 2)), "02-01", kind=ALL),
        {},
    ),
    "booked-host-leaves-the-slot-to-another": (
        ask(
            (host(mon("09:00-12:00"), bookings=(booking("02-01T09:00", 180),)), host(mon("10:00-12:00"), 2)),
            "02-01",
            kind=RR,
        ),
        on("02-01", "10:00 11:00"),
    ),
    "interval-inside-another-is-dropped": (
        ask((host(mon("09:00-17:00")), host(mon("09:30-12:00"), 2)), "02-01", 45, kind=RR),
        on("02-01", every(45, "09:00", "15:45")),
    ),
    # In Kolkata hours open at 03:30Z; the collective's common time begins where the other, in UTC, opens: 04:00Z.
    "later-start-gives-the-clock": (
        ask((host(schedule(KOLKATA, "09:00-13:00")), host(schedule("UTC", "04:00-08:00"), 2)), "02-01", kind=ALL),
        on("02-01", "04:00 05:00 06:00"),
    ),
    "same-start-last-host-gives-the-clock-utc": (
        ask((host(schedule(KOLKATA, "09:00-13:00")), host(schedule("UTC", "03:30-08:00"), 2)), "02-01", kind=ALL),
        on("02-01", "04:00 05:00 06:00"),
    ),
    "same-start-last-host-gives-the-clock-kolkata": (
        ask((host(schedule("UTC", "03:30-08:00")), host(schedule(KOLKATA, "09:00-13:00"), 2)), "02-01", kind=ALL),
        on("02-01", "03:30 04:30 05:30 06:30"),
    ),
    "same-start-fixed-host-comes-before-the-other": (
        ask(
            (host(schedule(KOLKATA, "09:00-13:00")), host(schedule("UTC", "03:30-08:00"), 2, fixed=True)),
            "02-01",
            kind=RR,
        ),
        on("02-01", "03:30 04:30 05:30 06:30"),
    ),
    "same-interval-earlier-host-stays": (
        ask((host(schedule(KOLKATA, "09:00-13:00")), host(schedule("UTC", "03:30-07:30"), 2)), "02-01", kind=RR),
        on("02-01", "03:30 04:30 05:30 06:30"),
    ),
    "after-a-busy-block-the-clock-is-utc": (
        ask(host(schedule(KOLKATA, "09:00-13:00"), calendar=(calendar("02-01T04:30", 45),)), "02-01"),
        on("02-01", "03:30 06:00"),
    ),
    "block-that-ends-where-hours-open-does-not-count": (
        ask(host(schedule(KOLKATA, "09:00-13:00"), calendar=(calendar("02-01T02:30", 60),)), "02-01"),
        on("02-01", every(60, "03:30", "06:30")),
    ),
    "closed-day-before-does-not-count": (
        ask(host(schedule(KOLKATA, "00:00-23:59", overrides={"02-01": "00:00-00:00"})), "02-01T12:00/02-01T22:00"),
        on("02-01", "18:30 19:30 20:30"),
    ),
    "window-that-cuts-with-the-notice-elsewhere": (
        ask(schedule(KOLKATA, "09:00-13:00"), "02-01T04:00/02-01T12:00", minimum_notice=60),
        on("02-01", "04:30 05:30 06:30"),
    ),
}


@pytest.mark.parametrize(("question", "expected"), [pytest.param(*case, id=name) for name, case in HOSTS.items()])
def test_hosts(question: SlotQuestion, expected: dict[str, str]) -> None:
    assert shown(question) == expected


def free_hosts(question: SlotQuestion, starts: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Who could take each of these slots."""
    spans = {start: (instant_at(start), instant_at(start + question.length)) for start in starts}
    return {start: examine(question, *span).free_hosts for start, span in spans.items()}


def test_free_hosts_names_who_could_take_a_slot() -> None:
    hosts = (
        host(mon("09:00-12:00"), 11, fixed=True),
        host(mon("09:00-11:00"), 12),
        host(mon("10:00-12:00"), 13, bookings=(booking("02-01T11:00"),)),
    )
    question = ask(hosts, "02-01", kind=RR)
    starts = [slot.start for slot in find_slots(question).slots]
    assert free_hosts(question, starts) == {at("02-01T09:00"): (11, 12), at("02-01T10:00"): (11, 12, 13)}


def test_a_seated_booking_keeps_its_host_from_other_starts_only() -> None:
    """Booked off the grid, 10:30 to 11:30: 10:00 and 11:00 cannot be had from this host, from the other they can."""
    seated = host(mon("09:00-13:00"), 1, bookings=(booking("02-01T10:30"),))
    common = {"seats": 3, "bookings": (counted("02-01T10:30"),)}
    alone = ask(seated, "02-01", **common)  # type: ignore[arg-type]
    assert shown(alone) == on("02-01", "09:00 12:00")
    both = ask((seated, host(mon("10:00-11:00"), 2)), "02-01", kind=RR, **common)  # type: ignore[arg-type]
    assert shown(both) == on("02-01", "09:00 10:00 12:00")
    assert free_hosts(both, [at("02-01T09:00"), at("02-01T10:00")]) == {
        at("02-01T09:00"): (1,),
        at("02-01T10:00"): (2,),
    }
