"""Private links of event types."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Sealed, Stamped


class PrivateLink(Stamped, Base):
    """A link to the booking page of an event type: good until an instant, or for so many bookings."""

    __tablename__ = "private_links"
    __table_args__ = (
        CheckConstraint("(expires_at IS NULL) <> (most_uses IS NULL)", name="one_end"),
        Index("ix_private_links_event_type_id_id", "event_type_id", "id"),
    )

    id: Mapped[Id]
    event_type_id: Mapped[int] = mapped_column(ForeignKey("event_types.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the link's name, hexadecimal."""
    sealed_name: Mapped[Sealed]
    """The name itself, which lists show again; `settings.vault` opens it."""
    expires_at: Mapped[datetime | None]
    most_uses: Mapped[int | None]
    uses: Mapped[int] = mapped_column(default=0)
    """Bookings made through it since it counts them."""
