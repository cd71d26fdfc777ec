"""Why the hosts of a booking have it, for whoever may know (docs: hosts of bookings)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.choosing import choices_of
from locum.bookings.views import Organizer
from locum.host_choice.models import HostChoice
from locum.host_choice.rules import Outcome
from locum.kit.errors import Forbidden
from locum.pages.dashboard.desk import Desk


@dataclass(frozen=True, slots=True)
class Considered:
    """Another host: what became of him is a key of the catalogue; his bookings in words, where they were counted."""

    name: str
    outcome: str
    bookings: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One choice. `host` and `by` are None where nobody is meant, or where the account is gone."""

    host: str | None
    group: str | None
    reason: str
    made: str
    by: str | None
    note: str | None
    others: tuple[Considered, ...]


async def choices(session: AsyncSession, desk: Desk, uid: str) -> list[Row]:
    """How the hosts were chosen, the last choice first; nothing for those who may not know, as the API decides it."""
    try:
        found = await choices_of(session, desk.caller, uid)
    except Forbidden:
        return []
    return [_row(desk, choice, found.people) for choice in reversed(found.choices)]


def _row(desk: Desk, choice: HostChoice, people: Mapping[int, Organizer]) -> Row:
    return Row(
        _name(people, choice.host_id),
        choice.group_key,
        f"bookings.chosen.{choice.reason}",
        desk.clock.short(choice.made_at),
        _name(people, choice.assigned_by),
        choice.note,
        tuple(_others(desk, choice.considered, people)),
    )


def _others(desk: Desk, considered: Iterable[Any], people: Mapping[int, Organizer]) -> Iterator[Considered]:
    for one in considered:
        name, count = _name(people, one["userId"]), one.get("bookings")
        if name is None or one["outcome"] == Outcome.CHOSEN:
            continue
        counted = None if count is None else desk.words.count("bookings.chosen_count", count)
        yield Considered(name, f"bookings.outcome.{one['outcome']}", counted)


def _name(people: Mapping[int, Organizer], user_id: int | None) -> str | None:
    found = people.get(user_id or 0)
    return found.shown_name if found else None
