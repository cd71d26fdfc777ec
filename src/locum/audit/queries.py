"""Every SELECT of the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.audit.models import AuditEntry
from locum.kit.paging import Page


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: each part narrows, None does not. `since` and `until` are aware instants, half-open."""

    actor_id: int | None = None
    subject: str | None = None
    subject_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


async def entries(session: AsyncSession, organization_id: int, wanted: Wanted, page: Page) -> Sequence[AuditEntry]:
    """The entries of an organization, the newest first."""
    statement = select(AuditEntry).where(AuditEntry.organization_id == organization_id)
    for column, value in (
        (AuditEntry.actor_id, wanted.actor_id),
        (AuditEntry.subject, wanted.subject),
        (AuditEntry.subject_id, wanted.subject_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.since is not None:
        statement = statement.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(AuditEntry.at < wanted.until)
    ordered = statement.order_by(AuditEntry.id.desc()).limit(page.take).offset(page.skip)
    return (await session.scalars(ordered)).all()
