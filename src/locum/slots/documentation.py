"""The parameters of `GET /v2/slots` as the document shows them: which are allowed depends on each other."""

from typing import Any


def _parameter(name: str, kind: str, description: str, example: str, *, required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": {"type": kind, "example": example},
    }


SLOT_PARAMETERS = [
    _parameter("start", "string", "ISO 8601 date or date-time; UTC without an offset", "2050-09-05", required=True),
    _parameter("end", "string", "The same; a date means its end", "2050-09-06", required=True),
    _parameter("eventTypeId", "number", "An event type by its id", "100"),
    _parameter("username", "string", "Whose event type, together with `eventTypeSlug`", "bob"),
    _parameter("teamSlug", "string", "Which team's event type, together with `eventTypeSlug`", "team-slug"),
    _parameter("eventTypeSlug", "string", "Which event type of a person or of a team", "event-type-slug"),
    _parameter("organizationSlug", "string", "The organization in which person, persons or team are", "org-slug"),
    _parameter("usernames", "string", "At least two persons at once, by comma", "alice,bob"),
    _parameter("timeZone", "string", "IANA zone of the answer; UTC by default", "Europe/Rome"),
    _parameter("duration", "number", "Minutes; by default the length of the event type", "60"),
    _parameter("format", "string", "`range` to get ends too, `time` for starts only", "range"),
    _parameter(
        "bookingUidToReschedule", "string", "A booking that is to be moved: its own time counts as free", "abc123def456"
    ),
]
