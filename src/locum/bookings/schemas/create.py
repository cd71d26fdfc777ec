"""The body that books: a single booking, a series, or an instant meeting (bookings sheet, section 3)."""

from dataclasses import replace
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from locum.bookings.rules.asked import Asked, Booker, EventTypeName, Place
from locum.bookings.rules.people import NO_CONTACT, international_number, is_email_address
from locum.bookings.schemas.places import PlaceInput, read_place
from locum.bookings.schemas.reading import body_object, read
from locum.kit.errors import BadRequest
from locum.kit.wire import WireInput
from locum.kit.wire_types import InstantText, Metadata, WebAddress, ZoneName, refusal

# fmt: off
Language = Literal[
    "ar", "ca", "de", "es", "eu", "he", "id", "ja", "lv", "pl", "ro", "sr", "th", "vi", "az", "cs", "el", "es-419",
    "fi", "hr", "it", "km", "nl", "pt", "ru", "sv", "tr", "zh-CN", "bg", "da", "en", "et", "fr", "hu", "iw", "ko",
    "no", "pt-BR", "sk", "ta", "uk", "zh-TW", "bn",
]
# fmt: on
LANGUAGES = get_args(Language)


def _email(text: str) -> str:
    """Kept as it was written: lists look it up in that form (bookings sheet, section 4.2)."""
    if not is_email_address(text):
        raise refusal("isEmail", "Invalid email format")
    return text


def _phone(text: str) -> str:
    found = international_number(text)
    if found is None:
        raise refusal("isPhoneNumber", "Invalid phone number format")
    return found


Email = Annotated[str, AfterValidator(_email), WithJsonSchema({"type": "string", "format": "email"})]
Phone = Annotated[str, AfterValidator(_phone), WithJsonSchema({"type": "string", "examples": ["+491701234567"]})]


ChosenLocation = Annotated[Place, PlainValidator(read_place, json_schema_input_type=PlaceInput)]


class StrictInput(WireInput):
    """A body, or a part of one, in which unknown properties are refused."""

    model_config = ConfigDict(extra="forbid")


class AttendeeInput(StrictInput):
    """Who books."""

    name: str = Field(examples=["John Doe"])
    time_zone: ZoneName
    email: Email | None = None
    phone_number: Phone | None = Field(None, description="In international form")
    language: Language | None = Field(None, description="In which the attendee is written to; `en` by default")

    def booker(self) -> Booker:
        """As the rules know him. Raises BadRequest without any way to reach him."""
        if not self.email and not self.phone_number:
            raise BadRequest(f"attendee property is wrong,{NO_CONTACT}")
        return Booker(self.name, self.time_zone, self.email, self.phone_number, self.language or "en")


class RoutingInput(StrictInput):
    """Where a routing form sent the booker."""

    team_member_ids: list[int]
    response_id: int | None = None
    queued_response_id: str | None = None
    team_member_email: str | None = None
    skip_contact_owner: bool | None = None
    crm_app_slug: str | None = None
    crm_owner_record_type: str | None = None

    def wishes(self) -> dict[str, Any]:
        """Who is to be asked, as members of `Asked`. Raises BadRequest without the answer that led here."""
        if self.response_id is None and not self.queued_response_id:
            raise BadRequest("Missing routingFormResponseId")
        owner = None if self.skip_contact_owner else self.team_member_email
        return {"routed": frozenset(self.team_member_ids), "contact_email": owner}


class CreateBookingInput(StrictInput):
    """A single booking."""

    start: InstantText = Field(description="When it begins, such as 2050-08-13T09:00:00Z")
    attendee: AttendeeInput
    booking_fields_responses: dict[str, Any] | None = Field(
        None, description="Answers to the event type's own fields, by slug"
    )
    event_type_id: int | None = Field(None, description="Needed unless a slug and its owner are given")
    event_type_slug: str | None = Field(None, description="With `username` or `teamSlug`")
    username: str | None = None
    team_slug: str | None = None
    organization_slug: str | None = Field(None, description="The organization of the user or team")
    guests: list[str] | None = Field(None, description="E-mail addresses of others who attend")
    meeting_url: WebAddress | None = Field(
        None, description="`location` says the same", json_schema_extra={"deprecated": True}
    )
    location: ChosenLocation | None = Field(None, description="One of the event type's locations")
    metadata: Metadata | None = None
    length_in_minutes: int | None = Field(None, description="One of the event type's lengths")
    routing: RoutingInput | None = None
    email_verification_code: str | None = None

    def asked(self) -> Asked:
        """As the use case wants it. Raises BadRequest."""
        return Asked(
            event_type=EventTypeName(
                self.event_type_id, self.event_type_slug, self.username, self.team_slug, self.organization_slug
            ),
            start=self.start,
            booker=self.attendee.booker(),
            guests=tuple(self.guests or ()),
            place=self.location or (Place(None, self.meeting_url) if self.meeting_url else None),
            responses=self.booking_fields_responses or {},
            metadata=self.metadata or {},
            length=self.length_in_minutes,
            verification_code=self.email_verification_code,
            **(self.routing.wishes() if self.routing else {}),
        )


class CreateRecurringBookingInput(CreateBookingInput):
    """A series."""

    recurrence_count: Annotated[int, Field(ge=1)] | None = Field(None, description="All occurrences by default")

    def asked(self) -> Asked:
        """As the use case wants it. Raises BadRequest."""
        return replace(super().asked(), recurrence_count=self.recurrence_count)


class CreateInstantBookingInput(CreateBookingInput):
    """A meeting with whichever host answers first."""

    instant: Literal[True]

    def asked(self) -> Asked:
        """As the use case wants it. Raises BadRequest."""
        return replace(super().asked(), instant=True)


def read_create(raw: object) -> Asked:
    """The documented body in the form that its keys tell (bookings sheet, section 3.1). Raises BadRequest."""
    body = body_object(raw)
    if "recurrenceCount" in body:
        return read(CreateRecurringBookingInput, body).asked()
    if body.get("instant") is True:
        return read(CreateInstantBookingInput, body).asked()
    return read(CreateBookingInput, body).asked()


CreateBody = Annotated[
    Asked,
    PlainValidator(
        read_create, json_schema_input_type=CreateBookingInput | CreateInstantBookingInput | CreateRecurringBookingInput
    ),
]
