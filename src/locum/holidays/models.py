"""Which public holidays close somebody's days."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamped


class HolidayChoice(Stamped, Base):
    """The choice of a person or of an organization (`team_id`). A person's own comes before his main organization's."""

    __tablename__ = "holiday_choices"
    __table_args__ = (
        CheckConstraint("num_nonnulls(user_id, team_id) = 1", name="one_owner"),
        CheckConstraint("country IS NOT NULL OR region IS NULL", name="region_of_a_country"),
    )

    id: Mapped[Id]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), unique=True)
    country: Mapped[str | None]
    """ISO 3166-1 alpha-2; None is none, whatever the organization chose."""
    region: Mapped[str | None]
    """A subdivision as ISO 3166-2 has it, without the country."""
    working: Mapped[list[str]] = mapped_column(ARRAY(String))
    """Keys of the holidays that do not close the day."""
