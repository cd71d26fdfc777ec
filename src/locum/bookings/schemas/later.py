"""Bodies and answers of what is done with a booking that is there (bookings sheet, sections 9 and 11)."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from locum.bookings.inviting import Invited
from locum.bookings.models import BookingReference
from locum.bookings.rules.absentees import Absentees
from locum.bookings.rules.places import ChosenPlace
from locum.bookings.schemas.create import Email, Language, Phone
from locum.bookings.schemas.output import AttendeeOutput
from locum.bookings.schemas.relocation import RelocationInput, read_relocation
from locum.kit.wire import WireInput, WireOutput
from locum.kit.wire_types import ZoneName


class MarkAbsentAttendee(WireInput):
    """Whether one of the attendees was absent."""

    email: Email
    absent: bool


class MarkAbsentBookingInput(WireInput):
    """Who was absent."""

    host: bool | None = Field(None, description="Whether the host was")
    attendees: Annotated[list[MarkAbsentAttendee], Field(max_length=1000)] | None = None

    def said(self) -> Absentees:
        """As the rules want it."""
        return Absentees(self.host, tuple((one.email, one.absent) for one in self.attendees or ()))


class UpdateBookingLocationInput(WireInput):
    """Where it takes place from now on."""

    location: Annotated[ChosenPlace, PlainValidator(read_relocation, json_schema_input_type=RelocationInput)] | None = (
        None
    )


class AddAttendeeInput(WireInput):
    """One more attendee."""

    name: str = Field(max_length=1000)
    email: Email
    time_zone: ZoneName
    phone_number: Phone | None = None
    language: Language | None = None

    def invited(self) -> Invited:
        """As the use case wants it."""
        return Invited(self.email, self.name, self.time_zone, self.language or "en", self.phone_number)


class GuestInput(WireInput):
    """One more guest; what is not said he shares with the organizer."""

    email: Email
    name: str | None = Field(None, max_length=1000)
    time_zone: ZoneName | None = None
    phone_number: Phone | None = None
    language: Language | None = None

    def invited(self) -> Invited:
        """As the use case wants it."""
        return Invited(self.email, self.name or "", self.time_zone, self.language, self.phone_number)


def _guest(raw: Any) -> Any:
    """Older clients send mere addresses."""
    return {"email": raw} if isinstance(raw, str) else raw


class AddGuestsInput(WireInput):
    """More guests."""

    guests: Annotated[list[Annotated[GuestInput, BeforeValidator(_guest)]], Field(min_length=1, max_length=10)]


class AttendeeWithIdOutput(AttendeeOutput):
    """Somebody who attends, with the id that names him."""

    id: int


class AddedAttendeeOutput(AttendeeWithIdOutput):
    """Somebody who attends from now on."""

    booking_id: int


class CalendarLinkOutput(WireOutput):
    """A calendar, and the address that puts the booking into it."""

    id: str
    label: str
    link: str


class BookingReferenceOutput(WireOutput):
    """What a calendar or video service calls a booking."""

    type: str
    event_uid: str
    destination_calendar_id: Annotated[str | None, WithJsonSchema({"type": "string", "nullable": True})]
    id: int


def reference_out(row: BookingReference) -> BookingReferenceOutput:
    """A reference on the wire."""
    calendar = row.destination_calendar_id
    return BookingReferenceOutput(
        type=row.type,
        event_uid=row.external_uid,
        destination_calendar_id=None if calendar is None else str(calendar),
        id=row.id,
    )


class RecordingOutput(WireOutput):
    """A recording of a meeting."""

    id: str
    room_name: str
    start_ts: float
    status: str
    max_participants: int | None = None
    duration: float
    share_token: str
    download_link: str | None = None
    error: str | None = None


class MeetingParticipantOutput(WireOutput):
    """Somebody who was in a video meeting."""

    user_id: str | None
    user_name: str | None
    join_time: float
    duration: float


class MeetingSessionOutput(WireOutput):
    """A session of a video meeting."""

    id: str
    room: str
    start_time: float
    duration: float
    ongoing: bool
    max_participants: int
    participants: list[MeetingParticipantOutput]
