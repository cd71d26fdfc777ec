"""Use case: the terms of a membership change."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.http.grants import NO_AUTHORITY, Authority
from locum.http.principal import Principal
from locum.kit.errors import BadRequest, Forbidden, MissingRecord
from locum.memberships import queries, rules
from locum.memberships.consent import speaks_for
from locum.memberships.events import MembershipAccepted, MembershipRemoved
from locum.memberships.guarding import check_reach
from locum.memberships.main_organization import settle
from locum.memberships.models import Membership
from locum.memberships.rules import Changes, Post
from locum.organizations.models import Team
from locum.roles import queries as roles
from locum.roles.authority import Held
from locum.roles.giving import check_gives
from locum.users import queries as users

NOT_HIS_TO_ACCEPT = "Only somebody of this person's own organization can accept a membership for him."


async def change(
    session: AsyncSession,
    membership: Membership,
    changes: Changes,
    *,
    asked_by: Principal | None = None,
    authority: Authority = NO_AUTHORITY,
) -> Membership:
    """Change what is named.

    Whoever is only invited to an organization again is only invited to its teams, too.
    Raises BadRequest for a custom role of another place, Forbidden when the place would be left without an accepted
    owner, or when `asked_by` accepts for somebody whom he does not speak for, changes somebody above himself, or gives
    what he, with his `authority` in the place, does not have.
    """
    words = await words_to_give(session, membership.team_id, changes.custom_role_id)
    if not await queries.hold(session, membership):
        raise MissingRecord
    was, was_accepted = Post(membership.role, membership.custom_role_id), membership.accepted
    becomes = was.after(changes)
    accepted = was_accepted if changes.accepted is None else changes.accepted
    if asked_by is not None:
        await check_reach(session, membership, asked_by, authority)
        if becomes != was:
            check_gives(authority, Held(becomes.role, words))
    if accepted and not was_accepted:
        await _check_consent(session, membership, asked_by)
    if becomes.role != "OWNER" or not accepted:
        await keep_an_owner(session, membership)
    membership.role, membership.custom_role_id, membership.accepted = becomes.role, becomes.custom_role_id, accepted
    if changes.disable_impersonation is not None:
        membership.disable_impersonation = changes.disable_impersonation
    await session.flush()
    if accepted and not was_accepted:
        await _welcome(session, membership)
    if was_accepted and not accepted:
        await _step_back(session, membership)
    return membership


async def words_to_give(session: AsyncSession, place_id: int, custom_role_id: UUID | None) -> tuple[str, ...]:
    """The words of a custom role that a membership of a place is to hold, if it is.

    The role is held before the membership, as whoever removes a role does. Raises BadRequest for one of another place.
    """
    if custom_role_id is None:
        return ()
    words = await roles.words_to_give(session, place_id, custom_role_id)
    if words is None:
        raise BadRequest(rules.NOT_A_ROLE.format(id=custom_role_id))
    return words


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


async def _step_back(session: AsyncSession, membership: Membership) -> None:
    """The membership is an invitation now, and so are those of the organization's teams, if it is one."""
    teams = select(Team.id).where(Team.organization_id == membership.team_id)
    statement = (
        update(Membership)
        .where(Membership.user_id == membership.user_id, Membership.team_id.in_(teams), Membership.accepted.is_(True))
        .values(accepted=False)
        .returning(Membership.id, Membership.team_id)
        .execution_options(synchronize_session="fetch")
    )
    within = [(row[0], row[1]) for row in await session.execute(statement)]
    for membership_id, team_id in [*within, (membership.id, membership.team_id)]:
        await publish(session, MembershipRemoved(membership_id, team_id, membership.user_id))
