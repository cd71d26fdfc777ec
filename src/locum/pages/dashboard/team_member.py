"""`/dashboard/teams/{id}/members/{id}`: one member of a team: his role in it, and taking him out."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import LocumError, NotFound
from locum.organization_users import directory_queries as directory
from locum.pages.dashboard.membership_desk import REFUSALS, Held, Parting, ask, give_role, take_out
from locum.pages.dashboard.news import News
from locum.pages.dashboard.refusals import in_words
from locum.pages.dashboard.team_desk import TEAMS, TeamDesk, at_team
from locum.pages.forms import TrustedForm

router = APIRouter(prefix=f"{TEAMS}/{{team_id}}/members/{{user_id}}", include_in_schema=False)

PARTING = Parting(
    goes=("teams.remove_membership", "teams.remove_hosts"),
    undo="teams.remove_undo",
    label="teams.remove",
    told="teams.removed",
)


def _found(permission: Permission) -> Any:
    """A dependency: the member that the address names, at the desk of somebody who may do this."""

    async def resolve(session: Session, at: Annotated[TeamDesk, Depends(at_team(permission))], user_id: PathId) -> Held:
        entry, team = await directory.entry(session, at.team.id, user_id), at.team
        if entry is None:
            raise NotFound("There is no such member.")
        path = f"{at.path}/members/{user_id}"
        return Held(at.desk, entry, team.id, team.name, team.organization_id, at.authority, path, at.trail)

    return Depends(resolve)


Reading = Annotated[Held, _found(Permission.TEAM_MEMBERS_READ)]
Changing = Annotated[Held, _found(Permission.TEAM_MEMBERS_CHANGE)]
Removing = Annotated[Held, _found(Permission.TEAM_MEMBERS_REMOVE)]


@router.get("")
async def member(session: Session, found: Reading) -> Response:
    """One member: what he is in the team."""
    return await _page(session, found)


@router.post("")
async def change_role(session: Session, found: Changing, form: TrustedForm) -> Response:
    """Give another role."""
    done = await give_role(session, found, str(form.get("role", "")))
    if isinstance(done, News):
        return found.desk.go(f"{TEAMS}/{found.place_id}", done)
    return await _page(session, replace(found, entry=await found.afresh(session)), done)


@router.get("/remove")
async def ask_whether_to_remove(found: Removing) -> Response:
    """What goes with the member, before he goes."""
    return ask(found, PARTING)


@router.post("/remove")
async def remove(session: Session, found: Removing, _: TrustedForm) -> Response:
    """Take the member out."""
    return await take_out(session, found, PARTING, f"{TEAMS}/{found.place_id}")


async def _page(session: AsyncSession, found: Held, refusal: LocumError | None = None) -> Response:
    desk = found.desk
    return desk.show(
        "team_member.html",
        found.name,
        trail=found.trail,
        status=refusal.status if refusal else 200,
        refusal=in_words(desk.words, refusal, REFUSALS) if refusal else None,
        path=found.path,
        is_invited=not found.entry.membership.accepted,
        team=found.place_name,
        role=found.role,
        roles=await found.roles(session, found.role),
        role_label=found.role_label,
        may_change=found.authority.may(Permission.TEAM_MEMBERS_CHANGE),
        may_remove=found.authority.may(Permission.TEAM_MEMBERS_REMOVE),
    )
