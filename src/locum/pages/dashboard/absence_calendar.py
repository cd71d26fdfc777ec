"""`/dashboard/away/calendar`: who is away in a month, and who stands in."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import calendar_queries as calendar
from locum.absences import queries as absences
from locum.absences.calendar_queries import Colleague
from locum.holidays.calendar import Holiday
from locum.holidays.queries import kept_by
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import NotFound
from locum.kit.paging import Page
from locum.kit.zones import local_date
from locum.memberships.authority import authority_in_team
from locum.organizations.models import Team
from locum.pages.dashboard.absence_grid import month_of, whole
from locum.pages.dashboard.absence_rows import Circle, columns_of, days_off, rows_of
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.listing import leaf
from locum.pages.rendering import here
from locum.pages.when import month_name
from locum.pages.zones import wanted_zone
from locum.teams import directory_queries as teams

router = APIRouter(include_in_schema=False)

AT_ONCE = 25
_ALL_TEAMS = Page(1000)


@router.get("/dashboard/away/calendar")
async def absence_calendar(session: Session, desk: CurrentDesk) -> Response:
    """A month of an organization or a team, one row for each person."""
    query = desk.request.query_params
    today = local_date(clock.now(), wanted_zone(desk.person.time_zone))
    month = month_of(query.get("month"), today)
    choices = await _choices(session, desk)
    circle = await _chosen(session, desk, choices, query.get("team"))
    pages = leaf(desk.request, AT_ONCE)
    only_id = None if circle.manages or not circle.team.is_private else desk.person.id
    only_away = await _only_away(session, circle, query.get("show"), only_id)
    people, total = await calendar.colleagues(
        session, circle.team.id, pages.exact, only_id=only_id, away_in=whole(month) if only_away else None
    )
    found = await absences.shown(session, [one.id for one in people], whole(month), with_hours=True)
    off = await _off(session, desk, people, month)
    return desk.show(
        "absence_calendar.html",
        desk.text("calendar.title"),
        month_name=month_name(desk.words.locale, month),
        columns=columns_of(desk.words.locale, month, today),
        rows=rows_of(desk, circle, people, found, off, month, today),
        days_off=days_off(desk.words.locale, people, off),
        enters_many=desk.place is not None and desk.may(Permission.ABSENCE_CREATE),
        circles=[("" if one.is_organization else one.id, one.name) for one in choices],
        circle=circle,
        only_away=only_away,
        pages=pages,
        total=total,
        **_turning(desk, month, today),
    )


async def _only_away(session: AsyncSession, circle: Circle, show: str | None, only_id: int | None) -> bool:
    """Whether to leave out who is there: as asked, else where everybody does not fit on a page."""
    if show in {"away", "everybody"}:
        return show == "away"
    _, total = await calendar.colleagues(session, circle.team.id, Page(1), only_id=only_id)
    return total > AT_ONCE


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


async def _off(session: AsyncSession, desk: Desk, people: Sequence[Colleague], month: date) -> dict[int, list[Holiday]]:
    """The public holidays that people keep in a month, by person."""
    kept, span = await kept_by(session, [one.id for one in people]), whole(month)
    language = desk.words.locale.language
    return {user_id: choice.days_off(span.first, span.last, language) for user_id, choice in kept.items()}
