"""The payload of everything that happens to a booking: one builder for every path (webhooks sheet, section 2.3).

Every key is always there; what does not exist yet is null or empty. What a trigger adds to it (a payment's number, a
link to a recording) its listener puts beside.
"""

from types import MappingProxyType
from typing import Any

from locum.bookings.rules.answers import REMINDER_SLUG
from locum.webhooks.payloads import people
from locum.webhooks.payloads.answers import all_answers, answers_of_own_fields
from locum.webhooks.payloads.envelope import to_the_second
from locum.webhooks.payloads.facts import BookingFacts, EventTypeFacts, Move, PlatformFacts, VideoCall

_SCHEDULING_TYPES = MappingProxyType({"collective": "COLLECTIVE", "roundRobin": "ROUND_ROBIN", "managed": "MANAGED"})
_FREQUENCIES = MappingProxyType({"yearly": 0, "monthly": 1, "weekly": 2})
"""The numbers that RFC 5545 libraries give them; older shapes of event types have them too."""
_GONE = EventTypeFacts(id=0, slug="", title="")
"""Stands for an event type that was deleted; its id is never told."""


def booking_payload(facts: BookingFacts) -> dict[str, Any]:
    """A booking as subscribers are told of it."""
    return {
        **_what(facts),
        **_who(facts),
        "responses": all_answers(facts),
        "userFieldsResponses": answers_of_own_fields(facts),
        **_where(facts),
        **_ids(facts),
        **_state(facts),
        **_display(facts),
        **platform_keys(facts.platform),
        **(_move(facts.move) if facts.move else {}),
    }


def _what(facts: BookingFacts) -> dict[str, Any]:
    event_type = facts.event_type or _GONE
    return {
        "type": event_type.slug,
        "title": facts.title,
        "description": facts.notes or "",
        "additionalNotes": facts.notes or "",
        "customInputs": {},
        "startTime": to_the_second(facts.start),
        "endTime": to_the_second(facts.end),
        "length": facts.minutes,
        "eventTypeId": facts.event_type.id if facts.event_type else None,
        "eventTitle": event_type.title,
        "eventDescription": event_type.description,
        "price": event_type.price,
        "currency": event_type.currency,
        "requiresConfirmation": event_type.requires_confirmation,
        "schedulingType": _SCHEDULING_TYPES.get(event_type.scheduling_type or ""),
    }


def _who(facts: BookingFacts) -> dict[str, Any]:
    return {
        "organizer": people.organizer(facts.organizer, facts.start),
        "attendees": [people.attendee(person, facts.start) for person in facts.attendees],
        "team": people.team(facts.team, facts.start),
        "organizationId": facts.organization_id,
    }


def _where(facts: BookingFacts) -> dict[str, Any]:
    calendar = facts.event_type.destination_calendar if facts.event_type else None
    return {
        "location": facts.location,
        "videoCallData": _room(facts.video),
        "conferenceData": None,
        "additionalInformation": None,
        "destinationCalendar": [dict(calendar)] if calendar else [],
        "appsStatus": [],
    }


def _room(video: VideoCall | None) -> dict[str, Any] | None:
    if video is None:
        return None
    return {"type": video.type, "id": video.id, "password": video.password, "url": video.url}


def _ids(facts: BookingFacts) -> dict[str, Any]:
    seats = facts.event_type.seats if facts.event_type else None
    return {
        "bookingId": facts.id,
        "uid": facts.uid,
        "iCalUID": facts.ics_uid,
        "iCalSequence": facts.ics_sequence,
        "attendeeSeatId": facts.seat_uid,
        "seatsPerTimeSlot": seats.per_slot if seats else None,
        "seatsShowAttendees": seats.show_attendees if seats else None,
        "seatsShowAvailabilityCount": seats.show_availability if seats else None,
        "recurringEvent": _rhythm(facts),
    }


def _rhythm(facts: BookingFacts) -> dict[str, Any] | None:
    rhythm = facts.event_type.recurrence if facts.event_type else None
    if rhythm is None or facts.recurring_uid is None:
        return None
    return {"freq": _FREQUENCIES[rhythm.frequency], "count": rhythm.occurrences, "interval": rhythm.interval}


def _state(facts: BookingFacts) -> dict[str, Any]:
    return {
        "status": facts.status.upper(),
        "metadata": metadata_of(facts),
        "smsReminderNumber": facts.responses.get(REMINDER_SLUG),
        "rescheduledBy": facts.rescheduled_by,
        # Receivers know the reason under either name (client sheet, section 2.5).
        "rescheduleReason": facts.rescheduling_reason,
        "reschedulingReason": facts.rescheduling_reason,
        "cancellationReason": facts.cancellation_reason,
        "cancelledBy": facts.cancelled_by,
        "rejectionReason": facts.rejection_reason,
        "paymentId": facts.payment_id,
        "assignmentReason": [dict(reason) for reason in facts.assignment_reasons],
    }


def metadata_of(facts: BookingFacts) -> dict[str, Any]:
    """The client's own object, with the address of the video meeting once there is one."""
    url = facts.video.url if facts.video else _as_link(facts.location)
    return {**facts.metadata, **({"videoCallUrl": url} if url else {})}


def _as_link(location: str | None) -> str | None:
    return location if location and location.lower().startswith(("http://", "https://")) else None


def _display(facts: BookingFacts) -> dict[str, Any]:
    event_type = facts.event_type or _GONE
    return {
        "hideCalendarNotes": event_type.hides_notes,
        "hideCalendarEventDetails": event_type.hides_details,
        "hideOrganizerEmail": event_type.hides_organizer_email,
        "disableRescheduling": event_type.rescheduling_disabled,
        "disableCancelling": event_type.cancelling_disabled,
        "customReplyToEmail": event_type.reply_to,
        "bookerUrl": facts.booker_url,
    }


def platform_keys(platform: PlatformFacts | None) -> dict[str, Any]:
    """What tells the platform, and its own pages."""
    return {
        "platformClientId": platform.client_id if platform else None,
        "platformRescheduleUrl": platform.reschedule_url if platform else None,
        "platformCancelUrl": platform.cancel_url if platform else None,
        "platformBookingUrl": platform.booking_url if platform else None,
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "rescheduleId": move.id,
        "rescheduleUid": move.uid,
        "rescheduleStartTime": to_the_second(move.start),
        "rescheduleEndTime": to_the_second(move.end),
    }
