"""What the outbox holds; for comparing, without the numbers and uids that differ from run to run."""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.webhooks.models import WebhookEvent

SNAPSHOTS = Path(__file__).parent / "snapshots"


async def told(session: AsyncSession) -> list[WebhookEvent]:
    """Every event, in the order in which they happened."""
    return [*await session.scalars(select(WebhookEvent).order_by(WebhookEvent.id))]


async def triggers(session: AsyncSession) -> list[str]:
    """Their triggers."""
    return [event.trigger for event in await told(session)]


def settled(value: Any, uids: dict[str, str], key: str = "") -> Any:
    """The same body with each number of a row as `<number>`, and each uid by its name."""
    if isinstance(value, dict):
        return {inner: settled(value[inner], uids, inner) for inner in value}
    if isinstance(value, list):
        return [settled(item, uids) for item in value]
    if isinstance(value, int) and (key == "id" or key.endswith("Id")) and key != "reasonId":
        return "<number>"
    if isinstance(value, str):
        for uid, name in uids.items():
            value = value.replace(uid, f"<{name}>")
    return value
