"""What a webhook is sent when its owner tests it: pure."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from locum.webhooks.payloads.envelope import framed, to_the_second
from locum.webhooks.triggers import PING


def ping_body(webhook_id: UUID, now: datetime) -> dict[str, Any]:
    """A made-up meeting with the keys that most templates name; `now` is an aware instant."""
    nobody = {"name": "Test", "email": "test@example.com", "timeZone": "UTC", "language": {"locale": "en"}}
    payload = {
        "webhookId": str(webhook_id),
        "type": "test",
        "title": "Test of a webhook",
        "startTime": to_the_second(now),
        "endTime": to_the_second(now + timedelta(minutes=30)),
        "organizer": nobody,
        "attendees": [nobody],
    }
    return framed(PING, payload, now)
