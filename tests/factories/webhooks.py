"""Webhooks for tests."""

from itertools import count
from typing import Any

from locum.webhooks.models import Webhook
from tests.factories.world import World

_numbers = count(1)


async def webhook(world: World, *triggers: str, **values: Any) -> Webhook:
    """An active webhook for some triggers; `values` name its owner (`user_id`, `team_id` ...)."""
    url = f"https://receiver{next(_numbers)}.example/hook"
    row = Webhook(**{"subscriber_url": url, "active": True, "triggers": [*triggers], **values})
    world.session.add(row)
    await world.session.commit()
    return row
