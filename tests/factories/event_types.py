"""Event types for tests."""

from itertools import count
from typing import Any

from locum.event_types.models import EventType, EventTypeHost
from locum.event_types.rules.defaults import default_settings
from locum.organizations.models import Team
from locum.users.models import User
from tests.factories.world import World

_numbers = count(1)


async def event_type(world: World, owner: User | Team, **values: Any) -> EventType:
    """An event type of a person or of a team (collective unless said otherwise), an hour long."""
    number = next(_numbers)
    named: dict[str, Any] = {"title": f"Event {number}", "slug": f"event-{number}", "length_in_minutes": 60}
    if isinstance(owner, User):
        named |= {"user_id": owner.id}
    else:
        named |= {"team_id": owner.id, "organization_id": owner.organization_id, "scheduling_type": "collective"}
    row = EventType(**{**default_settings(), **named, **values})
    world.session.add(row)
    await world.session.commit()
    return row


async def host(world: World, of: EventType, user: User, **values: Any) -> EventTypeHost:
    """A host of a team's event type."""
    row = EventTypeHost(event_type_id=of.id, user_id=user.id, **values)
    world.session.add(row)
    await world.session.commit()
    return row
