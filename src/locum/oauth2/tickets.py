"""Secrets, codes and tokens: made from chance, shown once, kept as digests. Each kind can be told by its first letters.

Not `cal_`: that is an API key.
"""

import secrets

SECRET, CODE, ACCESS, REFRESH = "locum_cs_", "locum_ac_", "locum_at_", "locum_rt_"

_RANDOM_BYTES = 32


def fresh(kind: str) -> str:
    """A new one, whole."""
    return kind + secrets.token_urlsafe(_RANDOM_BYTES)


def fresh_client_id() -> str:
    """A name for a new application: lower-case letters and digits."""
    return f"cl{secrets.token_hex(12)}"
