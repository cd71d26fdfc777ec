"""Bodies of bookings in older versions, in which unknown properties are ignored (client surface sheet, section 1.3)."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import Field, PlainValidator

from locum.bookings.moving import Move
from locum.bookings.older import OlderBooking
from locum.bookings.rules.asked import Asked, Booker, EventTypeName, Place
from locum.bookings.rules.people import international_number, is_email_address
from locum.bookings.rules.places import RESPONSE_TYPES
from locum.bookings.rules.status import Cancellation
from locum.bookings.schemas.create import LANGUAGES, read_create
from locum.bookings.schemas.reading import body_object, read
from locum.event_types.rules.booking_fields import PHONE_SLUG
from locum.event_types.rules.locations import INTERNAL_NAMES
from locum.kit.errors import BadRequest
from locum.kit.wire import WireInput
from locum.kit.wire_types import InstantText, ZoneName

_APPLICATIONS = {internal: name for name, internal in INTERNAL_NAMES.items()}
_OF_THE_SYSTEM = frozenset({"name", "email", "guests", "location", "rescheduleReason", PHONE_SLUG})
_MINUTE = timedelta(minutes=1)


class OlderBookingInput(WireInput):
    """A booking, an occurrence of a series, or a move of a booking."""

    start: InstantText
    end: InstantText | None = None
    event_type_id: int | None = None
    event_type_slug: str | None = None
    user: str | list[str] | None = None
    org_slug: str | None = None
    time_zone: ZoneName = "UTC"
    language: str | None = None
    metadata: dict[str, Any] | None = None
    responses: dict[str, Any]
    reschedule_uid: str | None = None
    rescheduled_by: str | None = None
    seat_reference_uid: str | None = None
    routed_team_member_ids: list[int] | None = None
    team_member_email: str | None = None
    verification_code: str | None = None
    location_url: str | None = None
    skip_contact_owner: bool | None = None
    has_hashed_booking_link: bool | None = None
    hashed_link: str | None = None
    is_trial: bool | None = Field(None, alias="_isDryRun")

    def older(self, count: int | None = None, *, instant: bool = False) -> OlderBooking:
        """As the use cases want it; of a series `count` occurrences. Raises BadRequest."""
        reason = self.responses.get("rescheduleReason")
        return OlderBooking(
            asked=self._asked(count, instant),
            moved_uid=self.reschedule_uid,
            move=Move(
                self.start, reason if isinstance(reason, str) else None, self.rescheduled_by, self.seat_reference_uid
            ),
            code=self.verification_code,
            is_trial=bool(self.is_trial),
        )

    def _asked(self, count: int | None, instant: bool) -> Asked:
        return Asked(
            event_type=self._event_type(),
            start=self.start,
            booker=self._booker(),
            guests=_guests(self.responses.get("guests")),
            place=Place(None, self.location_url) if self.location_url else _place(self.responses.get("location")),
            responses={slug: answer for slug, answer in self.responses.items() if slug not in _OF_THE_SYSTEM},
            metadata={
                key: value for key, value in (self.metadata or {}).items() if isinstance(value, str | int | float)
            },
            length_wish=_minutes(self.start, self.end),
            recurrence_count=count,
            instant=instant,
            routed=frozenset(self.routed_team_member_ids or ()),
            contact_email=None if self.skip_contact_owner else self.team_member_email,
            private_link=None if self.has_hashed_booking_link is False else self.hashed_link or None,
        )

    def _event_type(self) -> EventTypeName:
        """Several names without an event type of its own are those of a group."""
        named = self.user if isinstance(self.user, list) else (self.user or "").split("+")
        names = tuple(name for name in named if name)
        if len(names) > 1 and not self.event_type_id:
            return EventTypeName(usernames=names, organization_slug=self.org_slug)
        return EventTypeName(self.event_type_id, self.event_type_slug, next(iter(names), None), None, self.org_slug)

    def _booker(self) -> Booker:
        email, phone = self.responses.get("email"), self.responses.get(PHONE_SLUG)
        if email and not (isinstance(email, str) and is_email_address(email)):
            raise BadRequest("responses property is wrong,{email}email_validation_error")
        number = international_number(phone) if isinstance(phone, str) and phone else None
        language = self.language if self.language in LANGUAGES else "en"
        return Booker(_name(self.responses.get("name")), self.time_zone, email or None, number, language or "en")


def _name(raw: Any) -> str:
    """A name in one or in two parts."""
    if isinstance(raw, dict):
        return " ".join(str(raw.get(part) or "") for part in ("firstName", "lastName")).strip()
    return raw if isinstance(raw, str) else ""


def _guests(raw: Any) -> tuple[str, ...]:
    return tuple(guest for guest in raw if isinstance(guest, str)) if isinstance(raw, list) else ()


def _minutes(start: datetime, end: datetime | None) -> int | None:
    return (end - start) // _MINUTE if end is not None else None


def _place(raw: Any) -> Place | None:
    """Where, by the internal words; what none of them says is taken for the place itself."""
    value, detail = (raw.get("value"), raw.get("optionValue")) if isinstance(raw, dict) else (raw, None)
    if not isinstance(value, str) or not value:
        return None
    if value in _APPLICATIONS:
        return Place("integration", _APPLICATIONS[value])
    if value not in RESPONSE_TYPES:
        return Place(None, value)
    return Place(RESPONSE_TYPES[value], detail if isinstance(detail, str) and detail else None)


class OlderCancelInput(WireInput):
    """A cancellation of a booking, of a seat, or of what is left of a series; in the documented words, too."""

    cancellation_reason: str | None = None
    all_remaining_bookings: bool | None = None
    cancel_subsequent_bookings: bool | None = None
    seat_reference_uid: str | None = None
    seat_uid: str | None = None

    def cancellation(self) -> Cancellation:
        """As the use case wants it."""
        subsequent = bool(self.all_remaining_bookings or self.cancel_subsequent_bookings)
        return Cancellation(self.cancellation_reason, subsequent, self.seat_reference_uid or self.seat_uid or None)


def read_either(raw: object) -> Asked | OlderBooking:
    """A body of the older form, in which the booker is among the answers, or of the documented. Raises BadRequest."""
    body = body_object(raw)
    is_documented = "attendee" in body or "responses" not in body
    return read_create(body) if is_documented else read(OlderBookingInput, body).older()


def read_older_cancellation(raw: object) -> Cancellation:
    """What cancels in older versions. Raises BadRequest."""
    return read(OlderCancelInput, body_object(raw)).cancellation()


EitherBody = Annotated[Asked | OlderBooking, PlainValidator(read_either)]
OlderCancelBody = Annotated[Cancellation, PlainValidator(read_older_cancellation)]
