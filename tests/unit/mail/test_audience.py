"""Who is told what (e-mails sheet, section 3)."""

from dataclasses import replace

import pytest

from locum.mail.audience import FORMS, audience, calendar_method
from locum.mail.notices import BookingKind, BookingNotice, Role
from tests.unit.mail.facts import ADA, BOB, EVE, booking

GRACE = replace(ADA, name="Grace", email="grace@house.example")
KIND = BookingKind


def told(notice: BookingNotice) -> set[tuple[str, str, str]]:
    """Kind, side and first letters of the address of everybody who is written to."""
    return {(mail.kind.value, mail.role.value, (mail.person.email or "").split("@")[0]) for mail in audience(notice)}


@pytest.mark.parametrize("kind", [KIND.SCHEDULED, KIND.RESCHEDULED, KIND.CANCELLED, KIND.LOCATION_CHANGED])
def test_most_things_are_told_to_everybody(kind: BookingKind) -> None:
    assert told(booking(kind=kind, team=(GRACE,))) == {
        (kind, "host", "ada"),
        (kind, "host", "grace"),
        (kind, "attendee", "bob"),
        (kind, "attendee", "eve"),
    }


def test_only_the_booker_hears_of_a_request() -> None:
    assert told(booking(kind=KIND.REQUESTED)) == {("requested", "host", "ada"), ("requested", "attendee", "bob")}


def test_hosts_hear_of_their_own_refusal_only_what_calendars_have_to_know() -> None:
    refused = {("declined", "attendee", "bob"), ("declined", "attendee", "eve")}
    assert told(booking(kind=KIND.DECLINED, in_calendars=False)) == refused
    assert told(booking(kind=KIND.DECLINED)) == {("cancelled", "host", "ada"), *refused}


def test_payment_is_the_bookers_business() -> None:
    assert told(booking(kind=KIND.AWAITING_PAYMENT)) == {("awaiting_payment", "attendee", "bob")}


def test_a_new_seat_leaves_the_other_attendees_alone() -> None:
    notice = booking(kind=KIND.SEAT_TAKEN, concerned=(EVE,))
    assert told(notice) == {("seat_taken", "host", "ada"), ("scheduled", "attendee", "eve")}


def test_a_seat_given_back_leaves_the_other_attendees_alone() -> None:
    notice = booking(kind=KIND.SEAT_LEFT, attendees=(BOB,), concerned=(EVE,))
    assert told(notice) == {("seat_left", "host", "ada"), ("seat_left", "attendee", "eve")}


def test_an_added_attendee_hears_alone() -> None:
    assert told(booking(kind=KIND.ATTENDEE_ADDED, concerned=(EVE,))) == {("scheduled", "attendee", "eve")}


def test_new_guests_get_the_invitation_and_the_others_the_news() -> None:
    assert told(booking(kind=KIND.GUESTS_ADDED, concerned=(EVE,))) == {
        ("guests_added", "host", "ada"),
        ("guests_added", "attendee", "bob"),
        ("scheduled", "attendee", "eve"),
    }


def test_a_new_organizer_is_told_to_everybody() -> None:
    notice = booking(kind=KIND.REASSIGNED, organizer=GRACE, concerned=(GRACE,), former_host=ADA)
    assert told(notice) == {
        ("scheduled", "host", "grace"),
        ("reassigned", "host", "ada"),
        ("updated", "attendee", "bob"),
        ("updated", "attendee", "eve"),
    }


def test_a_move_to_another_host_is_new_to_him_and_over_for_the_former() -> None:
    assert told(booking(kind=KIND.RESCHEDULED, organizer=GRACE, former_host=ADA)) == {
        ("scheduled", "host", "grace"),
        ("reassigned", "host", "ada"),
        ("rescheduled", "attendee", "bob"),
        ("rescheduled", "attendee", "eve"),
    }


@pytest.mark.parametrize(
    ("kind", "in_calendars", "method"),
    [
        (KIND.CANCELLED, True, "CANCEL"),
        (KIND.CANCELLED, False, None),
        (KIND.DECLINED, True, "CANCEL"),
        (KIND.DECLINED, False, None),
        (KIND.SCHEDULED, False, "REQUEST"),
    ],
)
def test_calendars_forget_only_what_they_know(kind: BookingKind, in_calendars: bool, method: str | None) -> None:
    assert calendar_method(booking(kind=kind, in_calendars=in_calendars), Role.ATTENDEE) == method


def test_attendees_do_not_care_about_a_second_host() -> None:
    notice = booking(kind=KIND.REASSIGNED, team=(GRACE,), concerned=(GRACE,), former_host=EVE)
    assert told(notice) == {("scheduled", "host", "grace"), ("reassigned", "host", "eve")}


def test_nobody_is_written_to_twice_or_without_an_address() -> None:
    phone = replace(EVE, email=None)
    odd = replace(EVE, email="eve@guest.example\r\nBcc: all@guest.example")
    notice = booking(attendees=(BOB, replace(BOB, email="BOB@guest.example"), phone, odd, ADA))
    assert told(notice) == {("scheduled", "host", "ada"), ("scheduled", "attendee", "bob")}


def test_every_mail_has_a_form() -> None:
    for kind in KIND:
        for mail in audience(booking(kind=kind, concerned=(EVE,), former_host=GRACE)):
            assert (mail.kind, mail.role) in FORMS


def test_calendars_are_told_by_the_sheet() -> None:
    told_to_forget = {pair for pair, form in FORMS.items() if form.calendar == "CANCEL"}
    told_nothing = {pair for pair, form in FORMS.items() if form.calendar is None}
    assert told_to_forget == {
        (KIND.CANCELLED, Role.HOST),
        (KIND.CANCELLED, Role.ATTENDEE),
        (KIND.REASSIGNED, Role.HOST),
    }
    assert told_nothing == {
        (KIND.REQUESTED, Role.HOST),
        (KIND.REQUESTED, Role.ATTENDEE),
        (KIND.SEAT_LEFT, Role.ATTENDEE),
        (KIND.DECLINED, Role.ATTENDEE),
        (KIND.AWAITING_PAYMENT, Role.ATTENDEE),
        (KIND.CHOOSE_AGAIN, Role.ATTENDEE),
        (KIND.KEPT, Role.HOST),
    }
