"""What the machine itself is set to."""

import os
from pathlib import Path

from locum.kit.zones import canonical_name

_LINK, _NAME = Path("/etc/localtime"), Path("/etc/timezone")


def zone_of_machine() -> str | None:
    """The IANA name of the machine's zone, where it can be told; the zone's rules are those of the `tzdata` wheel."""
    return canonical_name(os.environ.get("TZ", "").lstrip(":")) or _of_link() or _of_name()


def _of_link() -> str | None:
    if not _LINK.is_symlink():
        return None
    _, _, name = str(_LINK.resolve()).partition("/zoneinfo/")
    return canonical_name(name)


def _of_name() -> str | None:
    return canonical_name(_NAME.read_text().strip()) if _NAME.is_file() else None
