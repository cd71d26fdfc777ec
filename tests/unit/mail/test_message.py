"""The finished message, parsed again: parts, headers, and what hostile names cannot do."""

import email
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locum.mail.compose import absence_mail, booking_mail
from locum.mail.message import Sender, message_id
from locum.mail.notices import BookingKind, BookingNotice, Recipient
from tests.unit.mail.facts import ABSENCE, ADA, AT, BOB, EVE, SENDER, attendee, booking, host

HEADERS = {
    *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "References", "Content-Language", "Auto-Submitted"),
    *("X-Auto-Response-Suppress", "MIME-Version", "Content-Type"),
}


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=policy.default)


def sent(notice: BookingNotice, recipient: Recipient) -> EmailMessage:
    """The message as a receiver parses it."""
    return read(booking_mail(notice, recipient, SENDER, "key", AT).message.as_bytes())


def body(part: EmailMessage | None) -> str:
    assert isinstance(part, EmailMessage)
    content = part.get_content()
    assert isinstance(content, str)
    return content


def alternatives(message: EmailMessage) -> dict[str, EmailMessage]:
    """The parts among which a program chooses, by type."""
    chosen = [part for part in message.walk() if part.get_content_type() == "multipart/alternative"]
    assert len(chosen) == 1
    return {part.get_content_type(): part for part in chosen[0].iter_parts() if isinstance(part, EmailMessage)}


def event_of(message: EmailMessage) -> Any:
    """The event of the calendar part."""
    return icalendar.Calendar.from_ical(body(alternatives(message)["text/calendar"])).walk("VEVENT")[0]


def test_headers_of_a_confirmation() -> None:
    message = sent(booking(), attendee())
    assert set(message.keys()) == HEADERS
    assert message["From"] == "Ada Lovelace <no-reply@locum.example>"
    assert message["To"] == "Bob Stone <bob@guest.example>"
    assert message["Reply-To"] == "Ada Lovelace <ada@house.example>"
    assert message["Subject"] == "Intro between Ada Lovelace and Bob Stone"
    assert message["Date"] == "Mon, 01 Aug 2050 12:00:00 +0000"
    assert message["Content-Language"] == "en"
    assert message["Auto-Submitted"] == "auto-generated"


def test_hosts_hear_from_the_house_and_answer_the_booker() -> None:
    message = sent(booking(), host())
    assert message["From"] == "Locum <no-reply@locum.example>"
    assert message["Reply-To"] == "Bob Stone <bob@guest.example>"


def test_an_event_type_may_name_another_address_for_answers() -> None:
    message = sent(booking(reply_to="desk@house.example"), attendee())
    assert message["Reply-To"].addresses[0].addr_spec == "desk@house.example"


def test_a_hidden_organizer_is_nowhere_in_the_message() -> None:
    message = sent(booking(hides_organizer_email=True), attendee())
    assert "Reply-To" not in message
    for part in message.walk():
        if not part.is_multipart():
            assert "ada@house.example" not in str(part.get_content())
    event = event_of(message)
    assert event["ORGANIZER"] == "mailto:no-reply@locum.example"


def test_parts_of_an_invitation() -> None:
    message = sent(booking(), attendee())
    parts = alternatives(message)
    assert list(parts) == ["text/plain", "text/html", "text/calendar"]
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    files = list(message.iter_attachments())
    assert [(file.get_filename(), file.get_content_type()) for file in files] == [("event.ics", "application/ics")]
    assert files[0].get_content() == parts["text/calendar"].get_payload(decode=True)
    assert "https://locum.example/booking/u1" in body(parts["text/plain"])
    assert "https://locum.example/booking/u1" in body(parts["text/html"])


def test_the_invitation_leads_back_to_the_booking() -> None:
    event = event_of(sent(booking(sequence=3), attendee()))
    assert event["URL"] == "https://locum.example/booking/u1"
    assert event["DESCRIPTION"].endswith("\n\nhttps://locum.example/booking/u1")
    assert (event["UID"], event["SEQUENCE"]) == ("u1@Locum", 3)
    assert [str(person) for person in event["ATTENDEE"]] == ["mailto:bob@guest.example", "mailto:eve@guest.example"]


def test_team_members_are_invited_too() -> None:
    grace = replace(ADA, name="Grace", email="grace@house.example")
    event = event_of(sent(booking(team=(grace,)), attendee()))
    assert "mailto:grace@house.example" in [str(person) for person in event["ATTENDEE"]]


def test_one_odd_attendee_does_not_cost_the_others_their_mail() -> None:
    odd = replace(EVE, email="no address at all")
    event = event_of(sent(booking(attendees=(BOB, odd)), attendee()))
    assert str(event["ATTENDEE"]) == "mailto:bob@guest.example"


