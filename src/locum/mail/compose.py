"""From a notice and one recipient to the finished message."""

from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage

from locum.mail import render
from locum.mail.absence_letter import absence_letter
from locum.mail.account_letter import account_letter
from locum.mail.account_notice import AccountNotice
from locum.mail.audience import calendar_method
from locum.mail.booking_letter import booking_letter, shown_email, shown_place, visible_people
from locum.mail.clean import is_mailbox
from locum.mail.code_letter import CodeNotice, code_letter
from locum.mail.ics import Invitation, Method, Participant, to_ics
from locum.mail.letters import Letter
from locum.mail.message import Calendar, Post, Sender, build
from locum.mail.notices import AbsenceNotice, BookingNotice, Person, Recipient, Role
from locum.mail.stuck_letter import StuckNotice, stuck_letter
from locum.mail.webhook_letter import DisabledNotice, disabled_letter


@dataclass(frozen=True, slots=True)
class Mail:
    """A message together with what the shelf of sent messages wants to know of it."""

    key: str
    recipient: str
    subject: str
    message: EmailMessage


def booking_mail(notice: BookingNotice, recipient: Recipient, sender: Sender, key: str, at: datetime) -> Mail:
    """The message about a booking for one recipient. `at` (aware) is when it happened: date and calendar stamp.

    Raises ValueError when the recipient has no plain address, KeyError for a side that is not told (see `audience`).
    """
    letter = booking_letter(notice, recipient, sender.name)
    method = calendar_method(notice, recipient.role)
    calendar = None
    if method is not None:
        calendar = Calendar(to_ics(invitation(notice, recipient, sender, method, at)), method)
    reply_to, reply_to_name = _reply_to(notice, recipient)
    post = Post(
        key=key,
        thread=notice.ics_uid,
        at=at,
        to_name=recipient.person.name,
        to_address=recipient.person.email or "",
        from_name=notice.organizer.name if recipient.role is Role.ATTENDEE else sender.name,
        reply_to=reply_to,
        reply_to_name=reply_to_name,
    )
    return _mail(letter, post, build(letter, post, sender, calendar))


def absence_mail(notice: AbsenceNotice, sender: Sender, key: str, thread: str, at: datetime) -> Mail:
    """The message to a substitute. Raises ValueError when the substitute has no plain address."""
    letter = absence_letter(notice, sender.name)
    post = Post(
        key=key,
        thread=thread,
        at=at,
        to_name=notice.substitute.name,
        to_address=notice.substitute.email or "",
        from_name=sender.name,
        reply_to=notice.absentee.email,
        reply_to_name=notice.absentee.name,
    )
    return _mail(letter, post, build(letter, post, sender))


def account_mail(notice: AccountNotice, sender: Sender, key: str, thread: str, at: datetime) -> Mail:
    """The message to somebody about his own account. Raises ValueError when its reader has no plain address."""
    return _from_the_house(account_letter(notice, sender.name), notice.reader, sender, key, thread, at)


def code_mail(notice: CodeNotice, sender: Sender, key: str, thread: str, at: datetime) -> Mail:
    """The message with a code. Raises ValueError when its reader has no plain address."""
    return _from_the_house(code_letter(notice, sender.name), notice.reader, sender, key, thread, at)


def webhook_mail(notice: DisabledNotice, sender: Sender, key: str, thread: str, at: datetime) -> Mail:
    """The message about a webhook that was switched off. Raises ValueError when its reader has no plain address."""
    return _from_the_house(disabled_letter(notice, sender.name), notice.reader, sender, key, thread, at)


def stuck_mail(notice: StuckNotice, sender: Sender, key: str, thread: str, at: datetime) -> Mail:
    """The message about a mail server that cannot be told. Raises ValueError when its reader has no plain address."""
    return _from_the_house(stuck_letter(notice, sender.name), notice.reader, sender, key, thread, at)


def _from_the_house(letter: Letter, to: Person, sender: Sender, key: str, thread: str, at: datetime) -> Mail:
    post = Post(key=key, thread=thread, at=at, to_name=to.name, to_address=to.email or "", from_name=sender.name)
    return _mail(letter, post, build(letter, post, sender))


def invitation(notice: BookingNotice, recipient: Recipient, sender: Sender, method: Method, at: datetime) -> Invitation:
    """What the recipient's calendar is told; the organizer's hidden address gives way to the house's own."""
    if notice.hides_notes_from_calendars:
        notice = replace(notice, notes=None)
    hosts, attendees = visible_people(notice, recipient)
    facts = render.facts(booking_letter(notice, recipient, sender.name))
    organizer_email = shown_email(notice, recipient, notice.organizer)
    return Invitation(
        method=method,
        uid=notice.ics_uid,
        sequence=notice.sequence,
        stamp=at,
        start=notice.start,
        end=notice.end,
        summary=notice.title,
        organizer=Participant(notice.organizer.name, organizer_email or sender.address),
        attendees=_participants((*attendees, *hosts[1:])),
        description=f"{facts}\n\n{recipient.links.booking}",
        location=shown_place(recipient.person, notice.location),
        url=recipient.links.booking,
        is_private=notice.is_private,
        recurrence=notice.recurrence,
        occurrence=notice.occurrence,
        further=notice.further,
    )


def _participants(people: tuple[Person, ...]) -> tuple[Participant, ...]:
    """Those a calendar can name: one odd address must not keep the others from their invitation."""
    return tuple(
        Participant(person.name, person.email) for person in people if person.email and is_mailbox(person.email)
    )


def _reply_to(notice: BookingNotice, recipient: Recipient) -> tuple[str | None, str]:
    """Attendees answer the organizer or the address the event type names; hosts answer the booker."""
    if recipient.role is Role.HOST:
        booker = notice.booker
        return (booker.email, booker.name) if booker and is_mailbox(booker.email) else (None, "")
    if notice.reply_to:
        return notice.reply_to, notice.organizer.name
    return shown_email(notice, recipient, notice.organizer), notice.organizer.name


def _mail(letter: Letter, post: Post, message: EmailMessage) -> Mail:
    return Mail(key=post.key, recipient=post.to_address, subject=letter.subject, message=message)
