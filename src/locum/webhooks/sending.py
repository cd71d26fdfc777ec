"""One attempt: the request that a subscriber gets (webhooks sheet, section 2; clients sheet, section 2.5)."""

import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from locum.kit import clock
from locum.kit.crypto import SealBroken, Vault
from locum.kit.safe_urls import Outbound, Refused, Unreachable
from locum.webhooks.rules import Outcome
from locum.webhooks.templates import render

WITHIN_SECONDS = 10.0
LONGEST_ANSWER, LONGEST_ERROR = 1000, 300
"""Characters that are kept."""
UNSIGNED = "no-secret-provided"


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything that one attempt needs, of a webhook and of an event as they are now."""

    delivery_id: UUID
    subscriber_url: str
    version: str
    sealed_secret: str | None
    template: str | None
    body: dict[str, Any]


async def send(outbound: Outbound, vault: Vault, parcel: Parcel) -> Outcome:
    """Try once. Nothing is raised for what a subscriber can bring about: that is an outcome."""
    at, began = clock.now(), time.monotonic()
    status, error, answer = None, None, None
    try:
        headers, content = request_of(parcel, vault)
        heard = await outbound.send(
            "POST",
            parcel.subscriber_url,
            headers=headers,
            content=content,
            within_seconds=WITHIN_SECONDS,
            most_bytes=4 * LONGEST_ANSWER,
        )
        status, answer = heard.status, _readable(heard.beginning)
    except Unreachable as failure:
        error = str(failure)
    except Refused as failure:
        error = f"The address is refused: {failure}"
    except SealBroken:
        error = "The secret of this webhook cannot be read any more; set it anew"
    return Outcome(at, int((time.monotonic() - began) * 1000), status, error and error[:LONGEST_ERROR], answer)


def request_of(parcel: Parcel, vault: Vault) -> tuple[dict[str, str], bytes]:
    """Headers and bytes of a delivery. Raises SealBroken when the secret cannot be opened."""
    rendered = render(parcel.template, parcel.body)
    secret = vault.open(parcel.sealed_secret) if parcel.sealed_secret else None
    headers = {
        "Content-Type": rendered.content_type,
        "X-Cal-Signature-256": signature(secret, rendered.content),
        "X-Cal-Webhook-Version": parcel.version,
        "X-Locum-Delivery": str(parcel.delivery_id),
        "User-Agent": "Locum",
    }
    return headers, rendered.content


def signature(secret: str | None, content: bytes) -> str:
    """Lower-case hexadecimal HMAC-SHA256 of exactly these bytes."""
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest() if secret else UNSIGNED


def _readable(beginning: bytes) -> str:
    # PostgreSQL keeps every character but this one.
    return beginning.decode("utf-8", "replace").replace("\x00", "\ufffd")[:LONGEST_ANSWER]
