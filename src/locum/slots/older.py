"""Free times as programs of 2024-04-15 ask for them, times of days off shown as such (slots sheet, section 12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.absences.reasons import REASONS, for_strangers
from locum.absences.rules import Days, ShownAbsence
from locum.event_types.loading import Bookable
from locum.kit.errors import InvalidInput
from locum.slots.answer import SlotAnswer
from locum.slots.asking import Form
from locum.slots.formatting import InstantWriter
from locum.slots.lookups import ById, OfPerson, OfTeam
from locum.slots.schedule import PUBLIC_HOLIDAY
from locum.users import queries as users


@dataclass(frozen=True, slots=True)
class OlderQuery:
    """What is asked. `zone` is None for UTC; with one, or with ends, days off are left out."""

    form: Form
    start: datetime
    end: datetime
    zone: str | None
    duration: int | None
    with_end: bool
    moved_uid: str | None

    @property
    def shows_days_off(self) -> bool:
        """Whether times of a day off are answered, marked as such."""
        return self.zone is None and not self.with_end


def form_of(
    event_type_id: int | None, slug: str | None, usernames: list[str], is_team: bool, organization: str | None
) -> Form:
    """Whose slots. Raises InvalidInput when nothing is named."""
    if event_type_id is not None:
        return ById(event_type_id)
    if not slug or not usernames:
        raise InvalidInput.of(
            "eventTypeId", "isNumber", "eventTypeId, or eventTypeSlug and usernameList, must be given"
        )
    return OfTeam(usernames[0], slug, organization) if is_team else OfPerson(usernames[0], slug, organization)


async def shown(session: AsyncSession, bookable: Bookable, answer: SlotAnswer, query: OlderQuery) -> dict[str, Any]:
    """Slots under their dates, free ones and those of days off together, in ascending order."""
    writer = InstantWriter(query.zone)
    length = query.duration or bookable.settings.timing.length
    entries = [(slot.start, _slot(writer, slot, length if query.with_end else None)) for slot in answer.slots]
    if query.shows_days_off and answer.away_slots and bookable.hosts:
        away = await _away(session, bookable.hosts[0].user_id, answer)
        entries += [
            (slot.start, {"time": writer.text(slot.start), **away[slot.absence_id]}) for slot in answer.away_slots
        ]
    dates: dict[str, list[dict[str, Any]]] = {}
    for start, entry in sorted(entries, key=lambda one: one[0]):
        dates.setdefault(writer.write(start)[0], []).append(entry)
    return dates


def _slot(writer: InstantWriter, slot: Any, length: int | None) -> dict[str, Any]:
    text = writer.text(slot.start)
    entry: dict[str, Any] = (
        {"time": text} if length is None else {"startTime": text, "endTime": writer.text(slot.start + length)}
    )
    if slot.seats is not None and slot.seats.booked:
        entry |= {"attendees": slot.seats.booked, "bookingUid": slot.seats.booking_uid}
    return entry


async def _away(session: AsyncSession, host_id: int, answer: SlotAnswer) -> Mapping[int, dict[str, Any]]:
    """What a visitor is told of each absence, by its id."""
    host = await users.by_id(session, host_id)
    days = Days(min(answer.away_dates), max(answer.away_dates))
    found = await absences.shown(session, [host_id], days)
    name = (host.name or host.username or "") if host else ""
    holiday = ShownAbsence(PUBLIC_HOLIDAY, host_id, days, "public_holiday", None, None)
    return {absence.id: told(absence, host_id, name) for absence in (holiday, *found)}


def told(absence: ShownAbsence, host_id: int, host_name: str) -> dict[str, Any]:
    """Who is away, who stands in, and, where it is meant for everybody, the note."""
    _, emoji, reason = REASONS[for_strangers(absence.reason)]
    entry: dict[str, Any] = {
        "away": True,
        "fromUser": {"id": host_id, "displayName": host_name},
        "reason": reason,
        "emoji": emoji,
    }
    substitute = absence.substitute
    if substitute is not None:
        entry["toUser"] = {
            "id": substitute.id,
            "username": substitute.username,
            "displayName": substitute.name or substitute.username,
        }
    if absence.note:
        entry |= {"notes": absence.note, "showNotePublicly": True}
    return entry
