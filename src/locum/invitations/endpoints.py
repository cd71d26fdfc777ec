"""Invitation links over HTTP."""

from locum.http.envelope import Envelope, success
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Resource
from locum.http.session import CurrentSettings, Session
from locum.invitations import service
from locum.invitations.rules import invitation_link
from locum.invitations.schemas import InvitationOut
from locum.kit.errors import MissingRecord
from locum.organizations.models import Team

team_invitations = Resource("team invitations")


@team_invitations.post("/invite", permission=Permission.TEAM_MEMBERS_INVITE, status_code=200)
async def invite_to_team(realm: CurrentRealm, session: Session, settings: CurrentSettings) -> Envelope[InvitationOut]:
    """Make a link by which people can join the team; it works for 7 days."""
    team = await session.get(Team, realm.team)
    if team is None:
        raise MissingRecord
    token = await service.invite(session, team.id)
    link = invitation_link(settings.base_url, token, is_of_organization=team.organization_id is not None)
    return success(InvitationOut.model_construct(token=token, invite_link=link))