def test_a_cancellation_tells_the_calendar() -> None:
    part = alternatives(sent(booking(kind=BookingKind.CANCELLED, sequence=1), attendee()))["text/calendar"]
    assert part.get_param("method") == "CANCEL"
    assert "STATUS:CANCELLED" in body(part)


def test_a_request_leaves_calendars_alone() -> None:
    message = sent(booking(kind=BookingKind.REQUESTED), attendee())
    assert message.get_content_type() == "multipart/alternative"
    assert list(alternatives(message)) == ["text/plain", "text/html"]


def test_the_same_key_gives_the_same_message_id() -> None:
    first, second = (booking_mail(booking(), attendee(), SENDER, "key", AT).message for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"] == message_id("key", SENDER)
    assert booking_mail(booking(), attendee(), SENDER, "other", AT).message["Message-ID"] != first["Message-ID"]


def test_mails_about_one_booking_belong_together() -> None:
    first = booking_mail(booking(), attendee(), SENDER, "one", AT).message
    second = booking_mail(booking(kind=BookingKind.CANCELLED), attendee(), SENDER, "two", AT).message
    assert first["References"] == second["References"]


def test_a_substitute_answers_the_absent_person() -> None:
    message = read(absence_mail(ABSENCE, SENDER, "key", "thread", AT).message.as_bytes())
    assert message["From"] == "Locum <no-reply@locum.example>"
    assert message["To"] == "Bob Stone <bob@house.example>"
    assert message["Reply-To"] == "Ada Lovelace <ada@house.example>"


def test_arabic_mails_are_marked() -> None:
    message = sent(booking(), attendee(replace(BOB, language="ar", name="عائشة")))
    assert message["Content-Language"] == "ar"
    assert message["To"].addresses[0].display_name == "عائشة"
    assert 'dir="rtl"' in body(alternatives(message)["text/html"])


def test_an_international_mailbox_is_written_as_it_is() -> None:
    mail = booking_mail(booking(), attendee(replace(BOB, email="josé@bücher.example")), SENDER, "key", AT)
    assert mail.message["To"].addresses[0].addr_spec == "josé@xn--bcher-kva.example"
    assert "josé@xn--bcher-kva.example".encode() in mail.message.as_bytes()


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example"])
def test_only_plain_addresses_are_written_to(address: str) -> None:
    with pytest.raises(ValueError, match="plain e-mail"):
        booking_mail(booking(), attendee(replace(BOB, email=address)), SENDER, "key", AT)


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("Locum <locum@localhost>", Sender("Locum", "locum@localhost")),
        ("desk@house.example", Sender("Locum", "desk@house.example")),
        ('"Front, desk" <desk@bücher.example>', Sender("Front, desk", "desk@xn--bcher-kva.example")),
    ],
)
def test_the_sender_setting(text: str, sender: Sender) -> None:
    assert Sender.parse(text) == sender


def test_a_useless_sender_is_refused() -> None:
    with pytest.raises(ValueError, match="plain e-mail"):
        Sender.parse("Locum")


@pytest.mark.parametrize("mark", [",", "@", ";", ":", "<", "(", '"', "\\"])
def test_a_long_name_is_never_taken_apart(mark: str) -> None:
    name = " ".join([f"aaaa{mark}aaaa"] * 12)
    message = sent(booking(kind=BookingKind.CANCELLED), attendee(replace(BOB, name=name)))
    (person,) = message["To"].addresses
    assert person.addr_spec == "bob@guest.example"
    assert name.startswith(person.display_name)
    assert len(person.display_name) > 25


HOSTILE = st.lists(
    st.sampled_from([*"aZü ,;:<>@()[]\"'\\.=?_\r\n\t\x00\x0b\x85\u2028\u202e", "=?utf-8?q?", "=0A", "Bcc:", "?="]),
    max_size=60,
).map("".join)


@given(name=HOSTILE, title=HOSTILE)
def test_names_and_titles_cannot_add_headers_or_addresses(name: str, title: str) -> None:
    notice = booking(kind=BookingKind.CANCELLED, title=title, organizer=replace(ADA, name=name))
    message = sent(notice, attendee(replace(BOB, name=name)))
    assert set(message.keys()) == HEADERS
    assert [person.addr_spec for person in message["To"].addresses] == ["bob@guest.example"]
    assert [person.addr_spec for person in message["From"].addresses] == ["no-reply@locum.example"]
    assert [person.addr_spec for person in message["Reply-To"].addresses] == ["ada@house.example"]
    assert message["Subject"].strip().startswith("Canceled: ")
    assert not {"\r", "\n"} & set(message["Subject"])
