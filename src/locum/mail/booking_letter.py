"""What a mail about a booking says to one reader."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.lists import format_list

from locum.bookings.rules.people import display_email
from locum.mail import when
from locum.mail.audience import FORMS, Form
from locum.mail.catalogue import Words, words_for
from locum.mail.clean import one_line, paragraphs, web_link
from locum.mail.letters import Action, Letter, Line, Row
from locum.mail.notices import BookingKind as Kind
from locum.mail.notices import BookingNotice, Person, Recipient, Role

_SHOWN_PEOPLE = 50
_NAMED_PEOPLE = 5
_OVER = frozenset({Kind.CANCELLED, Kind.DECLINED, Kind.SEAT_LEFT, Kind.REASSIGNED})
"""After these the reader has nothing left to change."""
_REASON_LABELS = {Kind.CANCELLED: "cancelled", Kind.SEAT_LEFT: "cancelled"} | dict.fromkeys(
    (Kind.DECLINED, Kind.REASSIGNED, Kind.CHOOSE_AGAIN, Kind.KEPT), "declined"
)


def booking_letter(notice: BookingNotice, recipient: Recipient, service: str) -> Letter:
    """The letter about `notice.kind` for one recipient; `service` is the name the house sends under.

    Raises KeyError for a side that is not told about this kind (see `audience`).
    """
    words = words_for(recipient.person.language)
    form = FORMS[notice.kind, recipient.role]
    writer = _Writer(words, notice, recipient)
    return Letter(
        language=words.tag,
        direction=words.direction,
        subject=writer.subject(form),
        heading=words.text(f"heading.{form.heading}"),
        intro=writer.intro(form),
        rows=tuple(writer.rows()),
        actions=tuple(writer.actions()),
        footer=(words.text("footer.booking", service=service),),
    )


def visible_people(notice: BookingNotice, recipient: Recipient) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """The hosts and the attendees that this reader may know of (seats may hide attendees from each other)."""
    if recipient.role is Role.ATTENDEE and notice.hides_attendees:
        return notice.hosts, (recipient.person,)
    return notice.hosts, notice.attendees


def shown_email(notice: BookingNotice, recipient: Recipient, person: Person) -> str | None:
    """A person's address as far as this reader may see it."""
    hidden = notice.hides_organizer_email and recipient.role is Role.ATTENDEE and person == notice.organizer
    return None if hidden else person.email


def shown_place(reader: Person, location: str | None) -> str | None:
    """A place as people read it. An application that has not given a link yet is called by its kind."""
    if location and location.startswith("integrations:"):
        return words_for(reader.language).text("place.video")
    return one_line(location, 500) if location else None


