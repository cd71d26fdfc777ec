"""Ids that stand in addresses of the wire where numbers would tell too much."""

import secrets
import string

_SIGNS = string.ascii_lowercase + string.digits
_LENGTH = 24


def opaque_id() -> str:
    """A random id that looks like those of the contract: 25 lower-case letters and digits, the first of them `c`."""
    return "c" + "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
