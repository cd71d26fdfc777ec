"""Memberships (of organizations and teams) and profiles (who somebody is within an organization)."""

from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamped


class Membership(Stamped, Base):
    """Somebody's place in an organization or team. A membership that is not accepted gives no rights."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("team_id", "user_id"),
        UniqueConstraint("id", "user_id"),  # so that what hangs from a membership can name its person, too
        Index("ix_memberships_team_id_id", "team_id", "id"),
        Index("ix_memberships_user_id", "user_id"),
        # With the team, so that nobody ever holds a role of another place, whatever the code does.
        ForeignKeyConstraint(
            ["custom_role_id", "team_id"], ["roles.id", "roles.team_id"], ondelete="SET NULL (custom_role_id)"
        ),
        CheckConstraint("custom_role_id IS NULL OR role = 'MEMBER'", name="custom_role_ranks_as_member"),
        Index("ix_memberships_custom_role_id", "custom_role_id", postgresql_where=text("custom_role_id IS NOT NULL")),
    )

    id: Mapped[Id]
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(default="MEMBER")
    """MEMBER, ADMIN or OWNER; MEMBER for whoever holds a custom role."""
    custom_role_id: Mapped[UUID | None]
    accepted: Mapped[bool] = mapped_column(default=False)
    disable_impersonation: Mapped[bool] = mapped_column(default=False)


class Profile(Stamped, Base):
    """Somebody's face within an organization. Having one is what "in the organization" means."""

    __tablename__ = "profiles"
    __table_args__ = (
        UniqueConstraint("organization_id", "user_id"),
        UniqueConstraint("organization_id", "username"),
        Index("ix_profiles_user_id", "user_id"),
    )

    id: Mapped[Id]
    uuid: Mapped[UUID] = mapped_column(default=uuid4)
    organization_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    username: Mapped[str]
