"""Every SELECT of invitations and of accounts that wait to be confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.invitations.models import SignUp, TeamInvitation
from locum.kit import clock
from locum.organizations.models import Team


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and the team that it is for."""

    invitation: TeamInvitation
    team: Team


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody entered to get an account, and the team that he was invited to."""

    sign_up: SignUp
    team: Team


_BY_DIGEST = (
    select(TeamInvitation, Team)
    .join(Team, Team.id == TeamInvitation.team_id)
    .where(TeamInvitation.digest == bindparam("digest"), TeamInvitation.expires_at > bindparam("now"))
)
_WAITING = (
    select(SignUp, Team)
    .join(TeamInvitation, TeamInvitation.id == SignUp.invitation_id)
    .join(Team, Team.id == TeamInvitation.team_id)
    .where(SignUp.id == bindparam("sign_up_id"), SignUp.expires_at > bindparam("now"))
)
_OF_TEAM = (
    select(TeamInvitation)
    .where(TeamInvitation.team_id == bindparam("team_id"), TeamInvitation.expires_at > bindparam("now"))
    .order_by(TeamInvitation.id.desc())
    .limit(bindparam("most"))
)
_HELD = _WAITING.with_for_update(of=SignUp)


async def of_team(session: AsyncSession, team_id: int, most: int) -> Sequence[TeamInvitation]:
    """The links of a team that are not over, the newest first, at most so many."""
    parameters = {"team_id": team_id, "now": clock.now(), "most": most}
    return (await session.scalars(_OF_TEAM, parameters)).all()


async def by_digest(session: AsyncSession, digest: str) -> Invited | None:
    """The invitation whose token has this digest, unless it is over."""
    row = (await session.execute(_BY_DIGEST, {"digest": digest, "now": clock.now()})).first()
    return None if row is None else Invited(*row)


async def waiting(session: AsyncSession, sign_up_id: int, *, hold: bool = False) -> Waiting | None:
    """Somebody who has not confirmed his address yet and still may; held where that is asked."""
    statement = _HELD if hold else _WAITING
    row = (await session.execute(statement, {"sign_up_id": sign_up_id, "now": clock.now()})).first()
    return None if row is None else Waiting(*row)
