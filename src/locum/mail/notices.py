"""What a mail tells, before anybody decides how it looks: plain facts, no rows, no clock (e-mails sheet, section 3)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal


class BookingKind(StrEnum):
    """What happened to a booking. The words are part of idempotency keys and never change."""

    SCHEDULED = "scheduled"
    SEAT_TAKEN = "seat_taken"
    REQUESTED = "requested"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    SEAT_LEFT = "seat_left"
    DECLINED = "declined"
    AWAITING_PAYMENT = "awaiting_payment"
    REASSIGNED = "reassigned"
    UPDATED = "updated"
    GUESTS_ADDED = "guests_added"
    ATTENDEE_ADDED = "attendee_added"
    LOCATION_CHANGED = "location_changed"
    CHOOSE_AGAIN = "choose_again"
    KEPT = "kept"


class AbsenceKind(StrEnum):
    """What a substitute learns about a colleague's absence (out-of-office sheet, section 8)."""

    ADDED = "added"
    CHANGED = "changed"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """From which side somebody reads about a booking."""

    HOST = "host"
    ATTENDEE = "attendee"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a mail. `zone` is an IANA name, `language` a tag such as `de` or `pt-BR`.

    Without an `email` (booked by phone) a person is named but never written to.
    """

    name: str
    email: str | None
    zone: str = "UTC"
    language: str = "en"
    phone: str | None = None
    hour_cycle: Literal[12, 24] | None = None
    """None: as usual in the language."""
    seat_uid: str | None = None
    """The seat that he holds; his links lead to it."""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages for one reader; None where he may not do it."""

    booking: str
    reschedule: str | None = None
    cancel: str | None = None
    confirm: str | None = None
    decline: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person who gets one mail."""

    person: Person
    role: Role
    links: Links


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the booking form and what was answered, as shown to people."""

    label: str
    value: str | bool


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting out of a series, named by the start it was first given (an aware instant), in the series' zone."""

    original_start: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The rhythm of a series in the wall time of `zone`, as its first occurrence announces it."""

    frequency: Literal["daily", "weekly", "monthly", "yearly"]
    interval: int
    count: int
    """Of the meetings that are told of."""
    zone: str
    gaps: int = 0
    """Steps of the rhythm between the first and the last of them at which there is no meeting any more."""
    left_out: tuple[datetime, ...] = ()
    """Those of them, as aware instants, that were not moved elsewhere either."""


@dataclass(frozen=True, slots=True)
class Further:
    """Another meeting of a series. Times are aware instants."""

    start: datetime
    end: datetime
    occurrence: Occurrence
    sequence: int


@dataclass(frozen=True, slots=True)
class BookingNotice:
    """One booking as a mail tells it.

    `start`, `end`, `previous_start` are aware instants; `sequence` is the calendar sequence after the change.
    `reason` belongs to what happened: of the cancellation, the move, the refusal.
    """

    kind: BookingKind
    uid: str
    ics_uid: str
    sequence: int
    title: str
    event_title: str
    start: datetime
    end: datetime
    organizer: Person
    attendees: tuple[Person, ...]
    """The booker first, then the guests."""
    team: tuple[Person, ...] = ()
    """Further hosts besides the organizer."""
    concerned: tuple[Person, ...] = ()
    """Whom exactly it happened to, if not to all: who took or left a seat, who was added, who takes a booking over."""
    former_host: Person | None = None
    replaced: tuple[Person, ...] = ()
    """Who hosted the meeting before it moved, or would have, and does no more."""
    location: str | None = None
    notes: str | None = None
    answers: tuple[Answer, ...] = ()
    reason: str | None = None
    previous_start: datetime | None = None
    recurrence: Recurrence | None = None
    """Set when the notice is about a whole series; its times are those of the first meeting."""
    occurrence: Occurrence | None = None
    """Set when it is about one meeting of a series whose calendar name is `ics_uid`."""
    further: tuple["Further", ...] = ()
    """The other meetings of the series to which the same happened at once, by start."""
    in_calendars: bool = True
    """Whether people's calendars know of it, or of what it replaces, from earlier mails."""
    reply_to: str | None = None
    hides_organizer_email: bool = False
    hides_attendees: bool = False
    """Seats: attendees do not see each other."""
    is_private: bool = False
    hides_notes_from_calendars: bool = False

    @property
    def booker(self) -> Person | None:
        """Who booked, if anybody is left."""
        return self.attendees[0] if self.attendees else None

    @property
    def hosts(self) -> tuple[Person, ...]:
        """The organizer and who hosts with him."""
        return (self.organizer, *self.team)


@dataclass(frozen=True, slots=True)
class AbsenceNotice:
    """An absence as its substitute learns of it. Days are whole and inclusive.

    There is deliberately no field for the kind of absence: why somebody is away (sick leave above all) is nobody
    else's business. `note` is given only where the absent person lets it be shown.
    """

    kind: AbsenceKind
    absentee: Person
    substitute: Person
    first_day: date
    last_day: date
    previous_first_day: date | None = None
    previous_last_day: date | None = None
    note: str | None = None
    link: str | None = None
    recurs: bool = False
    """Whether the days are only the next ones of many."""
