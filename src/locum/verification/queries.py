"""Every SELECT of codes."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.verification.models import VerificationCode


async def good_code(session: AsyncSession, code_id: int) -> VerificationCode | None:
    """A code, if it has not expired."""
    statement = select(VerificationCode).where(
        VerificationCode.id == code_id, VerificationCode.expires_at > clock.now()
    )
    return (await session.scalars(statement)).first()
