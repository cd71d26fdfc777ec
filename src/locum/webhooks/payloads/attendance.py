"""The payload that tells who did not come, and the body of an instant meeting (webhooks sheet, section 2.3)."""

from collections.abc import Sequence
from typing import Any

from locum.webhooks.payloads.answers import all_answers
from locum.webhooks.payloads.booking import platform_keys
from locum.webhooks.payloads.facts import AttendeeFacts, BookingFacts


def attendance_payload(facts: BookingFacts, marked: Sequence[AttendeeFacts]) -> dict[str, Any]:
    """Those of whom it was said whether they came."""
    return {
        "message": _message(marked),
        "attendees": [{"email": person.email, "noShow": person.absent} for person in marked],
        "bookingUid": facts.uid,
        "bookingId": facts.id,
        **platform_keys(facts.platform),
    }


def _message(marked: Sequence[AttendeeFacts]) -> str:
    if len(marked) != 1:
        return "No-show status updated for attendees"
    (person,) = marked
    return f"{person.email} {'marked' if person.absent else 'unmarked'} as no-show"


def instant_body(facts: BookingFacts, link: str) -> dict[str, Any]:
    """The whole flat body: whoever reads the link may open the meeting, if he is one of its hosts."""
    event_type = facts.event_type
    return {
        "triggerEvent": "INSTANT_MEETING",
        "uid": facts.uid,
        "responses": all_answers(facts),
        "connectAndJoinUrl": link,
        "eventTypeId": event_type.id if event_type else None,
        "eventTypeTitle": event_type.title if event_type else None,
        "customInputs": {},
    }
