"""Use cases: invite to a team by a link, and join by one."""

import secrets

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.credentials import digest
from locum.invitations import queries
from locum.invitations.models import TeamInvitation
from locum.invitations.queries import Invited
from locum.invitations.rules import LASTS, is_token
from locum.kit import clock
from locum.kit.errors import MissingReference
from locum.memberships import queries as memberships
from locum.memberships.joining import check_client, ensure_profile, join_organization, join_team
from locum.memberships.rules import Terms
from locum.organizations.models import Team
from locum.users import queries as users
from locum.users.models import User


async def invite(session: AsyncSession, team_id: int) -> str:
    """A new link for a team; the token is returned this once. Links that were given out before stay good."""
    token, now = secrets.token_hex(32), clock.now()
    session.add(TeamInvitation(team_id=team_id, digest=digest(token), created_at=now, expires_at=now + LASTS))
    await session.flush()
    return token


async def revoke(session: AsyncSession, team_id: int, invitation_id: int) -> bool:
    """A link of a team leads nowhere from now on, also those who followed it and did not confirm their address yet.

    False when there is no such link.
    """
    gone = delete(TeamInvitation).where(TeamInvitation.id == invitation_id, TeamInvitation.team_id == team_id)
    return await session.scalar(gone.returning(TeamInvitation.id)) is not None


async def followed(session: AsyncSession, token: str) -> Invited | None:
    """What a token invites to; None for one that is none of ours, or over."""
    return await queries.by_digest(session, digest(token)) if is_token(token) else None


async def join(session: AsyncSession, user_id: int, team: Team) -> bool:
    """Somebody who holds a link asks to join: he is a member who has not accepted yet, of the organization, too.

    False, with nothing done, when he has a membership of the team already. Raises BadRequest when only one of both is
    managed by an OAuth client, MissingReference when the account is gone.
    """
    user = await users.held(session, user_id)
    if user is None:
        raise MissingReference
    if await memberships.of_user(session, team.id, user_id) is not None:
        return False
    await check_client(session, user, team)
    if team.organization_id is not None:
        await _enter(session, user, team.organization_id)
    await join_team(session, team.id, user_id, Terms(), organization_id=team.organization_id)
    return True


async def _enter(session: AsyncSession, user: User, organization_id: int) -> None:
    """A membership that he has stays as it is."""
    if await memberships.of_user(session, organization_id, user.id) is None:
        await check_client(session, user, await session.get_one(Team, organization_id))
        await join_organization(session, organization_id, user.id, Terms())
    else:
        await ensure_profile(session, organization_id, user)
