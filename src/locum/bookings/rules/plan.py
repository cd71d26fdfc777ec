"""From what is asked for to what will be stored, before any calendar is looked at: pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from locum.bookings.rules import people, places
from locum.bookings.rules.answers import REMINDER_SLUG, check_answers, check_metadata_size, text_of
from locum.bookings.rules.asked import Asked, Booker
from locum.bookings.rules.people import Attendee
from locum.bookings.rules.places import ChosenPlace
from locum.bookings.rules.times import check_is_now, check_start, length_of
from locum.event_types.rules.booking_fields import PHONE_SLUG, BookingField
from locum.event_types.rules.naming import Occasion, booking_title
from locum.event_types.rules.settings import EventTypeSettings
from locum.kit.errors import BadRequest

RESERVED_METADATA = "videoCallUrl"


@dataclass(frozen=True, slots=True)
class Plan:
    """A booking that holds to its event type's rules. Times are aware instants."""

    starts_at: datetime
    ends_at: datetime
    attendees: tuple[Attendee, ...]
    place: ChosenPlace
    responses: dict[str, Any]
    metadata: dict[str, Any]
    description: str | None

    @property
    def minutes(self) -> int:
        """Its length."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def booker(self) -> Attendee:
        """Who booked."""
        return self.attendees[0]


def check_kind(settings: EventTypeSettings, asked: Asked) -> None:
    """Whether the event type can be booked in the way that is asked for. Raises BadRequest."""
    if settings.is_managed_parent:
        raise BadRequest(
            f"Event type with id={settings.id} is the parent managed event type that can't be booked. "
            "You have to provide the child event type id aka id of event type that has been assigned to one of the "
            "users."
        )
    if asked.instant and settings.team_id is None:
        raise BadRequest("Instant bookings are only supported for team event types")
    if asked.recurrence_count is None:
        return
    recurrence = settings.rules.recurrence
    if recurrence is None:
        raise BadRequest(
            f"Event type with id={settings.id} is not recurring, so 'recurrenceCount' can't be specified. "
            "Please, remove the 'recurrenceCount' field from the request."
        )
    if asked.recurrence_count > recurrence.occurrences:
        raise BadRequest(
            f"Provided recurrence count is higher than the event type's recurring event count of "
            f"{recurrence.occurrences}."
        )


def plan_of(asked: Asked, settings: EventTypeSettings, now: datetime) -> Plan:
    """The booking as it will be stored. Raises BadRequest with the sheet's texts (bookings sheet, section 2)."""
    rules, booker = settings.rules, _with_phone(asked)
    check_answers(rules.form, asked.responses, phone_given=bool(booker.phone))
    check_metadata_size(asked.metadata)
    wish = asked.length_wish if asked.length_wish in settings.timing.length_options else None
    length = length_of(settings.timing, wish if asked.length is None else asked.length)
    place = places.choose(settings.id, rules.locations, asked.place, booker.phone)
    if len(place.location or "") > places.LONGEST_PLACE:
        raise BadRequest(f"location property is wrong,location must be at most {places.LONGEST_PLACE} characters long")
    people.check_name(booker, rules.form)
    address = people.booker_address(booker, rules.form)
    guests = () if rules.seats else people.guests_of(asked.guests, address, rules.form)
    if asked.instant:
        check_is_now(asked.start, now)
    else:
        check_start(asked.start, settings.timing, now)
    return Plan(
        starts_at=asked.start,
        ends_at=asked.start + timedelta(minutes=length),
        attendees=people.attendees_of(booker, address, guests),
        place=place,
        responses=_responses(asked, booker, rules.form, address, guests, place),
        metadata={key: value for key, value in asked.metadata.items() if key != RESERVED_METADATA},
        description=text_of(asked.responses.get("notes")) or None,
    )


def _with_phone(asked: Asked) -> Booker:
    """The booker, with the number that he may also have given as an answer."""
    answer = asked.responses.get(PHONE_SLUG)
    if asked.booker.phone or not isinstance(answer, str):
        return asked.booker
    return replace(asked.booker, phone=people.international_number(answer))


def _responses(
    asked: Asked,
    booker: Booker,
    form: Sequence[BookingField],
    address: str,
    guests: Sequence[str],
    place: ChosenPlace,
) -> dict[str, Any]:
    """All answers: those of the form, and the booker's data under the slugs of the system's fields."""
    answers: dict[str, Any] = {slug: value for slug, value in asked.responses.items() if slug != "guests"}
    answers |= {"name": booker.name, "email": address, "location": place.response()}
    if guests:
        answers["guests"] = list(guests)
    if booker.phone:
        answers[PHONE_SLUG] = booker.phone
        if any(field.slug == REMINDER_SLUG for field in form):
            answers.setdefault(REMINDER_SLUG, booker.phone)
    return answers


def title_of(settings: EventTypeSettings, plan: Plan, host_name: str) -> str:
    """The title of the booking (bookings sheet, section 3.5)."""
    return title_for(
        settings, plan.responses, plan.booker.name, plan.ends_at - plan.starts_at, plan.place.location, host_name
    )


def title_for(
    settings: EventTypeSettings,
    responses: Mapping[str, Any],
    booker_name: str,
    length: timedelta,
    location: str | None,
    host_name: str,
) -> str:
    """The title of a meeting of this length at this place, with these answers.

    Where attendees are hidden from each other it names none of them.
    """
    seats = settings.rules.seats
    hides = seats is not None and not seats.show_attendees
    if hides and not settings.rules.custom_name:
        return settings.title
    answers: Mapping[str, str] = {slug: text_of(value) for slug, value in responses.items()}
    occasion = Occasion(
        event_title=settings.title,
        host=host_name,
        booker="" if hides else booker_name,
        minutes=length // timedelta(minutes=1),
        location=places.readable(location),
        responses={} if hides else answers,
    )
    return booking_title(settings.rules.custom_name, occasion)


def without_hosts(plan: Plan, addresses: Collection[str]) -> Plan:
    """The same without guests who host anyway; addresses are in lower case (bookings sheet, section 3.2)."""
    hosts = [one.email for one in plan.attendees if one.kind == "guest" and one.email.lower() in addresses]
    if not hosts:
        return plan
    guests = [guest for guest in plan.responses.get("guests", []) if guest not in hosts]
    responses = {slug: answer for slug, answer in plan.responses.items() if slug != "guests"}
    attendees = tuple(one for one in plan.attendees if one.kind != "guest" or one.email not in hosts)
    return replace(plan, attendees=attendees, responses=responses | ({"guests": guests} if guests else {}))
