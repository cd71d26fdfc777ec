"""What sessions hear of accounts."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import listens_to
from locum.pages.sessions.service import sign_out_everywhere
from locum.users.events import PasswordChanged


@listens_to(PasswordChanged)
async def end_all(session: AsyncSession, event: PasswordChanged) -> None:
    """Another password ends every session, whoever set it and wherever: that is often why it is set."""
    await sign_out_everywhere(session, event.user_id)
