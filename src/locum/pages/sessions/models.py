"""Sessions: one row for each browser on which somebody is signed in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamped


class BrowserSession(Stamped, Base):
    """Somebody is signed in. The token itself is only in the browser's cookie."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_user_id", "user_id"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the token, hexadecimal."""
    expires_at: Mapped[datetime]
    browser: Mapped[str | None]
    """The family of the browser, such as `Firefox`; None where it did not say, or something that nobody knows."""
    system: Mapped[str | None]
    """What it runs on, such as `Linux`; None as above."""
