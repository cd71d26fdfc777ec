"""The flat body of a meeting that begins or ends: the booking itself beside its trigger (webhooks sheet, 2.3)."""

from typing import Any

from locum.bookings.rules.answers import REMINDER_SLUG
from locum.kit.wire import format_instant
from locum.webhooks.payloads.answers import all_answers
from locum.webhooks.payloads.booking import metadata_of
from locum.webhooks.payloads.facts import AttendeeFacts, BookingFacts, HostFacts


def meeting_body(trigger: str, facts: BookingFacts) -> dict[str, Any]:
    """The whole body. `createdAt` is the booking's."""
    return {
        "triggerEvent": trigger,
        **_booking(facts),
        **_course(facts),
        "user": _host(facts.organizer),
        "attendees": [_attendee(person, facts.id) for person in facts.attendees],
        "payment": [],
        "references": [],
        "appsStatus": [],
    }


def _booking(facts: BookingFacts) -> dict[str, Any]:
    return {
        "id": facts.id,
        "uid": facts.uid,
        "userId": facts.organizer.id,
        "userPrimaryEmail": facts.organizer.email,
        "eventTypeId": facts.event_type.id if facts.event_type else None,
        "title": facts.title,
        "description": facts.notes or "",
        "customInputs": {},
        "responses": all_answers(facts),
        "startTime": format_instant(facts.start),
        "endTime": format_instant(facts.end),
        "location": facts.location,
        "createdAt": format_instant(facts.created_at),
        "updatedAt": format_instant(facts.updated_at),
        "status": facts.status.upper(),
        "metadata": metadata_of(facts),
        "iCalUID": facts.ics_uid,
        "iCalSequence": facts.ics_sequence,
    }


def _course(facts: BookingFacts) -> dict[str, Any]:
    """What became of it on the way, and what has not."""
    return {
        "paid": facts.payment_id is not None,
        "destinationCalendarId": None,
        "cancellationReason": facts.cancellation_reason,
        "rejectionReason": facts.rejection_reason,
        "rescheduled": None,
        "fromReschedule": facts.rescheduled_from_uid,
        "recurringEventId": facts.recurring_uid,
        "smsReminderNumber": facts.responses.get(REMINDER_SLUG),
        "cancelledBy": facts.cancelled_by,
        "rescheduledBy": facts.rescheduled_by,
        "noShowHost": facts.host_absent,
        "isRecorded": False,
        "rating": None,
        "ratingFeedback": None,
    }


def _host(host: HostFacts) -> dict[str, Any]:
    return {"name": host.name, "email": host.email, "timeZone": host.time_zone, "username": host.username}


def _attendee(person: AttendeeFacts, booking_id: int) -> dict[str, Any]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "timeZone": person.time_zone,
        "phoneNumber": person.phone,
        "locale": person.language,
        "bookingId": booking_id,
        "noShow": person.absent,
    }
