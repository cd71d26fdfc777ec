"""Several persons asked for at once: an event type that exists only in the asking (event types sheet, section 1)."""

from collections.abc import Sequence
from typing import Any

from locum.event_types.presenting import owner_members, settings_members
from locum.event_types.rules.defaults import default_settings
from locum.event_types.schemas.output import EventTypeOutput
from locum.users.models import User

LENGTH = 30
LENGTH_OPTIONS = (15, 30, 45, 60, 90)
"""Minutes."""
SLUG, TITLE = "dynamic", "Group Meeting"


def dynamic_settings() -> dict[str, Any]:
    """The settings of the meeting, by column."""
    return default_settings() | {
        "id": 0,
        "title": TITLE,
        "slug": SLUG,
        "length_in_minutes": LENGTH,
        "length_in_minutes_options": list(LENGTH_OPTIONS),
    }


def present_dynamic(users: Sequence[User], web_url: str) -> EventTypeOutput:
    """The meeting of these persons."""
    names = "+".join(user.username or "" for user in users)
    return EventTypeOutput.model_validate(
        {
            **settings_members(dynamic_settings(), public=True),
            "owner_id": 0,
            "users": [owner_members(user) for user in users],
            "booking_url": f"{web_url.rstrip('/')}/{names}/{SLUG}",
        }
    )
