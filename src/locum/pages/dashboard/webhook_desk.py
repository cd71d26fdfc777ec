"""A webhook on somebody's desk: his own, or one of the organization that he looks at, or of an event type."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import Forbidden, NotFound
from locum.kit.wire_types import IdText
from locum.pages.dashboard import webhook_queries
from locum.pages.dashboard.desk import CurrentDesk, Desk, Trail
from locum.pages.dashboard.webhook_places import Place, of_kind, plain
from locum.webhooks import queries
from locum.webhooks.models import Webhook

WEBHOOKS = "/dashboard/webhooks"


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook that the person may see. `path` and `address` hold also when a change of the row was undone."""

    desk: Desk
    webhook: Webhook
    place: Place
    path: str
    address: str

    @property
    def called(self) -> str:
        """What stands for it where there is little room: the host that is told."""
        return urlsplit(self.address).hostname or self.address

    def may(self, permission: Permission) -> bool:
        """Whether the person may do something with it."""
        return self.place.may(permission)

    @property
    def may_change(self) -> bool:
        """Whether it is the person's to look after; its secret and its log are for such people."""
        return self.may(Permission.WEBHOOK_UPDATE)

    @property
    def may_delete(self) -> bool:
        """Whether the person may remove it."""
        return self.may(Permission.WEBHOOK_DELETE)

    @property
    def above(self) -> Trail:
        """The list."""
        return [(WEBHOOKS, self.desk.text("hooks.title"))]

    @property
    def trail(self) -> Trail:
        """The list and its page."""
        return [*self.above, (self.path, self.called)]


def hook_with(permission: Permission) -> Callable[..., Any]:
    """A dependency: the webhook of the address, for somebody who may do this with it.

    Raises NotFound for one that the person may not see, Forbidden for one that he may only see.
    """

    async def resolve(session: Session, desk: CurrentDesk, webhook_id: IdText) -> Hook:
        webhook, place = await _found(session, desk, webhook_id)
        if not place.may(permission):
            raise Forbidden("This takes a permission that you do not hold.")
        return Hook(desk, webhook, place, f"{WEBHOOKS}/{webhook.id}", webhook.subscriber_url)

    return resolve


async def _found(session: AsyncSession, desk: Desk, webhook_id: UUID) -> tuple[Webhook, Place]:
    for place in plain(desk, Permission.WEBHOOK_READ):
        webhook = await queries.within_reach(session, place.owner, webhook_id)
        if webhook is not None:
            return webhook, place
    hung = await webhook_queries.one(session, webhook_id)
    of_event_type = await of_kind(session, desk, hung.kind) if hung else None
    if hung is None or of_event_type is None:
        raise NotFound("There is no such webhook.")
    return hung.webhook, of_event_type
