"""What people are called who did not choose a name themselves."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.memberships import queries
from locum.users import queries as users
from locum.users import rules


async def free_name(session: AsyncSession, organization_id: int, wanted: str) -> str:
    """The name, or the first free one with a number behind it, among the people of an organization.

    Held until the end of the transaction against others who want the same.
    """
    await users.hold_name(session, wanted)
    taken = await users.similar_usernames(session, organization_id, wanted)
    return rules.first_free(wanted, taken | await queries.similar_names(session, organization_id, wanted))
