"""`/dashboard/teams/{id}/invitations`: links by which people join a team: made, replaced, ended."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.parameters import PathId
from locum.http.permissions import Permission
from locum.http.session import CurrentSettings, Session
from locum.invitations import queries, service
from locum.invitations.rules import invitation_link
from locum.kit.errors import NotFound
from locum.pages.dashboard.news import News
from locum.pages.dashboard.team_desk import TEAMS, TeamDesk, at_team
from locum.pages.forms import TrustedForm
from locum.settings import Settings

router = APIRouter(prefix=f"{TEAMS}/{{team_id}}/invitations", include_in_schema=False)

MOST = 100

Inviting = Annotated[TeamDesk, Depends(at_team(Permission.TEAM_MEMBERS_INVITE))]


@router.get("")
async def links(session: Session, at: Inviting) -> Response:
    """The links that are good at present. What they are is not known any more."""
    desk = at.desk
    found = await queries.of_team(session, at.team.id, MOST)
    return desk.show(
        "team_invitations.html",
        desk.text("invites.title", name=at.team.name),
        trail=at.trail,
        path=_path(at),
        rows=[(one.id, desk.clock.short(one.created_at), desk.clock.short(one.expires_at)) for one in found],
    )


@router.post("")
async def make(session: Session, settings: CurrentSettings, at: Inviting, _: TrustedForm) -> Response:
    """Make a link; it stands on the answer itself, this once."""
    return await _made(session, settings, at)


@router.post("/{invitation_id}/renew")
async def renew(
    session: Session, settings: CurrentSettings, at: Inviting, invitation_id: PathId, _: TrustedForm
) -> Response:
    """Make a link in place of another one."""
    if not await service.revoke(session, at.team.id, invitation_id):
        raise NotFound("There is no such link.")
    return await _made(session, settings, at)


@router.post("/{invitation_id}/revoke")
async def revoke(session: Session, at: Inviting, invitation_id: PathId, _: TrustedForm) -> Response:
    """End a link."""
    if not await service.revoke(session, at.team.id, invitation_id):
        raise NotFound("There is no such link.")
    return at.desk.go(_path(at), News("invites.revoked"))


def _path(at: TeamDesk) -> str:
    return f"{at.path}/invitations"


async def _made(session: AsyncSession, settings: Settings, at: TeamDesk) -> Response:
    desk, team = at.desk, at.team
    token = await service.invite(session, team.id)
    return desk.show(
        "team_invitation_made.html",
        desk.text("invites.made"),
        trail=[*at.trail, (_path(at), desk.text("invites.title", name=team.name))],
        link=invitation_link(settings.base_url, token, is_of_organization=team.organization_id is not None),
        back=at.path,
    )
