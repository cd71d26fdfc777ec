"""What a mail about a booking says, word for word where it matters."""

from dataclasses import replace
from datetime import timedelta

import pytest

from locum.mail import render
from locum.mail.booking_letter import booking_letter
from locum.mail.letters import Letter
from locum.mail.notices import Answer, BookingKind, BookingNotice, Links, Recipient, Recurrence
from tests.unit.mail.facts import ADA, BOB, EVE, START, attendee, booking, host

KIND = BookingKind
NEW_YORK = "Monday, September 5, 2050, 3:00 AM (Eastern Daylight Time)"
LONDON = "Monday, September 5, 2050, 8:00 AM (British Summer Time)"
TITLE = "Intro between Ada Lovelace and Bob Stone"


def letter(notice: BookingNotice, recipient: Recipient) -> Letter:
    return booking_letter(notice, recipient, "Locum")


def labels(found: Letter) -> list[str]:
    return [row.label for row in found.rows]


def links(found: Letter) -> list[str]:
    return [action.label for action in found.actions]


SUBJECTS = [
    (KIND.SCHEDULED, attendee(), TITLE),
    (KIND.SCHEDULED, host(), TITLE),
    (KIND.SEAT_TAKEN, host(), f"New Attendee: {TITLE}"),
    (KIND.REQUESTED, host(), f"Awaiting Approval: {TITLE} at {LONDON}"),
    (KIND.REQUESTED, attendee(), f"Booking Submitted: {TITLE} at {NEW_YORK}"),
    (KIND.RESCHEDULED, host(), f"Your {TITLE} has been rescheduled to {LONDON}."),
    (KIND.RESCHEDULED, attendee(), f"Your {TITLE} has been rescheduled to {NEW_YORK}."),
    (KIND.CANCELLED, host(), f"Canceled: {TITLE} at {LONDON}"),
    (KIND.CANCELLED, attendee(), f"Canceled: {TITLE} at {NEW_YORK}"),
    (KIND.SEAT_LEFT, host(), f"Canceled: {TITLE} at {LONDON}"),
    (KIND.SEAT_LEFT, attendee(), f"No longer attending {TITLE} at {NEW_YORK}"),
    (KIND.DECLINED, attendee(), f"Declined: {TITLE} at {NEW_YORK}"),
    (KIND.AWAITING_PAYMENT, attendee(), f"Awaiting Payment: {TITLE} on {NEW_YORK}"),
    (KIND.REASSIGNED, host(), f"Reassigned: {TITLE} at {LONDON}"),
    (KIND.UPDATED, attendee(), f"Updated: {TITLE} at {NEW_YORK}"),
    (KIND.GUESTS_ADDED, host(), f"Guests Added: Intro with Bob Stone at {LONDON}"),
    (KIND.GUESTS_ADDED, attendee(), f"Guests Added: Intro with Ada Lovelace at {NEW_YORK}"),
    (KIND.LOCATION_CHANGED, host(), f"Location Changed: Intro with Bob Stone at {LONDON}"),
    (KIND.LOCATION_CHANGED, attendee(), f"Location Changed: Intro with Ada Lovelace at {NEW_YORK}"),
]


@pytest.mark.parametrize(("kind", "recipient", "subject"), SUBJECTS)
def test_subjects_are_those_of_the_sheet(kind: BookingKind, recipient: Recipient, subject: str) -> None:
    assert letter(booking(kind=kind), recipient).subject == subject


def test_the_whole_text_of_a_confirmation() -> None:
    notice = booking(notes="First line\nSecond", answers=(Answer("T-shirt size", "M"),))
    assert render.text(letter(notice, attendee())) == (
        "It is in the calendar\n"
        "\n"
        "Your meeting with Ada Lovelace is confirmed.\n"
        "\n"
        f"What: {TITLE}\n"
        "When:\n"
        "  Monday, September 5, 2050\n"
        "  3:00 AM – 3:30 AM (Eastern Daylight Time)\n"
        "Who:\n"
        "  Ada Lovelace (host) <ada@house.example>\n"
        "  Bob Stone <bob@guest.example>\n"
        "  eve@guest.example\n"
        "Where: https://meet.example/room\n"
        "Notes:\n"
        "  First line\n"
        "  Second\n"
        "T-shirt size: M\n"
        "\n"
        "Join the meeting: https://meet.example/room\n"
        "Change the time: https://locum.example/reschedule/u1\n"
        "Cancel: https://locum.example/booking/u1?cancel=true\n"
        "See the booking: https://locum.example/booking/u1\n"
        "\n"
        "-- \n"
        "Sent by Locum because you take part in this booking.\n"
    )


def test_only_hosts_are_asked_to_accept() -> None:
    notice = booking(kind=KIND.REQUESTED)
    assert links(letter(notice, host())) == [
        *("Accept", "Decline", "Change the time", "Cancel", "See the booking"),
    ]
    assert links(letter(notice, attendee())) == ["Change the time", "Cancel", "See the booking"]


@pytest.mark.parametrize("kind", [KIND.CANCELLED, KIND.DECLINED, KIND.SEAT_LEFT])
def test_what_is_over_cannot_be_changed(kind: BookingKind) -> None:
    assert links(letter(booking(kind=kind), attendee())) == ["See the booking"]


