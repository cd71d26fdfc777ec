"""Whom a caller may change or remove: himself, and nobody above him."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.grants import Authority
from locum.http.principal import Principal
from locum.memberships import queries
from locum.memberships.models import Membership
from locum.roles.giving import check_reaches, why_account_out_of_reach
from locum.users.models import User

ONLY_SYSTEM_ADMINISTRATORS = "Only system administrators change the account of a system administrator."


async def check_reach(session: AsyncSession, membership: Membership, caller: Principal, authority: Authority) -> None:
    """Before a membership is changed or ends: raises Forbidden for that of somebody above the caller."""
    if membership.user_id != caller.user_id:
        check_reaches(authority, await queries.held_by(session, membership))


async def why_not_his_account(
    session: AsyncSession, user: User, organization_id: int, caller: Principal, authority: Authority
) -> str | None:
    """Why a caller, with his authority in an organization, may not change the account of one of its people; or None."""
    if user.id == caller.user_id or caller.is_system_admin:
        return None
    if user.is_system_admin:
        return ONLY_SYSTEM_ADMINISTRATORS
    held, elsewhere = await queries.held_by_person(session, organization_id, user.id)
    return why_account_out_of_reach(authority, held, elsewhere)
