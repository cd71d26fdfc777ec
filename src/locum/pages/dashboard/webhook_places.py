"""Whose webhooks somebody may see to: his own, those of the organization that he looks at, and those of event types."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.grants import FULL_AUTHORITY, Authority
from locum.http.parameters import id_of
from locum.http.permissions import Permission
from locum.memberships.authority import authority_in_team
from locum.pages.dashboard import webhook_queries as queries
from locum.pages.dashboard.desk import Desk
from locum.pages.dashboard.webhook_queries import Kind
from locum.webhooks.places import Owner

_PERSON, _ORGANIZATION, _EVENT_TYPE = "user_id", "team_id", "event_type_id"


@dataclass(frozen=True, slots=True)
class Place:
    """Something that webhooks hang on, as `title` calls it, and what the person may do with them."""

    owner: Owner
    title: str
    authority: Authority

    @property
    def key(self) -> str:
        """The place in forms and addresses."""
        return f"{_EVENT_TYPE}-{self.owner.id}" if self.owner.column == _EVENT_TYPE else self.owner.column

    def may(self, permission: Permission) -> bool:
        """Whether the person may do something with them."""
        return self.authority.may(permission)


def own(desk: Desk) -> Place:
    """The person's own."""
    return Place(Owner(_PERSON, desk.person.id, "user", shows_secrets=True), desk.text("hooks.own"), FULL_AUTHORITY)


def shared(desk: Desk) -> Place:
    """The organization's."""
    owner = Owner(_ORGANIZATION, desk.organization.id, "user", shows_secrets=desk.may(Permission.WEBHOOK_UPDATE))
    return Place(owner, desk.organization.name, desk.authority)


def plain(desk: Desk, permission: Permission) -> list[Place]:
    """Those of the person and the organization with which he may do this."""
    return [own(desk), *([shared(desk)] if desk.may(permission) else [])]


async def of_kind(session: AsyncSession, desk: Desk, kind: Kind) -> Place | None:
    """Those of an event type, as the API decides it: a person's are his alone; None where they are not his business."""
    event_type, team = kind
    if team is None:
        authority = FULL_AUTHORITY if event_type.user_id == desk.person.id else None
    elif team.organization_id in {None, desk.place.id if desk.place else None}:
        authority = await authority_in_team(session, desk.caller, team.id)
    else:
        authority = None
    if authority is None or not authority.may(Permission.WEBHOOK_READ):
        return None
    manages = authority.may(Permission.WEBHOOK_UPDATE)
    owner = Owner(_EVENT_TYPE, event_type.id, "event type", shows_secrets=manages)
    return Place(owner, called(desk, kind), authority)


async def named(session: AsyncSession, desk: Desk, key: str, permission: Permission) -> Place | None:
    """The place that a form or an address names, if the person may do this there."""
    column, _, number = key.partition("-")
    if column != _EVENT_TYPE:
        return next((place for place in plain(desk, permission) if place.key == key), None)
    event_type_id = id_of(number)
    kind = None if event_type_id is None else await queries.kind(session, event_type_id)
    place = await of_kind(session, desk, kind) if kind else None
    return place if place and place.may(permission) else None


def called(desk: Desk, kind: Kind) -> str:
    """An event type, with the team that it is of."""
    event_type, team = kind
    if team is None:
        return desk.text("hooks.of_event_type", title=event_type.title)
    return desk.text("hooks.of_team_event_type", title=event_type.title, team=team.name)


def key_of(kind: Kind) -> str:
    """An event type in forms and addresses."""
    return f"{_EVENT_TYPE}-{kind.event_type.id}"
