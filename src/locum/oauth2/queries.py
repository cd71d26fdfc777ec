"""Every SELECT of applications, grants and tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, func, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.kit.paging import Page
from locum.memberships.models import Membership
from locum.oauth2.models import AccessToken, Application, ApplicationSecret, AuthorizationCode, Grant, RefreshToken
from locum.oauth2.rules.managing import Manager, Status
from locum.organizations.clients import is_client_id
from locum.organizations.models import Team

_BY_CLIENT_ID = select(Application).where(Application.client_id == bindparam("client_id"))
_SECRETS = (
    select(ApplicationSecret)
    .where(ApplicationSecret.application_id == bindparam("application_id"))
    .order_by(ApplicationSecret.id.desc())
)
_HELD_CODE = (
    select(AuthorizationCode, Grant)
    .join(Grant, Grant.id == AuthorizationCode.grant_id)
    .where(
        AuthorizationCode.digest == bindparam("digest"),
        Grant.application_id == bindparam("application_id"),
    )
    .with_for_update(of=AuthorizationCode)
    .execution_options(populate_existing=True)
)
_HELD_REFRESH_TOKEN = (
    select(RefreshToken, Grant)
    .join(Grant, Grant.id == RefreshToken.grant_id)
    .where(RefreshToken.digest == bindparam("digest"))
    .with_for_update(of=RefreshToken)
    .execution_options(populate_existing=True)
)
_GRANT_OF_TOKEN = select(Grant).where(
    Grant.id.in_(
        union_all(
            *(select(kind.grant_id).where(kind.digest == bindparam("digest")) for kind in (AccessToken, RefreshToken))
        )
    )
)
_OWNED_TEAMS = (
    select(Team)
    .join(Membership, Membership.team_id == Team.id)
    .where(Membership.user_id == bindparam("user_id"), Membership.role == "OWNER", Membership.accepted.is_(True))
    .order_by(Team.is_organization.desc(), Team.name, Team.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a person lets an application do at present, over all its grants. `since` is an aware instant."""

    application: Application
    scopes: frozenset[str]
    since: datetime


async def by_client_id(session: AsyncSession, client_id: str) -> Application | None:
    """An application, for everybody who knows its id."""
    if not is_client_id(client_id):
        return None
    return (await session.scalars(_BY_CLIENT_ID, {"client_id": client_id})).first()


async def secrets_of(session: AsyncSession, application_id: int) -> Sequence[ApplicationSecret]:
    """The secrets of an application, the newest first."""
    return (await session.scalars(_SECRETS, {"application_id": application_id})).all()


def _visible_to(manager: Manager) -> ColumnElement[bool]:
    return true() if manager.is_system_admin else Application.owner_id == manager.user_id


async def managed(
    session: AsyncSession, manager: Manager, page: Page, status: Status | None = None
) -> Sequence[Application]:
    """The applications that somebody manages, or those in one state, in the order of their registration."""
    statement: Select[Application] = select(Application).where(_visible_to(manager)).order_by(Application.id)
    if status is not None:
        statement = statement.where(Application.status == status)
    return (await session.scalars(statement.limit(page.take).offset(page.skip))).all()


async def held(session: AsyncSession, manager: Manager, client_id: str) -> Application | None:
    """One of them, held until the end of the transaction."""
    return (
        await session.scalars(_BY_CLIENT_ID.where(_visible_to(manager)).with_for_update(), {"client_id": client_id})
    ).first()


async def held_code(session: AsyncSession, application_id: int, digest: str) -> tuple[AuthorizationCode, Grant] | None:
    """A code that was given to an application, held until the end of the transaction, used ones included."""
    found = (await session.execute(_HELD_CODE, {"digest": digest, "application_id": application_id})).first()
    return None if found is None else (found[0], found[1])


async def held_refresh_token(session: AsyncSession, digest: str) -> tuple[RefreshToken, Grant] | None:
    """A refresh token of whichever application, held until the end of the transaction, used ones included."""
    found = (await session.execute(_HELD_REFRESH_TOKEN, {"digest": digest})).first()
    return None if found is None else (found[0], found[1])


async def grant_of_token(session: AsyncSession, digest: str) -> Grant | None:
    """What an access token or a refresh token came of."""
    return (await session.scalars(_GRANT_OF_TOKEN, {"digest": digest})).first()


async def owned_teams(session: AsyncSession, user_id: int, most: int) -> Sequence[Team]:
    """The organizations and teams that somebody owns, at most so many: for these he may allow an application."""
    return (await session.scalars(_OWNED_TEAMS, {"user_id": user_id, "most": most})).all()


async def allowed_by(session: AsyncSession, user_id: int, page: Page) -> list[Allowed]:
    """The applications that act for a person, the newest first."""
    live = (
        select(RefreshToken.id)
        .where(RefreshToken.grant_id == Grant.id, RefreshToken.used_at.is_(None), RefreshToken.expires_at > clock.now())
        .exists()
    )
    statement = (
        select(Application, func.jsonb_agg(Grant.scopes), func.max(Grant.created_at))
        .join(Grant, Grant.application_id == Application.id)
        .where(Grant.user_id == user_id, Grant.revoked_at.is_(None), live)
        .group_by(Application.id)
        .order_by(func.max(Grant.created_at).desc(), Application.id)
        .limit(page.take)
        .offset(page.skip)
    )
    return [
        Allowed(application, frozenset(scope for scopes in lists for scope in scopes), since)
        for application, lists, since in await session.execute(statement)
    ]
