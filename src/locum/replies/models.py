"""What the mail side said of a mailbox."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Stamped


class ReplySettings(Stamped, Base):
    """Of one mailbox: the state as it was last set from the mail side, and its own texts.

    A text of None was never set; an empty one says deliberately nothing, so that there is no reply.
    """

    __tablename__ = "reply_settings"
    __table_args__ = (
        CheckConstraint("state IN ('off', 'on', 'scheduled')", name="state"),
        CheckConstraint("audience IN ('none', 'known', 'all')", name="audience"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str | None]
    """off, on or scheduled; None where only scheduling ever spoke."""
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    """As said, also where they make no window."""
    audience: Mapped[str | None]
    """Which senders outside are answered: none, known or all; None was never said."""
    internal_subject: Mapped[str | None]
    internal_html: Mapped[str | None]
    external_subject: Mapped[str | None]
    external_html: Mapped[str | None]
    switched_on_at: Mapped[datetime | None]
    """Since when the state is `on`."""
    repeat_after_days: Mapped[int] = mapped_column(SmallInteger, default=7)
    """After so many days a sender is answered again within one period; 0 is never."""
    known_senders: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    """Addresses in lower case, and `@domain` for everybody there, that the owner says he knows."""
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change of anything that is sent (bridge sheet, rule R30)."""
