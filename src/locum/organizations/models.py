"""Organizations and teams share one table, because clients address both by one number space.

`/v2/teams/{id}` accepts an organization's id, and a membership names either (members sheet, sections 2 and 5).
The programs that a platform organization lets act for it stand here, too: who may join it depends on them.
"""

from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Json, Sealed, Stamped


class Team(Stamped, Base):
    """A team, or, where `is_organization`, an organization. `organization_id` is the organization a team belongs to."""

    __tablename__ = "teams"
    __table_args__ = (
        Index(
            "uq_teams_slug_in_organization",
            "organization_id",
            "slug",
            unique=True,
            postgresql_where=text("NOT is_organization"),
        ),
        Index(
            "uq_teams_organization_slug",
            text("coalesce(manager_organization_id, 0)"),
            "slug",
            unique=True,
            postgresql_where=text("is_organization"),
        ),
        Index("ix_teams_organization_id", "organization_id"),
        Index("ix_teams_manager_organization_id", "manager_organization_id"),
        Index("ix_teams_slug", "slug"),
        Index(
            "ix_teams_platform_client_id",
            "platform_client_id",
            postgresql_where=text("platform_client_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    is_organization: Mapped[bool] = mapped_column(default=False)
    is_platform: Mapped[bool] = mapped_column(default=False)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    """The organization of a team; None for teams on their own and for organizations."""
    manager_organization_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    """The platform organization that manages this organization, if one does."""
    platform_client_id: Mapped[str | None] = mapped_column(
        ForeignKey("oauth_clients.id", ondelete="SET NULL", use_alter=True)
    )
    """The OAuth client that a team was made with, if it was: such a team is for people whom that client manages."""
    name: Mapped[str]
    slug: Mapped[str | None]
    bio: Mapped[str | None]
    logo_url: Mapped[str | None]
    cal_video_logo: Mapped[str | None]
    app_logo: Mapped[str | None]
    app_icon_logo: Mapped[str | None]
    banner_url: Mapped[str | None]
    theme: Mapped[str | None]
    brand_color: Mapped[str | None]
    dark_brand_color: Mapped[str | None]
    hide_branding: Mapped[bool] = mapped_column(default=False)
    is_private: Mapped[bool] = mapped_column(default=False)
    hide_book_a_team_member: Mapped[bool] = mapped_column(default=False)
    time_format: Mapped[int | None]
    time_zone: Mapped[str] = mapped_column(default="Europe/London")
    week_start: Mapped[str] = mapped_column(default="Sunday")
    booking_limits: Mapped[Json | None]
    """How many bookings of one person in a period, over all event types of the team: `{"PER_DAY": 3}`."""
    include_managed_events_in_limits: Mapped[bool] = mapped_column(default=False)
    round_robin_interval: Mapped[str] = mapped_column(default="MONTH")
    """Over which time bookings count where weights decide whose turn it is (`rounds.Interval`)."""
    round_robin_basis: Mapped[str] = mapped_column(default="CREATED_AT")
    """The instant for which they count (`rounds.Basis`)."""
    properties: Mapped[Json | None] = mapped_column("metadata")


class OAuthClient(Stamped, Base):
    """A program of a platform organization: it makes and manages people, and acts for the organization.

    Its secret is kept twice: as a digest to compare with, and sealed, because those who manage it may see it again.
    """

    __tablename__ = "oauth_clients"
    __table_args__ = (Index("ix_oauth_clients_organization_id", "organization_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    """Lower-case letters and digits: it becomes a part of e-mail addresses (platform sheet, section 4.1)."""
    organization_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    name: Mapped[str]
    logo: Mapped[str | None]
    secret_digest: Mapped[str]
    """SHA-256, hexadecimal."""
    sealed_secret: Mapped[Sealed]
    permissions: Mapped[int]
    """Bits (organization plane sheet, section 1.4)."""
    redirect_uris: Mapped[list[Any]]
    """Where browsers with tokens of its people may come from; `*` stands for anything."""
    booking_redirect_uri: Mapped[str | None]
    booking_cancel_redirect_uri: Mapped[str | None]
    booking_reschedule_redirect_uri: Mapped[str | None]
    are_emails_enabled: Mapped[bool] = mapped_column(default=False)
    are_default_event_types_enabled: Mapped[bool] = mapped_column(default=False)
    are_calendar_events_enabled: Mapped[bool] = mapped_column(default=True)
