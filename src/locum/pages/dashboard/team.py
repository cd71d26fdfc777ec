"""`/dashboard/teams/{id}`: one team, its settings, and its end."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import NotFound
from locum.memberships import queries as memberships
from locum.organization_users import directory_queries as directory
from locum.organization_users.directory_queries import Entry, Search
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.people import called
from locum.pages.dashboard.team_desk import TEAMS, TeamDesk, at_team
from locum.pages.dashboard.teams import LONGEST_NAME
from locum.pages.forms import TrustedForm
from locum.teams import queries as teams
from locum.teams import service

router = APIRouter(prefix=f"{TEAMS}/{{team_id}}", include_in_schema=False)

AT_ONCE = 50
LONGEST_BIO = 2000

Belonging = Annotated[TeamDesk, Depends(at_team())]
Updating = Annotated[TeamDesk, Depends(at_team(Permission.TEAM_UPDATE))]
Deleting = Annotated[TeamDesk, Depends(at_team(Permission.TEAM_DELETE))]


@router.get("")
async def team(session: Session, at: Belonging) -> Response:
    """The team's page."""
    return await _page(session, at)


@router.post("")
async def change(session: Session, at: Updating, form: TrustedForm) -> Response:
    """Change name, description, and whether members see each other."""
    name = str(form.get("name", "")).strip()[:LONGEST_NAME]
    if not name:
        return await _page(session, at, {"name": at.desk.text("form.required")})
    values: dict[str, Any] = {
        "name": name,
        "bio": str(form.get("bio", "")).strip()[:LONGEST_BIO] or None,
        "is_private": form.get("is_private") == "true",
    }
    await service.change_team(session, at.team, values)
    return at.desk.go(at.path, News("teams.changed", {"name": name}))


@router.get("/delete")
async def ask_whether_to_delete(at: Deleting) -> Response:
    """What goes with the team, before it goes."""
    desk, name = at.desk, at.team.name
    return desk.show(
        "confirm.html",
        desk.text("teams.delete_title", name=name),
        trail=at.trail,
        goes=[desk.text("teams.delete_memberships"), desk.text("teams.delete_event_types")],
        stays=desk.text("teams.delete_stays"),
        undo=desk.text("confirm.for_ever"),
        action=f"{at.path}/delete",
        label=desk.text("teams.delete"),
        back=at.path,
    )


@router.post("/delete")
async def delete(session: Session, at: Deleting, _: TrustedForm) -> Response:
    """Remove the team."""
    team = await teams.one(session, at.team.id, hold=True)
    if team is None:
        raise NotFound("There is no such team.")
    await service.remove_team(session, team)
    return at.desk.go(TEAMS, News("teams.deleted", {"name": at.team.name}))


async def _page(session: AsyncSession, at: TeamDesk, errors: Mapping[str, str] | None = None) -> Response:
    desk, team = at.desk, at.team
    pages = leaf(desk.request, AT_ONCE)
    reads = at.may(Permission.TEAM_MEMBERS_READ)
    found = await directory.entries(session, team.id, Search(), pages.rows) if reads else []
    own = None if reads else await memberships.of_user(session, team.id, desk.person.id)
    return desk.show(
        "team.html",
        team.name,
        trail=at.above,
        status=422 if errors else 200,
        errors=errors,
        team=team,
        path=at.path,
        reads=reads,
        members=[_member(at, one) for one in found[:AT_ONCE]],
        pages=pages,
        found=len(found),
        own_role=desk.text(f"role.{own.role}") if own else None,
        may_add=at.may(Permission.TEAM_MEMBERS_INVITE),
        may_change=at.may(Permission.TEAM_MEMBERS_CHANGE) or at.may(Permission.TEAM_MEMBERS_REMOVE),
        may_update=at.may(Permission.TEAM_UPDATE),
        may_delete=at.may(Permission.TEAM_DELETE),
        reads_event_types=at.may(Permission.EVENT_TYPE_READ),
        reads_roles=team.organization_id is not None and desk.may(Permission.ROLE_READ),
    )


def _member(at: TeamDesk, entry: Entry) -> tuple[int, str, str, bool]:
    """Id, name, role, and whether he is only invited."""
    role = entry.custom_role or at.desk.text(f"role.{entry.membership.role}")
    return entry.user.id, called(at.team.organization_id, entry), role, not entry.membership.accepted
