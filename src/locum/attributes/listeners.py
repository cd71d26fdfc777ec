"""Members go: what that means for what they hold, in the same transaction."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.attributes.models import Assignment
from locum.db.events import listens_to
from locum.memberships.events import MembershipRemoved


@listens_to(MembershipRemoved)
async def hold_no_longer(session: AsyncSession, event: MembershipRemoved) -> None:
    """Whoever is no member any more holds nothing, also where his membership stays and waits to be accepted again."""
    held = delete(Assignment).where(Assignment.membership_id == event.membership_id)
    await session.execute(held.execution_options(synchronize_session=False))
