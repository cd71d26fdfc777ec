"""Requests to providers: short, through the gate, and answered in JSON or not at all."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
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


def token_in(told: Mapping[str, Any]) -> str:
    """The access token of an answer. Raises NotGranted where there is none."""
    token = told.get("access_token")
    if not isinstance(token, str) or not token:
        raise NotGranted("the provider gives no token")
    return token


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
