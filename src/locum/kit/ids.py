"""Ids that stand in addresses of the wire where numbers would tell too much."""

import secrets
import string
from uuid import UUID

_SIGNS = string.ascii_lowercase + string.digits
_LENGTH = 24

NOTHINGS_ID = UUID(int=0)
"""The id that nothing has."""


def opaque_id() -> str:
    """A random id that looks like those of the contract: 25 lower-case letters and digits, the first of them `c`."""
    return "c" + "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def parse_uuid(text: str) -> UUID | None:
    """The id that a text spells; None for what spells none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def uuid_of(text: str) -> UUID:
    """The id that a text spells. What spells none names nothing, like an id that nothing has: both are unknown."""
    return parse_uuid(text) or NOTHINGS_ID
