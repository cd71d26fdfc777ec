"""The people."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Json, Stamped


class User(Stamped, Base):
    """An account. `organization_id` is the main organization; names are unique in it, or among those without one."""

    __tablename__ = "users"
    __table_args__ = (
        Index("uq_users_username_alone", "username", unique=True, postgresql_where=text("organization_id IS NULL")),
        Index("uq_users_username_in_organization", "organization_id", "username", unique=True),
        Index("ix_users_username", "username"),
        Index("ix_users_email_domain", text("split_part(email, '@', 2)")),
        Index("ix_users_default_schedule_id", "default_schedule_id"),
        Index(
            "ix_users_platform_client_id",
            "platform_client_id",
            "id",
            postgresql_where=text("platform_client_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    uuid: Mapped[UUID] = mapped_column(default=uuid4)
    email: Mapped[str] = mapped_column(unique=True)
    """Lower case."""
    email_verified_at: Mapped[datetime | None]
    username: Mapped[str | None]
    name: Mapped[str | None]
    password_hash: Mapped[str | None]
    is_system_admin: Mapped[bool] = mapped_column(default=False)
    is_verified: Mapped[bool] = mapped_column(default=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL", use_alter=True))
    invited_to: Mapped[int | None]
    bio: Mapped[str | None]
    avatar_url: Mapped[str | None]
    time_zone: Mapped[str] = mapped_column(default="Europe/London")
    week_start: Mapped[str] = mapped_column(default="Sunday")
    time_format: Mapped[int] = mapped_column(default=12)
    locale: Mapped[str] = mapped_column(default="en")
    theme: Mapped[str | None]
    app_theme: Mapped[str | None]
    brand_color: Mapped[str | None]
    dark_brand_color: Mapped[str | None]
    hide_branding: Mapped[bool] = mapped_column(default=False)
    allow_dynamic_booking: Mapped[bool] = mapped_column(default=True)
    default_schedule_id: Mapped[int | None] = mapped_column(
        ForeignKey("schedules.id", ondelete="SET NULL", use_alter=True)
    )
    platform_client_id: Mapped[str | None] = mapped_column(
        ForeignKey("oauth_clients.id", ondelete="SET NULL", use_alter=True)
    )
    """The OAuth client that manages this account, if one does."""
    properties: Mapped[Json | None] = mapped_column("metadata")
