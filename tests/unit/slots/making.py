"""Short words for questions and answers, so that the tables of the tests can be read."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from locum.kit.zones import date_of_day, instant_at, minute_floor, minutes_in
from locum.slots.answer import Slot, SlotAnswer
from locum.slots.engine import find_slots
from locum.slots.formatting import InstantWriter
from locum.slots.question import BusyBooking, CalendarBusy, CountedBooking, EventSettings, Host, Kind, SlotQuestion
from locum.slots.schedule import Absence, DateOverride, Schedule, WeeklyRule
from locum.slots.windows import asked_window, parse_instant

ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)
WORKDAYS = (0, 1, 2, 3, 4)
NOW = datetime(2027, 1, 4, tzinfo=UTC)


def minute_of_day(text: str) -> int:
    """A wall time `HH:MM` in minutes of the day."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def at(text: str) -> int:
    """`2027-02-01T10:00`, or `02-01T10:00` of 2027, as a minute; UTC."""
    return minute_floor(instant(text))


def instant(text: str) -> datetime:
    """The same as an instant."""
    return parse_instant(full(text))


def full(text: str) -> str:
    """Puts the year 2027 before a date that has none."""
    return text if text[4:5] == "-" else f"2027-{text}"


def day(text: str) -> date:
    """`02-01` of 2027 as a date."""
    return date.fromisoformat(full(text))


def rule(days: tuple[int, ...], hours: str) -> WeeklyRule:
    """Hours as `09:00-17:00`."""
    start, end = hours.split("-")
    return WeeklyRule(days, minute_of_day(start), minute_of_day(end))


def schedule(
    zone: str, *hours: str, days: tuple[int, ...] = ALL_DAYS, overrides: dict[str, str] | None = None
) -> Schedule:
    """Hours on some days; overrides by date, several hours of one date separated by a blank."""
    replaced = (
        DateOverride(day(on), *(minute_of_day(end) for end in span.split("-")))
        for on, spans in (overrides or {}).items()
        for span in spans.split()
    )
    return Schedule(zone, tuple(rule(days, span) for span in hours), tuple(replaced))


def w(zone: str = "UTC", overrides: dict[str, str] | None = None) -> Schedule:
    """Monday to Friday from nine to five."""
    return schedule(zone, "09:00-17:00", days=WORKDAYS, overrides=overrides)


def d(zone: str) -> Schedule:
    """Every day from nine to five."""
    return schedule(zone, "09:00-17:00")


def mon(hours: str, zone: str = "UTC") -> Schedule:
    """Mondays only."""
    return schedule(zone, hours, days=(0,))


def booking(
    when: str, minutes: int = 60, *, before: int = 0, after: int = 0, same_type: bool = True, uid: str = "b"
) -> BusyBooking:
    """A booking that takes a host's time."""
    return BusyBooking(at(when), at(when) + minutes, before, after, uid, same_type)


def counted(when: str, minutes: int = 60, *, organizer: int = 1, uid: str = "b", seats: int = 1) -> CountedBooking:
    """The same as limits and seats see it."""
    return CountedBooking(at(when), at(when) + minutes, organizer, uid, seats)


def calendar(when: str, minutes: int, uid: str | None = None) -> CalendarBusy:
    """Busy time of a calendar."""
    return CalendarBusy(at(when), at(when) + minutes, uid)


def away(start: str, end: str, absence_id: int = 7) -> Absence:
    """An out-of-office entry."""
    return Absence(absence_id, instant(start).date(), instant(end).date())


def host(hours: Schedule, user_id: int = 1, **more: object) -> Host:
    """A host; `more` are fields of `Host`."""
    return Host(user_id, hours, **more)  # type: ignore[arg-type]


def ask(
    hosts: Host | Schedule | tuple[Host, ...],
    window: str,
    length: int = 60,
    *,
    kind: Kind = Kind.ONE_HOST,
    now: str | datetime = NOW,
    zone: str = "UTC",
    duration: int | None = None,
    bookings: tuple[CountedBooking, ...] = (),
    seat_reservations: tuple[int, ...] = (),
    moved: str | None = None,
    **settings: object,
) -> SlotQuestion:
    """A question; the window is `from/to` or one date, `settings` are fields of `EventSettings`."""
    start, _, end = window.partition("/")
    first, last = asked_window(full(start), full(end or start))
    if isinstance(hosts, Schedule):
        hosts = host(hosts)
    return SlotQuestion(
        EventSettings(kind, length, **settings),  # type: ignore[arg-type]
        hosts if isinstance(hosts, tuple) else (hosts,),
        first,
        last,
        now if isinstance(now, datetime) else instant(now),
        zone,
        duration,
        bookings,
        (),
        seat_reservations,
        moved,
    )


def by_date(slots: Iterable[Slot], zone: str | None = None) -> dict[str, list[tuple[str, Slot]]]:
    """Slots under their dates in a zone, in the order given, each with its start as text."""
    write = InstantWriter(zone).write
    dates: dict[str, list[tuple[str, Slot]]] = {}
    for slot in slots:
        date, text = write(slot.start)
        dates.setdefault(date, []).append((text, slot))
    return dates


def shown(question: SlotQuestion) -> dict[str, str]:
    """Dates of the booker's zone -> starts in UTC; the day of the month stands before those of another UTC date."""
    return texts(find_slots(question), question.booker_zone)


def texts(answer: SlotAnswer, zone: str = "UTC") -> dict[str, str]:
    """The same of an answer."""
    dates = by_date(answer.slots, zone)
    return {
        key.removeprefix("2027-"): " ".join(_text(key, slot.start) for _, slot in slots) for key, slots in dates.items()
    }


def _text(key: str, start: int) -> str:
    text = instant_at(start).isoformat()
    return text[11:16] if text[:10] == key else f"{text[8:10]}/{text[11:16]}"


def every(step: int, first: str, last: str) -> str:
    """`09:00 10:00 11:00` for (60, "09:00", "11:00")."""
    starts = range(minute_of_day(first), minute_of_day(last) + 1, step)
    return " ".join(f"{start // 60:02}:{start % 60:02}" for start in starts)


def on(keys: str, starts: str) -> dict[str, str]:
    """The same starts on several dates, given as `02-01 02-02`."""
    return dict.fromkeys(keys.split(), starts)


def local_dates(question: SlotQuestion, zone: str) -> set[date]:
    """Every date of a zone that a slot of the answer touches."""
    clock = minutes_in(zone)
    slots = find_slots(question).slots
    ends = (edge for slot in slots for edge in (slot.start, slot.start + question.length - 1))
    return {date_of_day(clock.local_day(edge)) for edge in ends}
