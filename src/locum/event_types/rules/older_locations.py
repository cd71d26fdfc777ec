"""Locations as programs of 2024-04-15 write them, and as they are kept (event types sheet, section 12)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from locum.event_types.rules.locations import INTERNAL_NAMES
from locum.kit.errors import BadRequest

_NAMES = {internal: name for name, internal in INTERNAL_NAMES.items()}
# Type there -> type here, and the names of the detail there and here.
_DETAILED: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "inPerson": ("address", "address", "address"),
        "link": ("link", "link", "link"),
        "userPhone": ("phone", "hostPhoneNumber", "phone"),
    }
)
_BARE: Mapping[str, str] = MappingProxyType(
    {
        "attendeeInPerson": "attendeeAddress",
        "phone": "attendeePhone",
        "somewhereElse": "attendeeDefined",
        "conferencing": "organizersDefaultApp",
    }
)
_SHOWN = "displayLocationPublicly"


def newer(locations: Iterable[Any]) -> list[dict[str, Any]]:
    """As they are sent in 2024-06-14. Raises BadRequest for a type that is not known."""
    return [_newer(location) for location in locations]


def _newer(location: Any) -> dict[str, Any]:
    kind = str(location.get("type")) if isinstance(location, dict) else ""
    if kind in _NAMES:
        return {"type": "integration", "integration": _NAMES[kind]}
    if kind in _BARE:
        return {"type": _BARE[kind]}
    if kind in _DETAILED:
        becomes, theirs, ours = _DETAILED[kind]
        return {"type": becomes, ours: location.get(theirs), "public": location.get(_SHOWN) is True}
    raise BadRequest(f"Unsupported location type '{kind}'.")


def older(stored: Iterable[Any]) -> list[dict[str, Any]]:
    """As older programs read them; what is no longer understood is left as it is."""
    return [_older(location) for location in stored]


def _older(location: Any) -> dict[str, Any]:
    kind = location.get("type") if isinstance(location, dict) else None
    if kind == "integration":
        return {"type": INTERNAL_NAMES.get(location["integration"], location["integration"])}
    for theirs, ours in _BARE.items():
        if kind == ours:
            return {"type": theirs}
    for theirs, (ours, their_detail, our_detail) in _DETAILED.items():
        if kind == ours:
            shown = location.get("public", False)
            return {"type": theirs, their_detail: location.get(our_detail), _SHOWN: shown}
    return dict(location) if isinstance(location, dict) else {"type": "unknown"}
