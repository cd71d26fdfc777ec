"""A webhook on somebody's desk: his own, or one of the organization that he looks at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit.errors import Forbidden, NotFound
from locum.kit.wire_types import IdText
from locum.pages.dashboard.desk import CurrentDesk, Desk, Trail
from locum.webhooks import queries
from locum.webhooks.models import Webhook
from locum.webhooks.places import Owner

WEBHOOKS = "/dashboard/webhooks"


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook that the person may see. `path` and `address` hold also when a change of the row was undone."""

    desk: Desk
    webhook: Webhook
    owner: Owner
    path: str
    address: str

    @property
    def called(self) -> str:
        """What stands for it where there is little room: the host that is told."""
        return urlsplit(self.address).hostname or self.address

    def may(self, permission: Permission) -> bool:
        """Whether the person may do something with it."""
        return may(self.desk, self.owner, permission)

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


def own(desk: Desk) -> Owner:
    """The person, as one whom webhooks belong to."""
    return Owner("user_id", desk.person.id, "user", shows_secrets=True)


def shared(desk: Desk) -> Owner:
    """The organization that is looked at, as one whom webhooks belong to."""
    return Owner("team_id", desk.organization.id, "user", shows_secrets=desk.may(Permission.WEBHOOK_UPDATE))


def may(desk: Desk, owner: Owner, permission: Permission) -> bool:
    """With one's own, anything; with the organization's, what the API allows too."""
    return owner.column == "user_id" or desk.may(permission)


def owners(desk: Desk, permission: Permission) -> list[Owner]:
    """With whose webhooks the person may do something."""
    return [own(desk), *([shared(desk)] if desk.may(permission) else [])]


def hook_with(permission: Permission) -> Callable[..., Any]:
    """A dependency: the webhook of the address, for somebody who may do this with it.

    Raises NotFound for one that the person may not see, Forbidden for one that he may only see.
    """

    async def resolve(session: Session, desk: CurrentDesk, webhook_id: IdText) -> Hook:
        for owner in owners(desk, Permission.WEBHOOK_READ):
            webhook = await queries.within_reach(session, owner, webhook_id)
            if webhook is not None:
                if not may(desk, owner, permission):
                    raise Forbidden("This takes a permission that you do not hold.")
                return Hook(desk, webhook, owner, f"{WEBHOOKS}/{webhook.id}", webhook.subscriber_url)
        raise NotFound("There is no such webhook.")

    return resolve
