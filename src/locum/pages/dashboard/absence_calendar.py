"""`/dashboard/away/calendar`: who is away in a month, and who stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel import Locale
from babel.dates import get_day_names
from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import calendar_queries as calendar
from locum.absences import queries as absences
from locum.absences.calendar_queries import Colleague
from locum.absences.rules import Days, ShownAbsence
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import NotFound
from locum.kit.paging import Page
from locum.kit.zones import local_date
from locum.memberships.authority import authority_in_team
from locum.organizations.models import Team
from locum.pages.booking.substitutes import name_of
from locum.pages.dashboard.absence_grid import Cell, each, month_of, row, whole
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.listing import leaf
from locum.pages.rendering import here
from locum.pages.when import days, month_name, weekdays
from locum.pages.zones import wanted_zone
from locum.teams import directory_queries as teams

router = APIRouter(include_in_schema=False)

AT_ONCE = 25
_ALL_TEAMS = Page(1000)


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


@dataclass(frozen=True, slots=True)
class Block:
    """A cell with its words."""

    cell: Cell
    is_now: bool
    stays: Sequence[Stay]

    @property
    def room(self) -> int:
        """How many words the cell can show: 0 for none, 1 for a name, 2 for a sentence."""
        return (self.cell.span > 2) + (self.cell.span > 7)


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


@router.get("/dashboard/away/calendar")
async def absence_calendar(session: Session, desk: CurrentDesk) -> Response:
    """A month of an organization or a team, one row for each person."""
    query = desk.request.query_params
    today = local_date(clock.now(), wanted_zone(desk.person.time_zone))
    month = month_of(query.get("month"), today)
    choices = await _choices(session, desk)
    circle = await _chosen(session, desk, choices, query.get("team"))
    only_away = query.get("show") == "away"
    pages = leaf(desk.request, AT_ONCE)
    people, total = await calendar.colleagues(
        session,
        circle.team.id,
        pages.exact,
        only_id=None if circle.manages or not circle.team.is_private else desk.person.id,
        away_in=whole(month) if only_away else None,
    )
    found = await absences.shown(session, [one.id for one in people], whole(month))
    return desk.show(
        "absence_calendar.html",
        desk.text("calendar.title"),
        month_name=month_name(desk.words.locale, month),
        columns=_columns(desk.words.locale, month, today),
        rows=_rows(desk, circle, people, found, month, today),
        circles=[("" if one.is_organization else one.id, one.name) for one in choices],
        circle=circle,
        only_away=only_away,
        pages=pages,
        total=total,
        **_turning(desk, month, today),
    )


async def _choices(session: AsyncSession, desk: Desk) -> list[Team]:
    """The organization and the teams that the person belongs to; all teams for whoever may read absences."""
    manages = desk.may(Permission.ABSENCE_READ)
    organization_id = desk.place.id if desk.place else None
    found = await teams.directory(session, desk.person.id, organization_id, _ALL_TEAMS, with_all=manages)
    organization = [desk.organization] if desk.place else []
    return organization + [one.team for one in found if manages or one.accepted]


async def _chosen(session: AsyncSession, desk: Desk, choices: Sequence[Team], asked: str | None) -> Circle:
    """The circle asked for, else the first. Raises NotFound for one that is not the person's, or if he has none."""
    for team in choices:
        if not asked or str(team.id) == asked:
            manages = desk.may(Permission.ABSENCE_READ)
            if team.is_organization:
                return Circle(team, manages)
            by_team = (await authority_in_team(session, desk.caller, team.id)).may(Permission.ABSENCE_READ)
            return Circle(team, manages and team.organization_id is not None, by_team)
    raise NotFound("There is no such team.")


def _turning(desk: Desk, month: date, today: date) -> dict[str, Any]:
    """The ways to other months."""
    before, after = month - timedelta(days=1), month + timedelta(days=31)
    near = month == today.replace(day=1)
    return {
        "month": f"{month:%Y-%m}",
        "before": here(desk.request, month=f"{before:%Y-%m}", page=None),
        "after": here(desk.request, month=f"{after:%Y-%m}", page=None),
        "present": None if near else here(desk.request, month=None, page=None),
    }


def _columns(locale: Locale, month: date, today: date) -> list[Column]:
    letters, names = get_day_names("narrow", "stand-alone", locale), weekdays(locale, 0)
    weekend = range(locale.weekend_start, locale.weekend_end + 1)
    return [
        Column(day, letters[number], names[number][1], day == today, number in weekend)
        for day, number in ((day, day.weekday()) for day in each(whole(month)))
    ]


def _rows(
    desk: Desk, circle: Circle, people: Sequence[Colleague], found: Sequence[ShownAbsence], month: date, today: date
) -> list[Row]:
    by_person: dict[int, list[ShownAbsence]] = {}
    for absence in found:
        by_person.setdefault(absence.user_id, []).append(absence)
    return [_row(desk, circle, one, by_person.get(one.id, []), whole(month), today) for one in people]


def _row(desk: Desk, circle: Circle, colleague: Colleague, own: Sequence[ShownAbsence], span: Days, today: date) -> Row:
    tells = circle.tells_reason(colleague) or colleague.id == desk.person.id
    stays = {absence.id: _stay(desk, absence, today, tells=tells) for absence in own}
    blocks = [
        Block(cell, bool(cell.absences) and cell.holds(today), [stays[one.id] for one in cell.absences])
        for cell in row(span, own)
    ]
    name = colleague.name or colleague.username or "?"
    return Row(name, _link(desk, circle, colleague), blocks, list(stays.values()))


def _link(desk: Desk, circle: Circle, colleague: Colleague) -> str | None:
    if colleague.id == desk.person.id:
        return desk.url("/dashboard/away")
    if not circle.tells_reason(colleague):
        return None
    if circle.by_organization:
        return desk.url(f"/dashboard/people/{colleague.id}/away")
    return desk.url(f"/dashboard/teams/{circle.team.id}/members/{colleague.id}/away")


def _stay(desk: Desk, absence: ShownAbsence, today: date, *, tells: bool) -> Stay:
    known = tells and absence.reason != "unspecified"
    return Stay(
        days(desk.words.locale, absence.days.first, absence.days.last),
        name_of(absence.substitute) if absence.substitute else None,
        desk.text(f"away.reason.{absence.reason}") if known else None,
        absence.note,
        absence.days.first <= today <= absence.days.last,
    )
