"""From the rows of a booking to the facts that payloads are built from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import BookingAttendee, DepartedAttendee
from locum.bookings.records import BookingRecord, load_record
from locum.db.session import base_url
from locum.event_types.models import EventType
from locum.event_types.rules.booking_fields import booking_form
from locum.event_types.rules.policies import Recurrence, Rescheduling, Seats, forbids_cancelling
from locum.host_choice import queries as host_choices
from locum.organizations.models import OAuthClient
from locum.users import queries as users
from locum.users.models import User
from locum.webhooks.assignment import reasons_of
from locum.webhooks.payloads.facts import (
    AttendeeFacts,
    BookingFacts,
    EventTypeFacts,
    HostFacts,
    PlatformFacts,
    TeamFacts,
)
from locum.webhooks.subscribers import Audience, audience_of_booking


async def load_facts(session: AsyncSession, booking_id: int) -> BookingFacts | None:
    """A booking as it stands in this transaction; None when it is gone. At most four statements."""
    record = await load_record(session, booking_id)
    if record is None:
        return None
    facts = facts_of(record, await _accounts(session, _hosts(record)), base_url(session))
    if record.event_type is None or record.event_type.scheduling_type != "roundRobin":
        return facts
    return replace(facts, assignment_reasons=reasons_of(await host_choices.of_booking(session, booking_id)))


async def heard_facts(
    session: AsyncSession, trigger: str, booking_id: int, organizer_id: int | None, event_type_id: int | None
) -> tuple[Audience, BookingFacts] | None:
    """A booking and whose webhooks may hear of it; None when nobody listens (one statement), or when it is gone."""
    audience = await audience_of_booking(session, trigger, organizer_id, event_type_id, booking_id=booking_id)
    facts = await load_facts(session, booking_id) if audience else None
    return None if audience is None or facts is None else (audience, facts)


async def _accounts(session: AsyncSession, hosts: Sequence[BookingAttendee]) -> dict[str, User]:
    """The accounts of those who host beside the organizer, by address."""
    if not hosts:
        return {}
    return {user.email: user for user in await users.by_emails(session, [host.email for host in hosts])}


def _hosts(record: BookingRecord) -> list[BookingAttendee]:
    return [row for row in record.attendees if row.kind == "host"]


def facts_of(record: BookingRecord, accounts: Mapping[str, User], booker_url: str | None) -> BookingFacts:
    """The facts; `accounts` are those of other hosts by address, as far as they have any."""
    booking = record.booking
    return BookingFacts(
        id=booking.id,
        uid=booking.uid,
        title=booking.title,
        start=booking.starts_at,
        end=booking.ends_at,
        status=booking.status,
        created_at=booking.created_at,
        updated_at=booking.updated_at,
        ics_uid=booking.ics_uid,
        ics_sequence=booking.ics_sequence,
        notes=booking.description,
        location=booking.location,
        responses=booking.responses,
        metadata=booking.properties,
        organization_id=booking.organization_id,
        recurring_uid=booking.recurring_uid,
        rescheduled_from_uid=booking.rescheduled_from_uid,
        rescheduling_reason=booking.rescheduling_reason,
        rescheduled_by=booking.rescheduled_by,
        cancellation_reason=booking.cancellation_reason,
        cancelled_by=booking.cancelled_by,
        rejection_reason=booking.rejection_reason,
        host_absent=booking.host_absent,
        organizer=_host(record.organizer, record.username_in_organization) if record.organizer else HostFacts(),
        attendees=tuple(attendee_of(row) for row in record.attendees if row.kind != "host"),
        team=_team(record, accounts),
        event_type=_event_type(record.event_type) if record.event_type else None,
        platform=_platform(record.client) if record.client else None,
        booker_url=booker_url,
    )


def _host(user: User, username_in_organization: str | None = None) -> HostFacts:
    return HostFacts(
        id=user.id,
        name=user.name,
        email=user.email,
        username=user.username,
        username_in_organization=username_in_organization,
        time_zone=user.time_zone,
        hour_cycle=24 if user.time_format == 24 else 12,
        language=user.locale,
    )


def attendee_of(row: BookingAttendee) -> AttendeeFacts:
    """Somebody who attends."""
    return _person(row.id, row, absent=row.absent)


def departed_of(row: DepartedAttendee) -> AttendeeFacts:
    """Somebody whose seat is gone."""
    return _person(row.attendee_id, row)


def _person(attendee_id: int, row: BookingAttendee | DepartedAttendee, *, absent: bool = False) -> AttendeeFacts:
    return AttendeeFacts(
        id=attendee_id,
        name=row.name,
        email=row.email,
        time_zone=row.time_zone,
        language=row.language,
        phone=row.phone,
        absent=absent,
        seat_uid=row.seat_uid,
        responses=row.responses or {},
        metadata=row.properties or {},
    )


def _team(record: BookingRecord, accounts: Mapping[str, User]) -> TeamFacts | None:
    if record.team is None:
        return None
    return TeamFacts(record.team.id, record.team.name, tuple(_member(row, accounts) for row in _hosts(record)))


def _member(row: BookingAttendee, accounts: Mapping[str, User]) -> HostFacts:
    """Another host: his account, or what the booking remembers of him."""
    user = accounts.get(row.email.lower())
    if user is not None:
        return _host(user)
    return HostFacts(name=row.name, email=row.email, time_zone=row.time_zone, language=row.language)


def _event_type(row: EventType) -> EventTypeFacts:
    return EventTypeFacts(
        id=row.id,
        slug=row.slug,
        title=row.title,
        description=row.description,
        scheduling_type=row.scheduling_type,
        form=booking_form(row.booking_fields, row.disable_guests),
        requires_confirmation=row.confirmation_policy is not None,
        seats=Seats.of(row.seats),
        recurrence=Recurrence.of(row.recurrence),
        hides_notes=row.hide_calendar_notes,
        hides_details=row.hide_calendar_event_details,
        hides_organizer_email=row.hide_organizer_email,
        rescheduling_disabled=Rescheduling.of(row.disable_rescheduling).disabled,
        cancelling_disabled=forbids_cancelling(row.disable_cancelling),
        destination_calendar=row.destination_calendar,
    )


def _platform(client: OAuthClient) -> PlatformFacts:
    return PlatformFacts(
        client_id=client.id,
        reschedule_url=client.booking_reschedule_redirect_uri,
        cancel_url=client.booking_cancel_redirect_uri,
        booking_url=client.booking_redirect_uri,
    )
