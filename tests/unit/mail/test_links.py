"""Where mails lead."""

from dataclasses import replace

from locum.mail.links import booking_links
from locum.mail.notices import Links, Person, Role
from tests.unit.mail.facts import ADA, BOB, booking

BASE = "https://locum.example/cal"


def links(role: Role, person: Person, *, allowed: bool = True) -> Links:
    return booking_links(BASE, booking(), role, person, can_reschedule=allowed, can_cancel=allowed)


def test_attendees() -> None:
    assert links(Role.ATTENDEE, BOB) == Links(
        booking=f"{BASE}/booking/u1",
        reschedule=f"{BASE}/reschedule/u1",
        cancel=f"{BASE}/booking/u1?cancel=true",
    )


def test_hosts_may_answer() -> None:
    found = links(Role.HOST, ADA)
    assert (found.confirm, found.decline) == (f"{BASE}/booking/u1?confirm=true", f"{BASE}/booking/u1?decline=true")


def test_a_seat_has_its_own() -> None:
    found = links(Role.ATTENDEE, replace(BOB, seat_uid="s1"))
    assert found.reschedule == f"{BASE}/reschedule/u1?seatReferenceUid=s1"
    assert found.cancel == f"{BASE}/booking/u1?cancel=true&seatReferenceUid=s1"


def test_a_platform_has_pages_of_its_own() -> None:
    person = replace(BOB, seat_uid="s1")
    found = booking_links(
        BASE,
        booking(),
        Role.ATTENDEE,
        person,
        can_reschedule=True,
        can_cancel=True,
        reschedule_at="https://shop.example/move/",
        cancel_at="javascript:alert(1)",
    )
    assert found.reschedule == "https://shop.example/move/u1?seatReferenceUid=s1"
    assert found.cancel == f"{BASE}/booking/u1?cancel=true&seatReferenceUid=s1"


def test_what_is_not_allowed_has_none() -> None:
    found = links(Role.ATTENDEE, BOB, allowed=False)
    assert (found.booking, found.reschedule, found.cancel) == (f"{BASE}/booking/u1", None, None)
