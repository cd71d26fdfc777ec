"""Writing to the people of a booking."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking, BookingAttendee
from locum.bookings.records import BookingRecord
from locum.bookings.rules.status import Status
from locum.db.jobs import Workshop, defer, jobs, workshop
from locum.event_types.models import EventType
from locum.event_types.rules.policies import Rescheduling, forbids_cancelling
from locum.mail.audience import Addressed, audience, reached_by_phone
from locum.mail.booking_facts import BookingFacts, load_facts, notice_of
from locum.mail.booking_happenings import CHANGES, Happening
from locum.mail.compose import Mail, booking_mail
from locum.mail.links import booking_links
from locum.mail.message import Sender
from locum.mail.notices import BookingKind, BookingNotice, Links, Recipient, Role
from locum.mail.phone_text import phone_text
from locum.mail.shelf import RETRIES, Subject, keep
from locum.sms import outbox

_NOW = (
    select(Booking.status, func.max(BookingAttendee.id).label("newest"))
    .outerjoin(BookingAttendee, BookingAttendee.booking_id == Booking.id)
    .where(Booking.id == bindparam("booking_id"))
    .group_by(Booking.id)
)


async def defer_happening(session: AsyncSession, happening: Happening) -> None:
    """Have everybody concerned told once this transaction commits; one happening of a booking after the other.

    Who is invited later is told of his own invitation only. Changes of what still waits are told with the answer.
    """
    if happening.newest is None:
        stands = (await session.execute(_NOW, {"booking_id": happening.booking_id})).one_or_none()
        if stands is None or (happening.what in CHANGES and stands.status == Status.PENDING):
            return
        happening = replace(happening, newest=stands.newest)
    lock = f"mail.booking:{happening.booking_id}"
    await defer(session, tell_booking, lock=lock, happening=happening.as_arguments())


@jobs.task(name="mail.tell_booking", retry=RETRIES)
async def tell_booking(happening: dict[str, Any]) -> None:
    """Write to everybody whom it concerns."""
    await write_about_booking(workshop(), Happening.of_arguments(happening))


async def write_about_booking(tools: Workshop, happening: Happening) -> None:
    """Write the messages and keep them, once for this happening."""
    sender = Sender.parse(tools.settings.mail_from)
    async with tools.database.work() as session:
        facts = await load_facts(session, happening)
        if facts is None or _is_silent(facts, happening):
            return
        notice = notice_of(facts, happening)
        mails = list(_mails(notice, facts.record, happening, sender, tools.settings.base_url))
        about = Subject(
            f"booking.{notice.kind}",
            booking_id=happening.booking_id,
            organization_id=facts.record.booking.organization_id,
        )
        await keep(session, mails, about, sender)
        if tools.settings.sms_url is not None:
            for key, number, text in _texts(notice, facts.record, happening, tools.settings.base_url):
                await outbox.post(session, key, number, text)


def _is_silent(facts: BookingFacts, happening: Happening) -> bool:
    """Platforms write to their people and bookers themselves, unless their client says otherwise.

    Nor is anything to be told of people of whom nothing is known any more.
    """
    client = facts.record.client
    if client is not None and not client.are_emails_enabled:
        return True
    if happening.concerned and not facts.concerned:
        return True
    return facts.series is not None and facts.series.is_silent(
        happening.what, facts.record.booking.uid, happening.together
    )


def _mails(
    notice: BookingNotice, record: BookingRecord, happening: Happening, sender: Sender, base_url: str
) -> Iterator[Mail]:
    for mail in audience(notice):
        if not _is_switched_off(record.event_type, mail.role):
            key = _key(mail, happening, (mail.person.email or "").lower())
            recipient = _recipient(notice, record, mail, base_url)
            yield booking_mail(_as_told(notice, mail.kind), recipient, sender, key, happening.at)


def _texts(
    notice: BookingNotice, record: BookingRecord, happening: Happening, base_url: str
) -> Iterator[tuple[str, str, str]]:
    """Messages to phones: key, number and text. They stand for mails, and are switched off with them."""
    for number, mail in reached_by_phone(notice):
        if not _is_switched_off(record.event_type, mail.role):
            recipient = _recipient(notice, record, mail, base_url)
            yield _key(mail, happening, number), number, phone_text(_as_told(notice, mail.kind), recipient)


def _recipient(notice: BookingNotice, record: BookingRecord, mail: Addressed, base_url: str) -> Recipient:
    return Recipient(mail.person, mail.role, _links(notice, record, mail, base_url))


def _key(mail: Addressed, happening: Happening, whose: str) -> str:
    whom = "".join(f":{attendee_id}" for attendee_id in happening.concerned[:1])
    return f"booking:{happening.booking_id}:{mail.kind}:{happening.sequence}:{whose}{whom}"


def _as_told(notice: BookingNotice, kind: BookingKind) -> BookingNotice:
    """The notice as one kind of mail tells it: who is replaced by a move knows the meeting at its former time."""
    if kind is BookingKind.REASSIGNED and notice.previous_start is not None:
        end = notice.previous_start + (notice.end - notice.start)
        return replace(notice, kind=kind, start=notice.previous_start, end=end, previous_start=None)
    if notice.kind is BookingKind.REASSIGNED and kind is not notice.kind:
        # Why it was given away is between the one who did it and the one who had it.
        return replace(notice, kind=kind, reason=None)
    return replace(notice, kind=kind)


def _links(notice: BookingNotice, record: BookingRecord, mail: Addressed, base_url: str) -> Links:
    event_type, client = record.event_type, record.client
    return booking_links(
        base_url,
        notice,
        mail.role,
        mail.person,
        can_reschedule=event_type is None or not Rescheduling.of(event_type.disable_rescheduling).disabled,
        can_cancel=event_type is None or not forbids_cancelling(event_type.disable_cancelling),
        reschedule_at=client.booking_reschedule_redirect_uri if client else None,
        cancel_at=client.booking_cancel_redirect_uri if client else None,
    )


def _is_switched_off(event_type: EventType | None, role: Role) -> bool:
    """Event types may keep all mails to one side from being sent (e-mails sheet, section 3)."""
    switches = (event_type.email_settings if event_type else None) or {}
    name = "disableEmailsToHosts" if role is Role.HOST else "disableEmailsToAttendees"
    return bool(switches.get(name, False))
