"""Use cases of custom roles: make, change, remove (members sheet, section 7).

Nobody puts into a role what he does not hold himself, nor touches one that he could not give.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.grants import Authority
from locum.kit.errors import BadRequest, MissingRecord, NotFound
from locum.roles import queries
from locum.roles.giving import check_holds
from locum.roles.models import CustomRole
from locum.roles.rules import role_id
from locum.roles.vocabulary import checked

MOST_ROLES = 200
"""Of one organization or team."""


@dataclass(frozen=True, slots=True)
class Place:
    """An organization or a team, and what whoever asks may do there."""

    id: int
    is_team: bool
    authority: Authority


@dataclass(frozen=True, slots=True)
class NewRole:
    """What a role is made of."""

    name: str
    color: str | None = None
    description: str | None = None
    permissions: list[str] = field(default_factory=list)


async def list_roles(session: AsyncSession, place: Place) -> tuple[datetime, Sequence[CustomRole]]:
    """All custom roles of a place, the oldest first, and since when there is the place. Raises MissingRecord."""
    since = await queries.made_at(session, place.id)
    if since is None:
        raise MissingRecord
    return since, await queries.of_place(session, place.id, MOST_ROLES)


async def get_role(session: AsyncSession, place: Place, text: str, *, hold: bool = False) -> CustomRole:
    """A role of a place by its id as written. Raises NotFound, also for system roles."""
    wanted = role_id(text)
    found = None if wanted is None else await queries.one(session, place.id, wanted, hold=hold)
    if found is None:
        raise NotFound(f"Role with id {text} within team id {place.id} not found")
    return found


async def create_role(session: AsyncSession, place: Place, new: NewRole) -> CustomRole:
    """Raises BadRequest for a name that is taken or an unknown permission, Forbidden for one that is not held."""
    words = checked(new.permissions, team=place.is_team)
    check_holds(place.authority, words)
    await _take_name(session, place, new.name)
    if await queries.count(session, place.id) >= MOST_ROLES:
        raise BadRequest(f"There are {MOST_ROLES} roles already.")
    role = CustomRole(team_id=place.id, name=new.name, color=new.color, description=new.description, permissions=words)
    session.add(role)
    await session.flush()
    return role


async def change_role(session: AsyncSession, place: Place, text: str, changes: dict[str, Any]) -> CustomRole:
    """Change what is named, by column; null empties colour and description. Raises as `create_role`, and NotFound."""
    words = changes.get("permissions")
    wanted = None if words is None else checked(words, team=place.is_team)
    role = await _to_change(session, place, text)
    name = changes.get("name") or role.name
    if name != role.name:
        await _take_name(session, place, name)
        role.name = name
    for column in ("color", "description"):
        if column in changes:
            setattr(role, column, changes[column])
    if wanted is not None:
        check_holds(place.authority, wanted)
        role.permissions = wanted
    await session.flush()
    return role


async def remove_role(session: AsyncSession, place: Place, text: str) -> CustomRole:
    """A role goes; whoever held it is a plain member from now on. Raises NotFound or Forbidden."""
    role = await _to_change(session, place, text)
    await session.execute(delete(CustomRole).where(CustomRole.id == role.id))
    return role


async def add_permissions(session: AsyncSession, place: Place, text: str, words: Iterable[str]) -> list[str]:
    """Add those that are not there yet; answers with all. Raises BadRequest, NotFound or Forbidden, in this order."""
    wanted = checked(words, team=place.is_team)
    role = await _to_change(session, place, text)
    check_holds(place.authority, wanted)
    return await _put(session, role, [*role.permissions, *(word for word in wanted if word not in role.permissions)])


async def replace_permissions(session: AsyncSession, place: Place, text: str, words: Iterable[str]) -> list[str]:
    """These and no others from now on. Raises as `add_permissions`."""
    wanted = checked(words, team=place.is_team)
    role = await _to_change(session, place, text)
    check_holds(place.authority, wanted)
    return await _put(session, role, wanted)


async def remove_permissions(session: AsyncSession, place: Place, text: str, words: Iterable[str]) -> None:
    """Take them out, those that are not there being no matter. Raises as `add_permissions`."""
    unwanted = checked(words, team=place.is_team)
    role = await _to_change(session, place, text)
    await _put(session, role, [word for word in role.permissions if word not in unwanted])


async def _to_change(session: AsyncSession, place: Place, text: str) -> CustomRole:
    role = await get_role(session, place, text, hold=True)
    check_holds(place.authority, role.permissions)
    return role


async def _put(session: AsyncSession, role: CustomRole, words: list[str]) -> list[str]:
    role.permissions = words
    await session.flush()
    return words


async def _take_name(session: AsyncSession, place: Place, name: str) -> None:
    await queries.hold_place(session, place.id)
    if await queries.named(session, place.id, name) is not None:
        raise BadRequest(f'Role with name "{name}" already exists')
