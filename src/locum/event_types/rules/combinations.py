"""Settings that exclude each other (event types sheet, section 5)."""

from collections.abc import Mapping
from typing import Any

from locum.kit.errors import BadRequest


def check_combinations(settings: Mapping[str, Any]) -> None:
    """Refuse what cannot be on together. `settings` are complete and in their stored form. Raises BadRequest."""
    if settings["seats"] is not None:
        if len(settings["locations"]) > 1:
            raise BadRequest("Seats are enabled but more than one location is provided.")
        if settings["confirmation_policy"] is not None:
            raise BadRequest("Seats are enabled but requiresConfirmation is true.")
        if settings["recurrence"] is not None:
            raise BadRequest("Recurring Events and Offer Seats cannot be active at the same time.")
    if settings["booker_active_bookings_limit"] is not None and settings["recurrence"] is not None:
        raise BadRequest("Recurring Events and booker active bookings limit cannot be active at the same time.")
