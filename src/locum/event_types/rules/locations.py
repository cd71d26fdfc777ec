"""Where an event takes place: names of applications, reading of what is stored (event types sheet, section 6)."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from locum.kit.errors import BadRequest

CAL_VIDEO = "cal-video"

INTERNAL_NAMES: Mapping[str, str] = MappingProxyType(
    {
        CAL_VIDEO: "integrations:daily",
        "google-meet": "integrations:google:meet",
        "zoom": "integrations:zoom",
        "whereby-video": "integrations:whereby_video",
        "whatsapp-video": "integrations:whatsapp_video",
        "webex-video": "integrations:webex_video",
        "telegram-video": "integrations:telegram_video",
        "tandem": "integrations:tandem",
        "sylaps-video": "integrations:sylaps_video",
        "skype-video": "integrations:skype_video",
        "sirius-video": "integrations:sirius_video_video",
        "signal-video": "integrations:signal_video",
        "shimmer-video": "integrations:shimmer_video",
        "salesroom-video": "integrations:salesroom_video",
        "roam-video": "integrations:roam_video",
        "riverside-video": "integrations:riverside_video",
        "ping-video": "integrations:ping_video",
        "office365-video": "integrations:office365_video",
        "mirotalk-video": "integrations:mirotalk_video",
        "jitsi": "integrations:jitsi",
        "jelly-video": "integrations:jelly_video",
        "jelly-conferencing": "integrations:jelly_conferencing",
        "huddle": "integrations:huddle01",
        "facetime-video": "integrations:facetime_video",
        "element-call-video": "integrations:element-call_video",
        "eightxeight-video": "integrations:eightxeight_video",
        "discord-video": "integrations:discord_video",
        "demodesk-video": "integrations:demodesk_video",
        "campfire-video": "integrations:campfire_video",
    }
)
"""Name of a conferencing application on the wire -> how older shapes and bookings write it."""

INTEGRATIONS = tuple(INTERNAL_NAMES)

# These keep their detail under the name of their type.
_DETAILED = frozenset({"address", "link", "phone", "integration"})
_BARE = frozenset({"attendeeAddress", "attendeePhone", "attendeeDefined", "organizersDefaultApp"})


@dataclass(frozen=True, slots=True)
class Location:
    """One place on offer. `detail` is the address, link, number or application; None where the booker says it.

    `public` places are shown before booking.
    """

    type: str
    detail: str | None = None
    public: bool = False


def default_locations() -> list[dict[str, Any]]:
    """What an event type has when nothing was said: the video application of the house."""
    return [{"type": "integration", "integration": CAL_VIDEO}]


def is_understood(stored: object) -> bool:
    """Whether a stored location is of a known form."""
    if not isinstance(stored, dict):
        return False
    kind = stored.get("type")
    if not isinstance(kind, str):
        return False
    return kind in _BARE or (kind in _DETAILED and isinstance(stored.get(kind), str))


def presentable(stored: Iterable[Any]) -> list[dict[str, Any]]:
    """Stored locations as they are answered: what is no longer understood is shown as it lies there."""
    return [
        item if is_understood(item) else {"type": "unknown", "location": json.dumps(item, ensure_ascii=False)}
        for item in stored
    ]


def readable(stored: Iterable[Any]) -> tuple[Location, ...]:
    """The locations that can be booked, in their order."""
    return tuple(
        Location(item["type"], item.get(item["type"]), bool(item.get("public", False)))
        for item in stored
        if is_understood(item)
    )


def check_connected(locations: Iterable[Mapping[str, Any]], connected: Collection[str]) -> None:
    """Applications have to be connected by the owner, the house's own apart. Raises BadRequest."""
    for location in locations:
        application = location.get("integration")
        if application is not None and application != CAL_VIDEO and application not in connected:
            raise BadRequest(f"{application} not connected.")
