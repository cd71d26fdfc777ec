"""What webhooks announce."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from locum.db.events import Event


@dataclass(frozen=True, slots=True)
class WebhookDisabled(Event):
    """Locum switched a webhook off: every attempt had failed `since` (an aware instant). `user_ids` are to know."""

    webhook_id: UUID
    subscriber_url: str
    since: datetime
    user_ids: tuple[int, ...]
