"""Entries of the audit log; the database's own triggers write them (`locum.db.audit_trail`)."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Json


class AuditEntry(Base):
    """One change of one row. Nothing here hangs from anything: entries outlive what they tell about."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_organization_id", "organization_id", "id"),
        Index("ix_audit_entries_at", "at"),
    )

    id: Mapped[Id]
    at: Mapped[datetime]
    organization_id: Mapped[int | None]
    actor_id: Mapped[int | None]
    actor_email: Mapped[str | None]
    credential_kind: Mapped[str]
    """A `CredentialKind`, `none` for callers without credentials, or `server`."""
    credential_id: Mapped[str | None]
    client_id: Mapped[str | None]
    request_id: Mapped[str | None]
    operation: Mapped[str | None]
    action: Mapped[str]
    """created, changed or removed."""
    subject: Mapped[str]
    """The table."""
    subject_id: Mapped[str | None]
    before: Mapped[Json | None]
    after: Mapped[Json | None] = mapped_column()
    """Of a change both hold only the columns that changed."""
