"""What a service account's key has to hold, and which domain it is for: pure (platform sheet, section 9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_KEY = 20_000
"""Characters of a key as JSON, with whatever else its provider wrote into it."""
LONGEST = 8000
"""Characters of one part of a key; the longest keys that anybody uses have 6,400."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A provider of calendars for whole organizations. `needed` are the parts of a key, `telling` the one of them that
    no other provider's key has."""

    slug: str
    name: str
    telling: str
    needed: tuple[str, ...]


PLATFORMS = {
    platform.slug: platform
    for platform in (
        Platform("google", "Google", "client_email", ("private_key", "client_email", "client_id")),
        Platform("office365", "Microsoft 365", "tenant_id", ("private_key", "tenant_id", "client_id")),
    )
}


def platform_of_key(key: Mapping[str, Any]) -> Platform | None:
    """Whose key this is; None when parts are missing, empty, or no text."""
    for platform in PLATFORMS.values():
        if key.get(platform.telling):
            return platform if all(_is_good(key.get(name)) for name in platform.needed) else None
    return None


def _is_good(part: Any) -> bool:
    return isinstance(part, str) and part.strip() != "" and len(part) <= LONGEST


def plain_domain(text: str) -> str:
    """A domain as addresses end with it: lower case, without the `@`."""
    return text.strip().lower().removeprefix("@")
