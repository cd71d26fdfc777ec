"""From what a caller sent to the columns that change: "changes only what it names" (event types sheet, section 8)."""

from collections.abc import Mapping
from typing import Any

from locum.event_types.rules.booking_fields import check_contact, settle_guests
from locum.event_types.rules.combinations import check_combinations
from locum.event_types.rules.defaults import CLEARED_BY_NULL
from locum.kit.errors import InvalidInput
from locum.kit.slugs import slugify

Settings = Mapping[str, Any]


def changed_columns(stored: Settings, sent: Settings, *, phone_only_allowed: bool = False) -> dict[str, Any]:
    """The columns to write. `stored` are the present settings, or the defaults of a new event type.

    `sent` holds what the body named, structured settings in their stored form. All rules that look at several
    settings are checked against the outcome. Raises BadRequest or InvalidInput.
    """
    changed = {name: value for name, value in sent.items() if value is not None or name in CLEARED_BY_NULL}
    if "slug" in changed:
        changed["slug"] = clean_slug(changed["slug"])
    changed |= _guests(stored, changed)
    if "booking_fields" in changed:
        check_contact(changed["booking_fields"], phone_only_allowed=phone_only_allowed)
    check_combinations({**stored, **changed})
    return changed


def clean_slug(slug: str) -> str:
    """A slug as it is kept (event types sheet, section 4). Raises InvalidInput when nothing of it is left."""
    cleaned = slugify(slug)
    if not cleaned:
        raise InvalidInput.of("slug", "isNotEmpty", "slug should contain letters or digits", slug)
    return cleaned


def _guests(stored: Settings, changed: Settings) -> dict[str, Any]:
    if "booking_fields" not in changed and "disable_guests" not in changed:
        return {}
    fields, disable_guests = settle_guests(
        changed.get("booking_fields"), changed.get("disable_guests"), stored["disable_guests"]
    )
    settled: dict[str, Any] = {"disable_guests": disable_guests}
    return settled if fields is None else settled | {"booking_fields": fields}
