"""Use case: look up who was chosen to host, and why. For those who administer the team."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, queries
from locum.bookings.views import Organizer
from locum.event_types import queries as event_types
from locum.host_choice import queries as choices
from locum.host_choice.models import HostChoice
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.kit.errors import Forbidden
from locum.memberships.authority import authority_in_team


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices of a booking, the first one first, and the accounts of all that they speak of, by id."""

    choices: Sequence[HostChoice]
    people: dict[int, Organizer]


async def choices_of(session: AsyncSession, caller: Principal, uid: str) -> Chosen:
    """How the hosts of a booking were chosen. Raises NotFound, or Forbidden for those who do not lead the team.

    Hosts may not look: the account says of their colleagues who was away or had fewer bookings.
    """
    view = await access.found(session, uid)
    event_type_id = view.booking.event_type_id
    place = None if event_type_id is None else await event_types.place(session, event_type_id)
    if place is None or place.team_id is None:
        may = await access.is_in_charge(session, caller, view, Permission.BOOKING_READ)
    else:
        may = (await authority_in_team(session, caller, place.team_id)).may(Permission.BOOKING_READ)
    if not may:
        raise Forbidden(f"User with id={caller.user_id} does not administer the team of booking with uid={uid}")
    found = await choices.of_booking(session, view.booking.id)
    return Chosen(found, await queries.by_ids(session, _named(found)))


def _named(found: Iterable[HostChoice]) -> set[int]:
    ids = {user_id for choice in found for user_id in (choice.host_id, choice.assigned_by) if user_id is not None}
    return ids | {one["userId"] for choice in found for one in choice.considered}