def test_links_that_are_not_allowed_are_absent() -> None:
    only = Links(booking="https://locum.example/booking/u1")
    found = letter(booking(location="Room 5"), attendee(links=only))
    assert [action.href for action in found.actions] == ["https://locum.example/booking/u1"]


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (KIND.CANCELLED, "Reason for cancelling"),
        (KIND.RESCHEDULED, "Reason for the new time"),
        (KIND.DECLINED, "Reason"),
    ],
)
def test_reasons_are_given(kind: BookingKind, label: str) -> None:
    text = render.text(letter(booking(kind=kind, reason="Train is late"), attendee()))
    assert f"{label}: Train is late\n" in text


def test_a_moved_meeting_says_when_it_was() -> None:
    found = letter(booking(kind=KIND.RESCHEDULED, previous_start=START - timedelta(days=1)), attendee())
    before = next(row for row in found.rows if row.label == "Before")
    assert before.lines[0].struck
    assert before.lines[0].text.startswith("Sunday, September 4, 2050, 3:00 AM")


def test_a_series_says_how_often() -> None:
    found = letter(booking(recurrence=Recurrence("weekly", 1, 6, "America/New_York")), attendee())
    assert "Repeats: 6 meetings in all" in render.text(found)


def test_a_hidden_organizer_address_is_nowhere_for_attendees() -> None:
    notice = booking(hides_organizer_email=True)
    assert "ada@house.example" not in render.text(letter(notice, attendee()))
    assert "ada@house.example" in render.text(letter(notice, host()))


def test_hidden_attendees_see_hosts_and_themselves() -> None:
    notice = booking(hides_attendees=True)
    text = render.text(letter(notice, attendee(EVE)))
    assert "eve@guest.example" in text
    assert "bob" not in text
    assert "bob@guest.example" in render.text(letter(notice, host()))


def test_a_crowd_is_counted() -> None:
    crowd = tuple(replace(EVE, email=f"e{number}@guest.example") for number in range(60))
    assert "and 10 others" in render.text(letter(booking(attendees=crowd), host()))
    subject_to = letter(booking(kind=KIND.GUESTS_ADDED, concerned=crowd[:7]), host()).intro
    assert subject_to.endswith("e4@guest.example and 2 others.")


def test_somebody_without_a_name_or_address_is_still_somebody() -> None:
    nobody = replace(EVE, email=None, phone=None)
    assert letter(booking(attendees=(nobody,)), host()).intro == "somebody has booked a time with you."
    assert letter(booking(attendees=()), host()).intro == "somebody has booked a time with you."


def test_phone_numbers_stand_in_for_addresses() -> None:
    assert "Bob Stone <+4930123456>" in render.text(
        letter(booking(attendees=(replace(BOB, email=None, phone="+4930123456"),)), host())
    )


def test_a_german_reader_in_vienna() -> None:
    found = letter(
        booking(kind=KIND.CANCELLED, reason="Krank"), attendee(replace(BOB, language="de-AT", zone="Europe/Vienna"))
    )
    assert found.language == "de-AT"
    assert found.subject == f"Abgesagt: {TITLE} am Montag, 5. September 2050, 09:00 (Mitteleuropäische Sommerzeit)"
    assert labels(found) == ["Was", "Wann", "Wer", "Wo", "Grund der Absage"]
    assert links(found) == ["Buchung ansehen"]


def test_an_arabic_reader() -> None:
    found = letter(booking(), attendee(replace(BOB, language="ar", zone="Asia/Riyadh")))
    assert found.direction == "rtl"
    assert found.intro == "تم تأكيد موعدك مع \u2068Ada Lovelace\u2069."
    assert "10:00 ص" in render.text(found)


def test_a_language_without_words_falls_back_whole() -> None:
    found = letter(booking(), attendee(replace(BOB, language="ja")))
    assert (found.language, found.heading) == ("en", "It is in the calendar")


def test_typed_words_stay_on_their_line() -> None:
    found = letter(booking(title="Intro\r\nBcc: x@y.example", kind=KIND.CANCELLED), attendee())
    assert found.subject.startswith("Canceled: Intro Bcc: x@y.example at Monday")
    assert labels(found) == ["What", "When", "Who", "Where"]


def test_the_organizer_reads_his_own_clock() -> None:
    assert "15:00" in letter(
        booking(kind=KIND.CANCELLED, start=START + timedelta(hours=7)), host(replace(ADA, hour_cycle=24))
    ).subject.replace("3:00 PM", "")


@pytest.mark.parametrize(("language", "words"), [("en", "Where: Video call"), ("de", "Wo: Videogespräch")])
def test_an_application_without_a_link_is_called_by_its_kind(language: str, words: str) -> None:
    found = letter(booking(location="integrations:daily"), attendee(replace(BOB, language=language)))
    assert words in render.text(found)


@pytest.mark.parametrize(("value", "words"), [(True, "Lunch?: Ja"), (False, "Lunch?: Nein")])
def test_yes_and_no_are_words(value: bool, words: str) -> None:
    found = letter(booking(answers=(Answer("Lunch?", value),)), attendee(replace(BOB, language="de")))
    assert words in render.text(found)


def test_addresses_of_people_of_platforms_are_shown_as_people_know_them() -> None:
    bob = replace(BOB, email=f"bob+c{'a' * 24}@house.example")
    letter = booking_letter(booking(attendees=(bob,)), host(), "Locum")
    details = [line.detail for row in letter.rows for line in row.lines if line.detail]
    assert "bob@house.example" in details
    assert not any("+c" in detail for detail in details)
