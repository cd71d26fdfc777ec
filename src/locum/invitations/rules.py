"""Invitation links: pure (members sheet, section 5.2)."""

import re
from datetime import timedelta
from urllib.parse import urlencode

LASTS = timedelta(days=7)
SIGN_UP_LASTS = timedelta(days=1)
"""How long somebody has to confirm the address that he signed up with."""

_TOKEN = re.compile(r"[0-9a-f]{64}")


def is_token(text: str) -> bool:
    """Whether this can be one at all."""
    return _TOKEN.fullmatch(text) is not None


def invitation_link(base_url: str, token: str, *, is_of_organization: bool) -> str:
    """The address to pass on. People of an organization's team are usually new, others have an account."""
    if is_of_organization:
        return f"{base_url}/signup?{urlencode({'token': token, 'callbackUrl': '/getting-started'}, safe='/')}"
    return f"{base_url}/teams?{urlencode({'token': token})}"