@dataclass(frozen=True, slots=True)
class _Writer:
    words: Words
    notice: BookingNotice
    recipient: Recipient

    def subject(self, form: Form) -> str:
        notice = self.notice
        other = self._booker() if self.recipient.role is Role.HOST else self._name(notice.organizer)
        text = self.words.text(
            f"subject.{form.subject}",
            title=one_line(notice.title),
            event=one_line(notice.event_title),
            name=other,
            when=when.moment(self.words, self.recipient.person, notice.start),
        )
        return " ".join(text.split())

    def intro(self, form: Form) -> str:
        return self.words.text(
            f"intro.{form.heading}.{self.recipient.role}",
            host=self._name(self.notice.organizer),
            booker=self._booker(),
            concerned=self._names(self.notice.concerned),
        )

    def rows(self) -> Iterator[Row]:
        notice, reader = self.notice, self.recipient.person
        over = notice.kind in (Kind.CANCELLED, Kind.DECLINED)
        yield self._row("what", [Line(one_line(notice.title))])
        yield self._row("when", [Line(text, struck=over) for text in self._times()])
        if notice.previous_start is not None:
            before = when.moment(self.words, reader, notice.previous_start)
            yield self._row("formerly", [Line(before, struck=True)])
        if notice.recurrence is not None:
            yield self._row("series", [Line(self.words.count("series", notice.recurrence.count))])
        yield self._row("who", self._people())
        if where := shown_place(reader, notice.location):
            yield self._row("where", [Line(where, href=web_link(where))])
        yield from self._words_of_people()

    def _times(self) -> Iterator[str]:
        notice, reader = self.notice, self.recipient.person
        yield from when.span(self.words, reader, notice.start, notice.end)
        for other in notice.further[:_SHOWN_PEOPLE]:
            yield when.moment(self.words, reader, other.start)
        if (more := len(notice.further) - _SHOWN_PEOPLE) > 0:
            yield self.words.count("list.more", more)

    def actions(self) -> Iterator[Action]:
        links = self.recipient.links
        if self.notice.kind not in _OVER:
            waiting = self.notice.kind is Kind.REQUESTED
            asked = waiting and self.recipient.role is Role.HOST
            offered = [
                ("confirm", links.confirm if asked else None),
                ("decline", links.decline if asked else None),
                ("join", None if waiting else web_link(self.notice.location)),
                ("reschedule", links.reschedule),
                ("cancel", links.cancel),
            ]
            yield from self._offered(offered)
        yield Action(self.words.text("action.booking"), links.booking)

    def _offered(self, offered: list[tuple[str, str | None]]) -> Iterator[Action]:
        for name, href in offered:
            if href is not None:
                yield Action(self.words.text(f"action.{name}"), href, primary=name in self._primary)

    @property
    def _primary(self) -> tuple[str, ...]:
        return ("reschedule",) if self.notice.kind is Kind.CHOOSE_AGAIN else ("confirm", "join")

    def _words_of_people(self) -> Iterator[Row]:
        notice = self.notice
        if notice.notes:
            yield self._row("notes", _lines(notice.notes))
        for answer in notice.answers:
            said = self._yes_or_no(answer.value) if isinstance(answer.value, bool) else answer.value
            yield Row(one_line(answer.label), tuple(_lines(said)))
        if notice.reason:
            yield self._row(f"reason.{_REASON_LABELS.get(notice.kind, 'rescheduled')}", _lines(notice.reason))

    def _people(self) -> list[Line]:
        hosts, attendees = visible_people(self.notice, self.recipient)
        lines = [self._person(host, self.words.text("role.host")) for host in hosts]
        lines += [self._person(person) for person in attendees[:_SHOWN_PEOPLE]]
        if (more := len(attendees) - _SHOWN_PEOPLE) > 0:
            lines.append(Line(self.words.count("list.more", more)))
        return lines

    def _person(self, person: Person, remark: str | None = None) -> Line:
        name, contact = self._name(person), self._email(person) or person.phone
        return Line(name, remark=remark, detail=one_line(contact) if contact and contact != name else None)

    def _name(self, person: Person) -> str:
        known = person.name or self._email(person) or self.words.text("someone")
        return one_line(known, 100)

    def _email(self, person: Person) -> str | None:
        """An address as people know it; what a platform put into those of its people is nobody else's business."""
        address = shown_email(self.notice, self.recipient, person)
        return display_email(address) if address else None

    def _booker(self) -> str:
        return self._name(self.notice.booker) if self.notice.booker else self.words.text("someone")

    def _names(self, people: Iterable[Person]) -> str:
        names = [self._name(person) for person in people] or [self.words.text("someone")]
        if (more := len(names) - _NAMED_PEOPLE) > 0:
            return f"{', '.join(names[:_NAMED_PEOPLE])} {self.words.count('list.more', more)}"
        return str(format_list(names, locale=self.words.locale))

    def _yes_or_no(self, value: bool) -> str:
        return self.words.text("answer.yes" if value else "answer.no")

    def _row(self, label: str, lines: Iterable[Line]) -> Row:
        return Row(self.words.text(f"label.{label}"), tuple(lines))


def _lines(text: str) -> list[Line]:
    return [Line(line, href=web_link(line)) for line in paragraphs(text).split("\n")]
