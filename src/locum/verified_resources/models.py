"""Verified addresses and numbers."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamped


class VerifiedResource(Stamped, Base):
    """An e-mail address or a phone number that a person (`user_id`) or a team (`team_id`) may use, never both.

    `verified_by_id` had the code; for a person's own it is that person.
    """

    __tablename__ = "verified_resources"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (team_id IS NULL)", name="one_owner"),
        CheckConstraint("channel IN ('email', 'phone')", name="channel"),
        Index(
            "uq_verified_resources_user",
            "user_id",
            "channel",
            "address",
            unique=True,
            postgresql_where=text("user_id IS NOT NULL"),
        ),
        Index(
            "uq_verified_resources_team",
            "team_id",
            "channel",
            "address",
            unique=True,
            postgresql_where=text("team_id IS NOT NULL"),
        ),
        Index("ix_verified_resources_verified_by_id", "verified_by_id"),
    )

    id: Mapped[Id]
    channel: Mapped[str]
    """email or phone."""
    address: Mapped[str]
    """An e-mail address in lower case, or a phone number in E.164."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
