"""Invitation links, and accounts whose address nobody has confirmed yet."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamp


class TeamInvitation(Base):
    """A link by which whoever holds it can ask to join a team. Good for many people, until it expires."""

    __tablename__ = "team_invitations"
    __table_args__ = (
        Index("ix_team_invitations_team_id", "team_id"),
        Index("ix_team_invitations_expires_at", "expires_at"),
    )

    id: Mapped[Id]
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the token, hexadecimal."""
    created_at: Mapped[Stamp]
    expires_at: Mapped[datetime]


class SignUp(Base):
    """What somebody entered to get an account. There is none before the owner of the address confirms it.

    Several may wait for one address: whoever reads its mail decides which of them was his.
    """

    __tablename__ = "sign_ups"
    __table_args__ = (
        Index("ix_sign_ups_invitation_id", "invitation_id"),
        Index("ix_sign_ups_expires_at", "expires_at"),
    )

    id: Mapped[Id]
    email: Mapped[str]
    """Lower case."""
    name: Mapped[str | None]
    password_hash: Mapped[str]
    locale: Mapped[str]
    invitation_id: Mapped[int] = mapped_column(ForeignKey("team_invitations.id", ondelete="CASCADE"))
    onward: Mapped[str]
    """Where to go in the end: an address of this server."""
    created_at: Mapped[Stamp]
    expires_at: Mapped[datetime]
