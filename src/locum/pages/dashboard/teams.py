"""`/dashboard/teams`: the teams of an organization and one's own, and making one."""

from dataclasses import dataclass

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import LocumError, NotFound
from locum.organizations.models import Team
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.team_desk import TEAMS
from locum.pages.forms import TrustedForm
from locum.teams import directory_queries as directory
from locum.teams import service

router = APIRouter(include_in_schema=False)

AT_ONCE = 50
LONGEST_NAME = 200
IN_ORGANIZATION, ALONE = "organization", "alone"


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team that is to be made, as typed."""

    name: str = ""
    kind: str = IN_ORGANIZATION

    @classmethod
    def of(cls, form: FormData) -> "NewTeam":
        """As typed."""
        return cls(str(form.get("name", "")).strip()[:LONGEST_NAME], str(form.get("kind", ALONE)))


@router.get(TEAMS)
async def teams(session: Session, desk: CurrentDesk) -> Response:
    """The teams outside of organizations that the person is in, and those of the organization that he may see."""
    search = desk.request.query_params.get("q", "").strip()[:LONGEST_NAME]
    pages = leaf(desk.request, AT_ONCE)
    found = await directory.directory(
        session,
        desk.person.id,
        desk.place.id if desk.place else None,
        pages.rows,
        with_all=desk.may(Permission.TEAM_READ),
        search=search,
    )
    return desk.show(
        "teams.html", desk.text("teams.title"), rows=found[:AT_ONCE], search=search, pages=pages, found=len(found)
    )


@router.get(f"{TEAMS}/new")
async def new_team(desk: CurrentDesk) -> Response:
    """The form of a new team."""
    return _form(desk, NewTeam(kind=_kinds(desk)[0][0]), {})


@router.post(f"{TEAMS}/new")
async def make_team(session: Session, desk: CurrentDesk, form: TrustedForm) -> Response:
    """Make a team; whoever makes it owns it."""
    typed = NewTeam.of(form)
    if typed.kind not in {kind for kind, _ in _kinds(desk)}:
        raise NotFound("There is no such kind of team.")
    if not typed.name:
        return _form(desk, typed, {"name": desk.text("form.required")})
    made = await attempt(session, _make(session, desk, typed))
    if isinstance(made, LocumError):
        key = "teams.name_taken" if made.status in {400, 409} else "error.403.text"
        return _form(desk, typed, {"name": in_words(desk.words, made, {made.message: key})})
    return desk.go(f"{TEAMS}/{made.id}", News("teams.made", {"name": made.name}))


async def _make(session: AsyncSession, desk: Desk, typed: NewTeam) -> Team:
    if typed.kind == IN_ORGANIZATION:
        return await service.create_organization_team(session, desk.organization.id, desk.caller, typed.name, {})
    return await service.create_team(session, desk.person.id, typed.name, {})


def _kinds(desk: Desk) -> list[tuple[str, str]]:
    """Where the person may make teams."""
    alone = (ALONE, desk.text("teams.alone"))
    if not desk.may(Permission.TEAM_CREATE):
        return [alone]
    return [(IN_ORGANIZATION, desk.organization.name), alone]


def _form(desk: Desk, typed: NewTeam, errors: dict[str, str]) -> Response:
    return desk.show(
        "team_new.html",
        desk.text("teams.new"),
        trail=[(TEAMS, desk.text("teams.title"))],
        status=422 if errors else 200,
        errors=errors,
        typed=typed,
        kinds=_kinds(desk),
    )
