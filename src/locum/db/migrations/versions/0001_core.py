"""The core: people, organizations, schedules, absences, event types, bookings, mail, jobs."""

from typing import Any

from alembic import op
from procrastinate.schema import SchemaManager

import locum.tables  # noqa: F401
from locum.db.base import Base

revision = "0001"
down_revision = None


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())
    raw: Any = op.get_bind().connection.driver_connection
    # Several commands with literal percent signs: only the driver itself takes them as they are.
    raw.execute(SchemaManager.get_schema())
