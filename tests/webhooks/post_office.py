"""A person with webhooks on a database of its own, and couriers that work only when told."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from locum.db.session import Database
from locum.settings import Settings
from locum.users.models import User
from locum.webhooks.courier import Courier
from locum.webhooks.models import Webhook, WebhookDelivery, WebhookEvent
from locum.webhooks.outbox import put
from tests.support.receiver import Receiver

TRIGGER = "BOOKING_CREATED"
NOON = datetime(2050, 9, 1, 12, tzinfo=UTC)


def numbers(server: Receiver) -> list[int]:
    """Which events a receiver heard of, in order."""
    return [json.loads(heard.body)["payload"]["number"] for heard in server.heard]


def ids(server: Receiver) -> list[str]:
    """The ids of the deliveries that a receiver heard, in order."""
    return [heard.headers["x-locum-delivery"] for heard in server.heard]


@dataclass(slots=True)
class PostOffice:
    """Makes webhooks and events, and has couriers work."""

    database: Database
    settings: Settings
    couriers: list[Courier]
    owner_id: int = 0
    turns: list[asyncio.Task[None]] = field(default_factory=list)

    async def open(self) -> None:
        """Anna moves in."""
        async with self.database.work() as session:
            anna = User(email="anna@house.example", name="Anna", username="anna")
            session.add(anna)
            await session.flush()
            self.owner_id = anna.id

    async def webhook(self, address: str, secret: str | None = None, **values: Any) -> Webhook:
        """A webhook of Anna's, or of whom the values name."""
        if not values.keys() & {"team_id", "event_type_id", "oauth_client_id"}:
            values = {"user_id": self.owner_id, **values}
        sealed = self.settings.vault.seal(secret) if secret else None
        row = Webhook(
            **{"subscriber_url": address, "active": True, "triggers": [TRIGGER], "sealed_secret": sealed, **values}
        )
        async with self.database.work() as session:
            session.add(row)
        return row

    async def happen(self, times: int = 1, **values: Any) -> list[int]:
        """Something happens to Anna, each time in a transaction of its own; the ids of the events."""
        ids = []
        for number in range(times):
            body = {"triggerEvent": TRIGGER, "createdAt": "2050-05-01T00:00:00.000Z", "payload": {"number": number}}
            event = WebhookEvent(**{"trigger": TRIGGER, "user_id": self.owner_id, "body": body, **values})
            async with self.database.work() as session:
                await put(session, event)
            ids.append(event.id)
        return ids

    async def work(self) -> None:
        """All couriers do together what is due now, until nothing is."""
        await self.look(*self.couriers)
        while await self.rest():
            await self.look(*self.couriers)

    async def look(self, *couriers: Courier) -> None:
        """Couriers, the first one if none is named, begin what is due."""
        for began in await asyncio.gather(*(courier.look() for courier in couriers or self.couriers[:1])):
            self.turns += began

    async def rest(self) -> int:
        """Returns when every turn that was begun is over; how many there were."""
        over, self.turns = self.turns, []
        await asyncio.gather(*over, return_exceptions=True)
        return len(over)

    async def deliveries(self) -> list[WebhookDelivery]:
        """Every delivery there is, by event."""
        async with self.database.look() as session:
            return [*(await session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.event_id)))]
