"""The frame that most bodies have (webhooks sheet, section 2)."""

from datetime import UTC, datetime
from typing import Any

from locum.kit.wire import format_instant


def framed(trigger: str, payload: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The body of a delivery without a template; `now` is the aware instant at which the event happened."""
    return {"triggerEvent": trigger, "createdAt": format_instant(now), "payload": payload}


def to_the_second(instant: datetime) -> str:
    """An aware instant as payloads write times of meetings: UTC, no fractions (`2050-09-05T07:00:00Z`)."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"
