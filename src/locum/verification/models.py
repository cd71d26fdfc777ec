"""Codes that are out, and how much of what is bounded has been used up."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id


class VerificationCode(Base):
    """The one code of an address or number: whoever proves that he knows it proves that he reads there.

    The code itself is not kept. It is derived from the server's secret, the address and `salt` (see `rules.code_of`),
    so that it can be sent a second time, and nobody who only sees the database finds it.
    """

    __tablename__ = "verification_codes"
    __table_args__ = (
        UniqueConstraint("channel", "address"),
        CheckConstraint("channel IN ('email', 'phone')", name="channel"),
        Index("ix_verification_codes_expires_at", "expires_at"),
    )

    id: Mapped[Id]
    channel: Mapped[str]
    address: Mapped[str]
    """An e-mail address in lower case, or a phone number in E.164."""
    salt: Mapped[str]
    expires_at: Mapped[datetime]
    times_sent: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    """How many tries it has cost so far; right ones are given back."""


class Tally(Base):
    """How much of an allowance has been used up in its running window."""

    __tablename__ = "tallies"
    __table_args__ = (Index("ix_tallies_window_ends", "window_ends"),)

    subject: Mapped[str] = mapped_column(primary_key=True)
    """What is bounded and whose it is, such as `wrong:email:jane@acme.com`."""
    used: Mapped[int]
    window_ends: Mapped[datetime]
