"""Use cases that read as programs of 2024-04-15 do: event types by group (client surface sheet, section 2.4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types import older_queries, queries, team_queries
from locum.event_types.models import EventType, stored_settings
from locum.event_types.older_queries import Place
from locum.event_types.presenting import settings_members
from locum.event_types.rules.older_locations import older
from locum.event_types.schemas.older import (
    OlderEventTypeOutput,
    OlderGroupMetadata,
    OlderGroupOutput,
    OlderGroupsOutput,
    OlderProfileOutput,
    OlderUserOutput,
)
from locum.kit.paging import Page
from locum.users.models import User


def present(event_type: EventType, people: Iterable[Any]) -> OlderEventTypeOutput:
    """An event type with those who take its bookings."""
    stored = stored_settings(event_type)
    members = settings_members(stored, public=False)
    return OlderEventTypeOutput.model_validate(
        {
            **stored,
            "length": stored["length_in_minutes"],
            "locations": older(stored["locations"]),
            "booking_fields": [field.model_dump(by_alias=True, mode="json") for field in members["booking_fields"]],
            "requires_confirmation": stored["confirmation_policy"] is not None,
            "seats_per_time_slot": members["seats_per_time_slot"],
            "recurring_event": stored["recurrence"],
            "metadata": members["metadata"],
            "users": list(people),
        }
    )


def _user(person: User | team_queries.HostRow) -> OlderUserOutput:
    user_id = person.id if isinstance(person, User) else person.user_id
    return OlderUserOutput(id=user_id, name=person.name, username=person.username, avatar_url=person.avatar_url)


def present_own(event_type: EventType, owner: User) -> OlderEventTypeOutput:
    """A person's event type."""
    return present(event_type, [_user(owner)])


async def groups(session: AsyncSession, user_id: int, web_url: str, page: Page) -> OlderGroupsOutput:
    """One's own event types, and those of the teams one belongs to. A page counts event types, whatever their group."""
    owner = await session.get_one(User, user_id)
    own = await queries.of_person(session, user_id, with_hidden=True)
    places = await older_queries.places(session, user_id)
    of_teams = await older_queries.of_teams(session, places)
    shown = _cut([own, *(of_teams.get(place.team.id, ()) for place in places)], page)
    hosts = await team_queries.hosts_shown(session, [one for group in shown[1:] for one in group])
    base = web_url.rstrip("/")
    found = [
        OlderGroupOutput(
            team_id=None,
            membership_role=None,
            booker_url=base,
            profile=OlderProfileOutput(slug=owner.username, name=owner.name, image=owner.avatar_url),
            metadata=OlderGroupMetadata(membership_count=1, read_only=False),
            event_types=[present_own(one, owner) for one in shown[0]],
        )
    ]
    found += [_group(place, rows, hosts, base) for place, rows in zip(places, shown[1:], strict=True)]
    return OlderGroupsOutput(event_type_groups=found, profiles=[group.profile for group in found])


def _group(
    place: Place, rows: Sequence[EventType], hosts: Mapping[int, Sequence[team_queries.HostRow]], base: str
) -> OlderGroupOutput:
    team = place.team
    return OlderGroupOutput(
        team_id=team.id,
        membership_role=place.role,
        booker_url=base,
        profile=OlderProfileOutput(slug=f"team/{team.slug}", name=team.name, image=team.logo_url),
        metadata=OlderGroupMetadata(membership_count=place.members, read_only=place.role == "MEMBER"),
        event_types=[present(row, map(_user, hosts.get(row.id, ()))) for row in rows],
    )


def _cut(groups: Iterable[Sequence[EventType]], page: Page) -> list[list[EventType]]:
    """What of the groups, one after the other, is on a page."""

    def cut() -> Iterator[list[EventType]]:
        skip, take = page.skip, page.take
        for group in groups:
            rows = list(islice(group, skip, skip + take))
            skip, take = max(0, skip - len(group)), take - len(rows)
            yield rows

    return list(cut())
