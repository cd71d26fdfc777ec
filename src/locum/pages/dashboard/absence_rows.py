"""The rows and columns of a month of absences, in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import get_day_names

from locum.absences.calendar_queries import Colleague
from locum.absences.rules import Days, ShownAbsence
from locum.holidays.calendar import Holiday
from locum.organizations.models import Team
from locum.pages.booking.substitutes import name_of
from locum.pages.dashboard.absence_grid import Cell, each, row, whole
from locum.pages.dashboard.desk import Desk
from locum.pages.when import Clock, days, full_day, weekdays, zone_label
from locum.pages.zones import wanted_zone


@dataclass(frozen=True, slots=True)
class Circle:
    """Whose absences are shown: of an organization or a team.

    `by_organization`: the reader manages them for the whole organization; `by_team`: because he leads the team.
    """

    team: Team
    by_organization: bool
    by_team: bool = False

    @property
    def manages(self) -> bool:
        """Whether the reader may know why people are away."""
        return self.by_organization or self.by_team

    def tells_reason(self, colleague: Colleague) -> bool:
        """Those who lead a team learn nothing about people whose main organization is another one."""
        is_guest = colleague.home not in {None, self.team.id, self.team.organization_id}
        return self.by_organization or (self.by_team and not is_guest)


@dataclass(frozen=True, slots=True)
class Stay:
    """An absence in words."""

    days: str
    substitute: str | None
    reason: str | None
    note: str | None
    is_now: bool
    is_of_hours: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A cell with its words. `off` names the public holiday that the day is."""

    cell: Cell
    is_now: bool
    stays: Sequence[Stay]
    off: str | None = None

    @property
    def room(self) -> int:
        """How many words the cell can show: 0 for none, 1 for a name, 2 for a sentence."""
        return (self.cell.span > 2) + (self.cell.span > 7)

    @property
    def kind(self) -> str:
        """As the stylesheet calls it."""
        told = {"now": self.is_now, "began": self.cell.began, "goes-on": self.cell.goes_on, "part": self.cell.parts}
        return " ".join(["stay", *(name for name, holds in told.items() if holds)])


@dataclass(frozen=True, slots=True)
class Row:
    """A person's month. `link` leads whoever manages his absences to them."""

    name: str
    link: str | None
    blocks: Sequence[Block]
    stays: Sequence[Stay]


@dataclass(frozen=True, slots=True)
class Column:
    """A day at the head of the table."""

    day: date
    weekday: str
    weekday_in_full: str
    is_today: bool
    is_weekend: bool


def columns_of(locale: Locale, month: date, today: date) -> list[Column]:
    """The days of a month, the weekend as the locale has it."""
    letters, names = get_day_names("narrow", "stand-alone", locale), weekdays(locale, 0)
    weekend = range(locale.weekend_start, locale.weekend_end + 1)
    return [
        Column(day, letters[number], names[number][1], day == today, number in weekend)
        for day, number in ((day, day.weekday()) for day in each(whole(month)))
    ]


def rows_of(
    desk: Desk,
    circle: Circle,
    people: Sequence[Colleague],
    found: Sequence[ShownAbsence],
    off: Mapping[int, Collection[Holiday]],
    month: date,
    today: date,
) -> list[Row]:
    """One row for each person. `off` are their public holidays."""
    by_person: dict[int, list[ShownAbsence]] = {}
    for absence in found:
        by_person.setdefault(absence.user_id, []).append(absence)
    calendar = _Month(desk, circle, whole(month), today)
    return [calendar.row(one, by_person.get(one.id, []), off.get(one.id, ())) for one in people]


@dataclass(frozen=True, slots=True)
class _Month:
    desk: Desk
    circle: Circle
    span: Days
    today: date

    def row(self, colleague: Colleague, own: Sequence[ShownAbsence], off: Collection[Holiday]) -> Row:
        tells = self.circle.tells_reason(colleague) or colleague.id == self.desk.person.id
        stays = {absence.id: self._stay(absence, colleague, tells=tells) for absence in own}
        names = {holiday.day: holiday.name for holiday in off}
        blocks = [self._block(cell, stays, names) for cell in row(self.span, own, names)]
        name = colleague.name or colleague.username or "?"
        return Row(name, self._link(colleague), blocks, list(stays.values()))

    def _block(self, cell: Cell, stays: Mapping[int, Stay], names: Mapping[date, str]) -> Block:
        held = cell.absences or cell.parts
        told = [stays[one.id] for one in held]
        return Block(
            cell, bool(held) and cell.holds(self.today), told, names.get(cell.days.first) if cell.is_off else None
        )

    def _link(self, colleague: Colleague) -> str | None:
        if colleague.id == self.desk.person.id:
            return self.desk.url("/dashboard/away")
        if not self.circle.tells_reason(colleague):
            return None
        if self.circle.by_organization:
            return self.desk.url(f"/dashboard/people/{colleague.id}/away")
        return self.desk.url(f"/dashboard/teams/{self.circle.team.id}/members/{colleague.id}/away")

    def _stay(self, absence: ShownAbsence, colleague: Colleague, *, tells: bool) -> Stay:
        known = tells and absence.reason != "unspecified"
        return Stay(
            self._when(absence, wanted_zone(colleague.zone)),
            name_of(absence.substitute) if absence.substitute else None,
            self.desk.text(f"away.reason.{absence.reason}") if known else None,
            absence.note,
            absence.days.first <= self.today <= absence.days.last,
            absence.hours is not None,
        )

    def _when(self, absence: ShownAbsence, zone: str) -> str:
        """The days; or the hours on the clock of the one who is away, whose place is named where it is another one."""
        words, here = self.desk.words, self.desk.clock
        if absence.hours is None:
            return days(words.locale, absence.days.first, absence.days.last)
        start, end = absence.hours
        there = Clock(words, zone, here.cycle)
        told = f"{there.day(start)}, {there.span(start, end)}"
        is_same = start.astimezone(here.local(start).tzinfo).utcoffset() == there.local(start).utcoffset()
        return told if is_same else f"{told}, {zone_label(words.locale, zone, start)}"


@dataclass(frozen=True, slots=True)
class DayOff:
    """A public holiday, and whose; of everybody on the page where `names` is empty."""

    day: str
    name: str
    names: Sequence[str]


def days_off(locale: Locale, people: Sequence[Colleague], off: Mapping[int, Collection[Holiday]]) -> list[DayOff]:
    """The public holidays of the month by date."""
    whose: dict[tuple[date, str], list[str]] = {}
    for one in people:
        for holiday in off.get(one.id, ()):
            whose.setdefault((holiday.day, holiday.name), []).append(one.name or one.username or "?")
    return [
        DayOff(full_day(locale, day), name, [] if len(names) == len(people) else names)
        for (day, name), names in sorted(whose.items())
    ]
