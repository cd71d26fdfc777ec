"""Who may say in somebody else's name that he belongs somewhere.

Ids are easy to guess: without this, whoever has an organization or a team could make anybody a member of it, and then
see and change his hours and absences.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.grants import Authority
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.memberships import queries
from locum.memberships.authority import authority_in
from locum.organizations.models import Team
from locum.roles.giving import why_out_of_reach
from locum.users.models import User


async def speaks_for(session: AsyncSession, caller: Principal | None, user: User, place: Team | None) -> bool:
    """Whether a membership of `place` may be accepted for somebody by a caller; None is the server itself.

    People of the place's own can be brought in, and those without an organization: into a team all of them (members
    sheet, section 5.1), into an organization, which may change and delete accounts, those who have never chosen a
    password; whoever has one is his own master until he accepts. Whose main organization is another one is only
    invited, unless the caller administers that one, too, or, where the place is a mere team, belongs to it.
    """
    if caller is None or caller.is_system_admin or caller.user_id == user.id:
        return True
    home = user.organization_id
    if home is None:
        return user.password_hash is None or place is None or _stands_alone(place)
    if place is None or home in {place.id, place.organization_id}:
        return True
    there = await authority_in(session, caller, home)
    if there.may(Permission.ORGANIZATION_MEMBERS_CHANGE) and await _is_in_reach(session, there, home, user):
        return True
    return there.rank is not None and not place.is_organization


def _stands_alone(place: Team) -> bool:
    return not place.is_organization and place.organization_id is None


async def _is_in_reach(session: AsyncSession, there: Authority, home: int, user: User) -> bool:
    if there.leads:
        return True
    held, _ = await queries.held_by_person(session, home, user.id)
    return why_out_of_reach(there, held) is None
