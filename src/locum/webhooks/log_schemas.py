"""The log of deliveries on the wire: our own."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from locum.kit.wire import Instant, WireOutput
from locum.webhooks.log import Entry
from locum.webhooks.templates import Rendered

State = Literal["pending", "delivered", "failed", "abandoned"]


class DeliveryOut(WireOutput):
    """One event on its way to one webhook, and what the last attempt brought."""

    id: UUID = Field(description="Sent as `X-Locum-Delivery`, the same with every attempt")
    webhook_id: UUID
    trigger: str
    state: State
    attempts: int
    created_at: Instant
    attempted_at: Instant | None
    next_attempt_at: Instant | None
    status: int | None = Field(description="HTTP status of the answer; null when there was none")
    error: str | None = Field(description="Why there was no answer")
    duration_ms: int | None
    answer: str | None = Field(description="The first 1,000 characters of the answer")


class DeliveryDetailOut(DeliveryOut):
    """The same with what is sent, by the webhook's template as it is now."""

    content_type: str
    body: str


def delivery_out(entry: Entry) -> DeliveryOut:
    """A row as its owner sees it."""
    return DeliveryOut.model_construct(**_columns(entry))


def delivery_detail_out(entry: Entry, rendered: Rendered) -> DeliveryDetailOut:
    """The same with what is sent."""
    body = rendered.content.decode("utf-8", "replace")
    return DeliveryDetailOut.model_construct(**_columns(entry), content_type=rendered.content_type, body=body)


def _columns(entry: Entry) -> dict[str, Any]:
    delivery = entry.delivery
    return {
        "id": delivery.id,
        "webhook_id": delivery.webhook_id,
        "trigger": entry.trigger,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "created_at": delivery.created_at,
        "attempted_at": delivery.attempted_at,
        "next_attempt_at": delivery.next_attempt_at if delivery.state == "pending" else None,
        "status": delivery.status,
        "error": delivery.error,
        "duration_ms": delivery.duration_ms,
        "answer": delivery.answer,
    }
