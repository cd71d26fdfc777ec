"""Feeds of absences, of whose secrets only digests are kept."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamped


class AbsenceFeed(Stamped, Base):
    """A secret address from which calendars read the absences of a person, or of a team or organization."""

    __tablename__ = "absence_feeds"
    __table_args__ = (
        CheckConstraint("num_nonnulls(user_id, team_id) = 1", name="one_owner"),
        CheckConstraint("detail IN ('away', 'substitute')", name="detail"),
        Index("ix_absence_feeds_user_id", "user_id"),
        Index("ix_absence_feeds_team_id", "team_id"),
        Index("ix_absence_feeds_made_by_id", "made_by_id"),
    )

    id: Mapped[Id]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    name: Mapped[str]
    detail: Mapped[str]
    """How much readers learn: only that somebody is away, or who stands in as well. Never why."""
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256, hexadecimal, of the secret part of the address."""
