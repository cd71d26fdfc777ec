"""Use cases: somebody leaves a team or an organization, or an organization is dissolved."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.http.grants import NO_AUTHORITY, Authority
from locum.http.principal import Principal
from locum.kit.errors import MissingRecord
from locum.memberships import queries, rules
from locum.memberships.changing import keep_an_owner
from locum.memberships.events import MembershipRemoved
from locum.memberships.guarding import check_reach
from locum.memberships.main_organization import move_out
from locum.memberships.models import Membership, Profile
from locum.organizations.models import Team


async def leave(
    session: AsyncSession,
    membership: Membership,
    *,
    asked_by: Principal | None = None,
    authority: Authority = NO_AUTHORITY,
) -> None:
    """Somebody leaves a team, or an organization with all of its teams.

    His account, event types, schedules, bookings and absences stay. Raises Forbidden for the last owner, and for
    somebody above `asked_by`, who acts with his `authority` in the place.
    """
    if not await queries.hold(session, membership):
        raise MissingRecord
    if asked_by is not None:
        await check_reach(session, membership, asked_by, authority)
    await keep_an_owner(session, membership)
    team = await session.get(Team, membership.team_id)
    if team is not None and team.is_organization:
        await _leave_teams(session, team.id, membership.user_id)
        await session.execute(
            delete(Profile).where(Profile.organization_id == team.id, Profile.user_id == membership.user_id)
        )
        await move_out(session, [team.id], membership.user_id)
    gone = MembershipRemoved(membership.id, membership.team_id, membership.user_id)
    removed = await session.scalars(delete(Membership).where(Membership.id == membership.id).returning(Membership.id))
    if removed.first() is None:
        raise MissingRecord
    await publish(session, gone)


async def _leave_teams(session: AsyncSession, organization_id: int, user_id: int) -> None:
    teams = select(Team.id).where(Team.organization_id == organization_id)
    statement = (
        delete(Membership)
        .where(Membership.user_id == user_id, Membership.team_id.in_(teams))
        .returning(Membership.id, Membership.team_id)
        .execution_options(synchronize_session=False)
    )
    for membership_id, team_id in (await session.execute(statement)).all():
        await publish(session, MembershipRemoved(membership_id, team_id, user_id))


async def keep_owners_without(session: AsyncSession, user_id: int) -> None:
    """Before an account goes: raises Forbidden when an organization would be left without an accepted owner."""
    for organization_id in await queries.owned_organizations(session, user_id):
        await queries.held_team(session, organization_id)
        rules.check_owner_remains(await queries.owner_ids(session, organization_id), user_id)


async def dissolve(session: AsyncSession, organization: Team) -> None:
    """An organization goes, with its teams, memberships, profiles and keys, and with the organizations that it manages;
    the accounts of all members stay.

    Raises MissingRecord when somebody else dissolved it a moment ago.
    """
    await move_out(session, await queries.organization_and_managed(session, organization.id))
    gone = await session.scalars(delete(Team).where(Team.id == organization.id).returning(Team.id))
    if gone.first() is None:
        raise MissingRecord
