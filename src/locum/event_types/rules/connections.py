"""What an owner has connected: conferencing applications and calendars (event types sheet, sections 4 and 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from locum.event_types.rules.locations import check_connected
from locum.kit.errors import BadRequest


@dataclass(frozen=True, slots=True)
class ConnectedCalendar:
    """A calendar of the owner's, by the names that clients use."""

    integration: str
    external_id: str
    read_only: bool = False
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Connections:
    """Everything that settings can refer to outside the house. Applications go by their wire names."""

    applications: frozenset[str] = frozenset()
    calendars: tuple[ConnectedCalendar, ...] = ()


NOTHING_CONNECTED = Connections()


def check_connections(changed: Mapping[str, Any], connections: Connections) -> None:
    """Settings that change may only name what is connected. Raises BadRequest."""
    check_connected(changed.get("locations", ()), connections.applications)
    if changed.get("destination_calendar") is not None:
        _check_destination(changed["destination_calendar"], connections)
    if changed.get("use_destination_calendar_email") and not any(one.primary for one in connections.calendars):
        raise BadRequest("useDestinationCalendarEmail needs a connected primary calendar.")


def _check_destination(destination: Mapping[str, Any], connections: Connections) -> None:
    wanted = (destination["integration"], destination["externalId"])
    found = [one for one in connections.calendars if (one.integration, one.external_id) == wanted]
    if not found:
        raise BadRequest(f"Invalid destinationCalendar: {destination['externalId']} Calendar does not exist")
    if all(one.read_only for one in found):
        raise BadRequest(f"Invalid destinationCalendar: {destination['externalId']} Calendar is read-only")
