"""Custom roles: what their holders may do in one organization or team."""

from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Stamped


class CustomRole(Stamped, Base):
    """A named list of permissions. It belongs to one organization or team, and memberships of that one hold it."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("team_id", "name"), UniqueConstraint("id", "team_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    """The team, or the organization."""
    name: Mapped[str]
    color: Mapped[str | None]
    description: Mapped[str | None]
    permissions: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    """Words such as `booking.read`, each once, in the order in which they were added."""
