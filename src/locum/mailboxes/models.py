"""Mail domains and aliases. A mailbox has no row: it is an account whose address lies in a mail domain."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamped


class MailDomain(Stamped, Base):
    """A domain whose mail is answered here (mailbox sheet, section 1)."""

    __tablename__ = "mail_domains"
    __table_args__ = (Index("ix_mail_domains_organization_id", "organization_id"),)

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    """Lower case, in ASCII as DNS knows it."""
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    display_name: Mapped[str | None]
    title: Mapped[str | None]
    address: Mapped[str | None]
    admin_name: Mapped[str | None]
    phone: Mapped[str | None]
    most_mailboxes: Mapped[int | None]


class MailboxAlias(Base):
    """Another address of a mailbox."""

    __tablename__ = "mailbox_aliases"
    __table_args__ = (Index("ix_mailbox_aliases_user_id", "user_id"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(unique=True)
    """Lower case, the domain in ASCII."""
