"""The audit log does not grow for ever."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.audit.models import AuditEntry
from locum.db.jobs import jobs, workshop
from locum.db.session import until_few_are_left
from locum.kit import clock

AT_ONCE = 10_000
"""Rows of one transaction, so that none lasts long."""


@jobs.periodic(cron="41 3 * * *")
@jobs.task(name="audit.forget_old_entries", queueing_lock="audit.forget_old_entries")
async def forget_old_entries(timestamp: int) -> None:
    """Remove entries that are older than the setting says."""
    before = clock.now() - timedelta(days=workshop().settings.audit_days)
    await until_few_are_left(workshop().database, partial(_forget, before=before), AT_ONCE)


async def _forget(session: AsyncSession, before: datetime) -> int:
    old = select(AuditEntry.id).where(AuditEntry.at < before).order_by(AuditEntry.at).limit(AT_ONCE)
    gone = await session.scalars(delete(AuditEntry).where(AuditEntry.id.in_(old)).returning(AuditEntry.id))
    return len(gone.all())
