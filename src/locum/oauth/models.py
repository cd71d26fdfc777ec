"""Tokens of managed people, of which only digests are kept. (Their clients are in `organizations.models`.)"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamped


class OAuthToken(Stamped, Base):
    """A token that a client got for somebody it manages. What has no row is revoked, used up, or long over."""

    __tablename__ = "oauth_tokens"
    __table_args__ = (
        Index("ix_oauth_tokens_user_id", "user_id"),
        Index("ix_oauth_tokens_client_id", "client_id"),
        Index("ix_oauth_tokens_expires_at", "expires_at"),
    )

    id: Mapped[Id]
    kind: Mapped[str]
    """access_token or refresh_token."""
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the token, hexadecimal."""
    client_id: Mapped[str] = mapped_column(ForeignKey("oauth_clients.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
