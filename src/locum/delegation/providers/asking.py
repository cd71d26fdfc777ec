"""Requests to providers: short, through the gate, and answered in JSON or not at all."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from locum.delegation.providers.port import NotGranted
from locum.kit.safe_urls import Outbound, Refused, Unreachable

WITHIN_SECONDS = 5.0
"""Somebody waits for the answer."""

_CODE = re.compile(r"[a-z_]{1,60}")


@dataclass(frozen=True, slots=True)
class Line:
    """A way to providers. `allow_private` is for networks that have their own (LOCUM_OUTBOUND_ALLOW_PRIVATE)."""

    allow_private: bool

    async def ask(self, address: str, form: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """The answer to a form, or to a plain GET. Raises NotGranted unless it is a success with a JSON object."""
        headers = {"Accept": "application/json"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            async with Outbound(allow_private=self.allow_private) as outbound:
                answer = await outbound.send(
                    "GET" if form is None else "POST",
                    address,
                    headers=headers,
                    content=urlencode(form or {}).encode(),
                    within_seconds=WITHIN_SECONDS,
                )
        except (Refused, Unreachable) as error:
            raise NotGranted("the provider does not answer") from error
        told = _object(answer.beginning)
        if answer.status != 200 or told is None:
            raise NotGranted(_reason(answer.status, told or {}))
        return told


@dataclass(frozen=True, slots=True)
class Granted:
    """An access token, and for how many seconds it is good; 0 where the provider does not say."""

    token: str = field(repr=False)
    seconds: int = 0


def granted(told: Mapping[str, Any]) -> Granted:
    """What an answer grants (RFC 6749, section 5.1). Raises NotGranted where there is no token."""
    token, seconds = told.get("access_token"), str(told.get("expires_in", ""))
    if not isinstance(token, str) or not token:
        raise NotGranted("the provider gives no token")
    return Granted(token, int(seconds) if seconds.isascii() and seconds.isdigit() and len(seconds) < 9 else 0)


def _object(text: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _reason(status: int, told: Mapping[str, Any]) -> str:
    """The provider's own code (RFC 6749, section 5.2) if it is one; nothing else of its words is passed on."""
    code = told.get("error")
    return f"the provider says {code if isinstance(code, str) and _CODE.fullmatch(code) else status}"
