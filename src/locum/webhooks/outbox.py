"""The way into the outbox: an event is told exactly if the transaction that puts it there commits."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from locum.webhooks.models import WebhookEvent

CHANNEL = "locum_webhooks"

_WAKE = text(f"NOTIFY {CHANNEL}")


async def put(session: AsyncSession, *events: WebhookEvent) -> None:
    """Keep events for delivery, in this order, and wake a courier once this transaction commits."""
    session.add_all(events)
    await session.flush()
    await wake(session)


async def wake(session: AsyncSession) -> None:
    """Have a courier look for work once this transaction commits."""
    await session.execute(_WAKE)
