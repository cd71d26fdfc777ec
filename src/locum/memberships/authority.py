"""What somebody may do in a place, asked from outside of the realms: of one caller, or within a statement."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.grants import FULL_AUTHORITY, NO_AUTHORITY, Authority, words_granting
from locum.http.permissions import Permission
from locum.http.principal import CredentialKind, Principal
from locum.memberships import standing
from locum.memberships.standing import TeamStanding
from locum.roles import authority as roles
from locum.roles.authority import Held
from locum.roles.models import CustomRole

_OF_CLIENTS = frozenset({CredentialKind.OAUTH_CLIENT, CredentialKind.MANAGED_USER_TOKEN})


def in_organization(caller: Principal, held: Held) -> Authority:
    """What a caller may do in an organization where he holds this. System administrators may everything."""
    return FULL_AUTHORITY if caller.is_system_admin else roles.in_organization(_by_credential(caller, held))


def _by_credential(caller: Principal, held: Held) -> Held:
    """What counts of what somebody holds in an organization.

    Administrators make its OAuth clients, know their secrets and take tokens of the people whom they manage. So none of
    these is more than an administrator, though the client stands for the owner.
    """
    return Held("ADMIN") if caller.kind in _OF_CLIENTS and held.role == "OWNER" else held


def in_team(caller: Principal, found: TeamStanding) -> Authority:
    """What a caller may do in a team that is named without its organization."""
    if caller.is_system_admin:
        return FULL_AUTHORITY
    if found.is_organization:
        return roles.in_organization_as_team(_by_credential(caller, found.held))
    return roles.in_team(found.held, _by_credential(caller, found.above))


def in_organization_team(caller: Principal, organization: Held, team: Held) -> Authority:
    """What a caller may do in a team that is named with its organization, of which he has to be a member."""
    if caller.is_system_admin:
        return FULL_AUTHORITY
    above = _by_credential(caller, organization)
    return NO_AUTHORITY if above.role is None else roles.in_organization_team(above, team)


async def authority_in(session: AsyncSession, caller: Principal, organization_id: int) -> Authority:
    """What a caller may do in an organization, in one statement. For pages that offer only what will be granted."""
    found = await standing.in_organization(session, organization_id, caller.user_id)
    return NO_AUTHORITY if found is None else in_organization(caller, found.held)


async def authority_in_team(session: AsyncSession, caller: Principal, team_id: int) -> Authority:
    """What a caller may do in a team by either of its addresses: alone, or with its organization. One statement."""
    found = await standing.in_team(session, team_id, caller.user_id)
    if found is None:
        return NO_AUTHORITY
    alone = in_team(caller, found)
    by_organization = in_organization_team(caller, found.above, found.held)
    rank = by_organization.rank if by_organization.leads else alone.rank
    return Authority(rank, alone.grants | by_organization.grants)


def gives(membership: Any, permission: Permission) -> ColumnElement[bool]:
    """Within a statement: whether a membership gives what takes an administrator, by its role or its custom role."""
    by_custom_role = exists().where(
        CustomRole.id == membership.custom_role_id,
        CustomRole.permissions.overlap(sorted(words_granting(permission))),
    )
    return and_(
        membership.accepted.is_(True),
        or_(membership.role.in_(("ADMIN", "OWNER")), and_(membership.custom_role_id.is_not(None), by_custom_role)),
    )
