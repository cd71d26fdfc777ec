"""Somebody allows an application to act for him: a grant, and the code that is carried to the application."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.credentials import digest
from locum.kit import clock
from locum.kit.errors import Forbidden
from locum.memberships.queries import owner_ids
from locum.oauth2 import tickets
from locum.oauth2.models import Application, AuthorizationCode, Grant
from locum.oauth2.rules.authorization import Wanted
from locum.oauth2.rules.managing import may_act_for

CODE_LASTS = timedelta(minutes=2)


async def allow(
    session: AsyncSession,
    user_id: int,
    application: Application,
    redirect_uri: str,
    wanted: Wanted,
    team_id: int | None = None,
) -> str:
    """A code for the application, whole. `team_id` is the team or organization that it is allowed for.

    Raises Forbidden for an application that he may not use, and for a team that he does not own.
    """
    if not may_act_for(application.status, application.owner_id, user_id):
        raise Forbidden("This application is not approved")
    if team_id is not None and user_id not in await owner_ids(session, team_id):
        raise Forbidden("Only owners allow an application to act for their team")
    grant = Grant(application_id=application.id, user_id=user_id, team_id=team_id, scopes=sorted(wanted.scopes))
    session.add(grant)
    await session.flush()
    code = tickets.fresh(tickets.CODE)
    session.add(
        AuthorizationCode(
            grant_id=grant.id,
            digest=digest(code),
            redirect_uri=redirect_uri,
            challenge=wanted.challenge,
            expires_at=clock.now() + CODE_LASTS,
        )
    )
    await session.flush()
    return code
