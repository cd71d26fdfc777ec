"""Members come and go: what that means for the hosts of their teams' event types, in the same transaction."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import listens_to
from locum.event_types import hosting, managing, team_queries
from locum.event_types.models import EventType, EventTypeHost
from locum.memberships.events import MembershipAccepted, MembershipRemoved


@listens_to(MembershipAccepted)
async def host_what_all_host(session: AsyncSession, event: MembershipAccepted) -> None:
    """A new member hosts what every member hosts."""
    await team_queries.hold_members(session, event.team_id)
    if not await team_queries.members_among(session, event.team_id, [event.user_id]):
        return
    for event_type in await team_queries.open_to_all(session, event.team_id):
        await hosting.add_host(session, event_type, event.user_id)


@listens_to(MembershipRemoved)
async def host_no_longer(session: AsyncSession, event: MembershipRemoved) -> None:
    """Whoever leaves a team hosts none of its event types, and his children of managed ones go."""
    await team_queries.hold_members(session, event.team_id)
    of_team = select(EventType.id).where(EventType.team_id == event.team_id)
    hosted = delete(EventTypeHost).where(
        EventTypeHost.user_id == event.user_id, EventTypeHost.event_type_id.in_(of_team)
    )
    await session.execute(hosted.execution_options(synchronize_session=False))
    await managing.remove_children_of(session, event.team_id, event.user_id)
