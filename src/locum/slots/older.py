"""Free times as programs of 2024-04-15 ask for them, times of days off shown as such (slots sheet, section 12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.absences.reasons import REASONS, for_strangers
from locum.absences.rules import Days, ShownAbsence
from locum.event_types.loading import Bookable
from locum.kit.errors import InvalidInput
from locum.kit.zones import instant_at
from locum.slots.answer import AwaySlot, SlotAnswer
from locum.slots.asking import Form
from locum.slots.formatting import InstantWriter
from locum.slots.loading import Asked
from locum.slots.lookups import ById, OfPerson, OfTeam, Together
from locum.slots.schedule import PUBLIC_HOLIDAY
from locum.slots.service import find_slots, find_slots_and_days_off
from locum.users import queries as users

_DAY = timedelta(days=1)


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
    own_reservation: UUID | None = None
    routed: frozenset[int] = frozenset()
    contact_email: str | None = None

    @property
    def shows_days_off(self) -> bool:
        """Whether times of a day off are answered, marked as such."""
        return self.zone is None and not self.with_end

    def asked(self, now: datetime, contact_id: int | None) -> Asked:
        """As it is put to the engine."""
        return Asked(
            self.start,
            self.end,
            now,
            self.zone or "UTC",
            self.duration,
            self.moved_uid,
            own_reservation=self.own_reservation,
            routed=self.routed,
            contact_id=contact_id,
        )


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
    if is_team:
        return OfTeam(usernames[0], slug, organization)
    if len(usernames) > 1:
        return Together(tuple(usernames), organization)
    return OfPerson(usernames[0], slug, organization)


async def find(session: AsyncSession, bookable: Bookable, query: OlderQuery, now: datetime) -> dict[str, Any]:
    """Slots under their dates, free ones and those of days off together, in ascending order.

    Of the host whom the booker belongs to, unless he has no time at all: then of all. Raises BadRequest for too many.
    """
    owner = await users.by_email(session, query.contact_email) if query.contact_email else None
    asked = query.asked(now, owner.id if owner else None)
    answer, away = await _answered(session, bookable, asked, query)
    if owner is not None and not answer.slots:
        answer, away = await _answered(session, bookable, replace(asked, contact_id=None), query)
    return await _shown(session, bookable, answer, away, query)


async def _answered(
    session: AsyncSession, bookable: Bookable, asked: Asked, query: OlderQuery
) -> tuple[SlotAnswer, Sequence[AwaySlot]]:
    """What days off take away is looked for only where it is shown."""
    if query.shows_days_off:
        return await find_slots_and_days_off(session, bookable, asked)
    return await find_slots(session, bookable, asked), ()


async def _shown(
    session: AsyncSession, bookable: Bookable, answer: SlotAnswer, away: Sequence[AwaySlot], query: OlderQuery
) -> dict[str, Any]:
    writer = InstantWriter(query.zone)
    length = query.duration or bookable.settings.timing.length
    entries = [(slot.start, _slot(writer, slot, length if query.with_end else None)) for slot in answer.slots]
    if away:
        texts = await _away(session, away)
        entries += [
            (start, {"time": writer.text(start), **texts[absence_id, user_id]}) for start, absence_id, user_id in away
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


async def _away(session: AsyncSession, slots: Sequence[AwaySlot]) -> Mapping[tuple[int, int], dict[str, Any]]:
    """What a visitor is told of each absence, by its id and whose it is."""
    days = _days_around(slots)
    found = {one.id: one for one in await absences.shown(session, {slot.user_id for slot in slots}, days)}
    people = {user.id: user for user in await users.by_ids(session, {slot.user_id for slot in slots})}
    texts: dict[tuple[int, int], dict[str, Any]] = {}
    for _, absence_id, user_id in slots:
        holiday = ShownAbsence(PUBLIC_HOLIDAY, user_id, days, "public_holiday", None, None)
        name = people[user_id].name or people[user_id].username or ""
        texts[absence_id, user_id] = told(found.get(absence_id, holiday), user_id, name)
    return texts


def _days_around(slots: Sequence[AwaySlot]) -> Days:
    """A day off is one of the host's zone, the times are instants: two days more at both ends."""
    first, last = instant_at(slots[0].start) - 2 * _DAY, instant_at(slots[-1].start) + 2 * _DAY
    return Days(first.date(), last.date())


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
