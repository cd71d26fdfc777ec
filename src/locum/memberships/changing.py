"""Use case: the terms of a membership change."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.http.principal import Principal
from locum.kit.errors import Forbidden, MissingRecord
from locum.memberships import queries, rules
from locum.memberships.consent import speaks_for
from locum.memberships.events import MembershipAccepted
from locum.memberships.main_organization import settle
from locum.memberships.models import Membership
from locum.memberships.rules import Changes
from locum.organizations.models import Team
from locum.users import queries as users

NOT_HIS_TO_ACCEPT = "Only somebody of this person's own organization can accept a membership for him."


async def change(
    session: AsyncSession, membership: Membership, changes: Changes, *, asked_by: Principal | None = None
) -> Membership:
    """Change what is named.

    Raises Forbidden when the place would be left without an accepted owner, or when `asked_by` accepts for somebody
    whom he does not speak for.
    """
    if not await queries.hold(session, membership):
        raise MissingRecord
    was_accepted = membership.accepted
    role = membership.role if changes.role is None else changes.role
    accepted = was_accepted if changes.accepted is None else changes.accepted
    if accepted and not was_accepted:
        await _check_consent(session, membership, asked_by)
    if role != "OWNER" or not accepted:
        await keep_an_owner(session, membership)
    membership.role, membership.accepted = role, accepted
    if changes.disable_impersonation is not None:
        membership.disable_impersonation = changes.disable_impersonation
    await session.flush()
    if accepted and not was_accepted:
        await _welcome(session, membership)
    return membership


async def _check_consent(session: AsyncSession, membership: Membership, caller: Principal | None) -> None:
    user, place = await users.by_id(session, membership.user_id), await session.get(Team, membership.team_id)
    if user is not None and not await speaks_for(session, caller, user, place):
        raise Forbidden(NOT_HIS_TO_ACCEPT)


async def keep_an_owner(session: AsyncSession, membership: Membership) -> None:
    """Before an owner goes: raises Forbidden when he is the last one.

    Teams of organizations may be without an owner, because the organization's administrators look after them.
    """
    if membership.role != "OWNER" or not membership.accepted:
        return
    team = await queries.held_team(session, membership.team_id)
    if team is None:
        raise MissingRecord
    if team.organization_id is None:
        rules.check_owner_remains(await queries.owner_ids(session, team.id), membership.user_id)


async def _welcome(session: AsyncSession, membership: Membership) -> None:
    user = await users.held(session, membership.user_id)
    if user is not None:
        await settle(session, user, membership.team_id)
    await publish(session, MembershipAccepted(membership.id, membership.team_id, membership.user_id))
