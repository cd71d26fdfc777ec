"""Delegation credentials."""

from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Sealed, Stamped


class DelegationCredential(Stamped, Base):
    """A service account of a provider that may act for everybody whose address ends with `domain`.

    At most one is enabled for a domain, in whichever organization.
    """

    __tablename__ = "delegation_credentials"
    __table_args__ = (
        UniqueConstraint("organization_id", "domain"),
        Index("uq_delegation_credentials_enabled", "domain", unique=True, postgresql_where=text("enabled")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organization_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    platform: Mapped[str]
    """google or office365."""
    domain: Mapped[str]
    """Lower case, without an `@`."""
    service_account_key: Mapped[Sealed]
    """The provider's JSON object."""
    enabled: Mapped[bool] = mapped_column(default=False)
