"""Organizations and teams share one table, because clients address both by one number space.

`/v2/teams/{id}` accepts an organization's id, and a membership names either (members sheet, sections 2 and 5).
"""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Json, Stamped


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
    )

    id: Mapped[Id]
    is_organization: Mapped[bool] = mapped_column(default=False)
    is_platform: Mapped[bool] = mapped_column(default=False)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    """The organization of a team; None for teams on their own and for organizations."""
    manager_organization_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    """The platform organization that manages this organization, if one does."""
    platform_client_id: Mapped[str | None]
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
    properties: Mapped[Json | None] = mapped_column("metadata")
