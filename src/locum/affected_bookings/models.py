"""What was decided about the bookings of somebody who is away."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Stamp


class AbsenceDecision(Base):
    """The last decision about one booking that an absence stands in the way of."""

    __tablename__ = "absence_decisions"
    __table_args__ = (
        CheckConstraint("action IN ('keep', 'reassign', 'ask')", name="action"),
        Index("ix_absence_decisions_booking_id", "booking_id"),
        Index("ix_absence_decisions_decided_by", "decided_by"),
    )

    absence_id: Mapped[int] = mapped_column(ForeignKey("absences.id", ondelete="CASCADE"), primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True)
    action: Mapped[str]
    """keep: it stays as it is; reassign: somebody else has it now; ask: its people were asked to choose again."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    decided_at: Mapped[Stamp]
