"""Use cases: somebody joins an organization or a team."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.http.grants import NO_AUTHORITY, Authority
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.kit.errors import DuplicateRecord, Forbidden, MissingReference, Unprocessable
from locum.memberships import queries, rules
from locum.memberships.changing import change, words_to_give
from locum.memberships.consent import speaks_for
from locum.memberships.events import MembershipAccepted, MembershipOffered
from locum.memberships.main_organization import settle
from locum.memberships.models import Membership, Profile
from locum.memberships.rules import Changes, Terms
from locum.organizations.clients import client_ids
from locum.organizations.models import Team
from locum.roles.authority import Held
from locum.roles.giving import check_gives
from locum.users import queries as users
from locum.users.models import User

NOT_IN_ORGANIZATION = "User is not part of the Organization"


async def join_organization(
    session: AsyncSession,
    organization_id: int,
    user_id: int,
    terms: Terms,
    *,
    asked_by: Principal | None = None,
    authority: Authority = NO_AUTHORITY,
    made_for_it: bool = False,
) -> Membership:
    """Somebody joins an organization, or the membership he has gets these terms; he has a profile afterwards.

    He is only invited when `asked_by` does not speak for him. An account that was `made_for_it` belongs to it whatever
    OAuth clients it has: these keep others' people out, not its own (sheet, sections 1.2 and 2). Raises
    MissingReference when there is no such account, BadRequest for a custom role of another place, or when somebody new
    is managed by an OAuth client that the organization has not, or the other way round, Forbidden when the last owner
    would lose the role, or when `asked_by`, with his `authority` there, gives what he does not have or changes whom he
    may not.
    """
    user = await users.held(session, user_id)
    if user is None:
        raise MissingReference
    present = await queries.of_user(session, organization_id, user_id)
    if present is None and asked_by is not None and not made_for_it:
        rules.check_client_of_organization(user.platform_client_id, await client_ids(session, organization_id))
    await ensure_profile(session, organization_id, user)
    if present is None or not present.accepted:
        organization = await session.get(Team, organization_id)
        terms = await _as_far_as_he_may(session, asked_by, user, organization, terms)
    if present is None:
        return await _add(session, organization_id, user, terms, asked_by, authority)
    if asked_by is not None and not authority.may(Permission.ORGANIZATION_MEMBERS_CHANGE):
        raise Forbidden(rules.ALREADY_IN)
    return await change(session, present, Changes.to(terms), asked_by=asked_by, authority=authority)


async def join_team(
    session: AsyncSession,
    team_id: int,
    user_id: int,
    terms: Terms,
    *,
    organization_id: int | None = None,
    asked_by: Principal | None = None,
    authority: Authority = NO_AUTHORITY,
) -> Membership:
    """Somebody joins a team; where an organization is named, only with a profile in it.

    He is only invited when `asked_by` does not speak for him. Raises Unprocessable without that profile,
    MissingReference when there is no such account or team, BadRequest when only one of both is managed by an OAuth
    client or for a custom role of another place, DuplicateRecord when he is a member already, Forbidden when
    `asked_by`, with his `authority` there, gives what he does not have.
    """
    if organization_id is not None and await queries.profile(session, organization_id, user_id) is None:
        raise Unprocessable(NOT_IN_ORGANIZATION)
    user, team = await users.held(session, user_id), await session.get(Team, team_id)
    if user is None or team is None:
        raise MissingReference
    if asked_by is not None:
        await check_client(session, user, team)
    if await queries.of_user(session, team_id, user_id) is not None:
        raise DuplicateRecord
    if team.is_organization:
        await ensure_profile(session, team_id, user)
    terms = await _as_far_as_he_may(session, asked_by, user, team, terms)
    return await _add(session, team_id, user, terms, asked_by, authority)


async def check_client(session: AsyncSession, user: User, team: Team) -> None:
    """Raises BadRequest when a person and a place do not go together because an OAuth client manages one of them."""
    if team.is_organization:
        rules.check_client_of_organization(user.platform_client_id, await client_ids(session, team.id))
    else:
        rules.check_same_client(user.platform_client_id, team.platform_client_id)


async def _as_far_as_he_may(
    session: AsyncSession, caller: Principal | None, user: User, place: Team | None, terms: Terms
) -> Terms:
    if terms.accepted and not await speaks_for(session, caller, user, place):
        return replace(terms, accepted=False)
    return terms


async def ensure_profile(session: AsyncSession, organization_id: int, user: User) -> Profile:
    """The profile somebody has in an organization, made if need be under a name that is free there."""
    present = await queries.profile(session, organization_id, user.id)
    if present is not None:
        return present
    holder = await queries.name_holder(session, organization_id, user.username) if user.username else None
    name = rules.profile_username(user.username, user.name, user.id, is_free=holder is None)
    profile = Profile(organization_id=organization_id, user_id=user.id, username=name)
    session.add(profile)
    await session.flush()
    return profile


async def _add(
    session: AsyncSession, team_id: int, user: User, terms: Terms, caller: Principal | None, authority: Authority
) -> Membership:
    words = await words_to_give(session, team_id, terms.custom_role_id)
    if caller is not None:
        check_gives(authority, Held(terms.role, words))
    membership = Membership(
        team_id=team_id,
        user_id=user.id,
        role=terms.role,
        custom_role_id=terms.custom_role_id,
        accepted=terms.accepted,
        disable_impersonation=terms.disable_impersonation,
    )
    session.add(membership)
    await session.flush()
    if terms.accepted:
        await settle(session, user, team_id)
        await publish(session, MembershipAccepted(membership.id, team_id, user.id))
    elif caller is not None and caller.user_id != user.id:
        await publish(session, MembershipOffered(membership.id, team_id, user.id, caller.user_id))
    return membership
