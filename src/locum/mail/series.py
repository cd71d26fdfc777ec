"""Series of bookings: which meeting speaks for all, and what calendars call one of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from locum.event_types.rules.policies import Recurrence as Rhythm
from locum.mail.booking_happenings import What
from locum.mail.notices import Further, Occurrence, Recurrence

_SPEAKS_FOR_STATUS = {"confirmed": "accepted", "declined": "rejected"}


_ONE_BY_ONE = frozenset({"rescheduled", "cancelled", "reassigned", "asked_to_move", "kept"})


@dataclass(frozen=True, slots=True)
class Meeting:
    """One booking of a series."""

    id: int
    uid: str
    starts_at: datetime
    ends_at: datetime
    status: str
    rescheduled_from_uid: str | None
    sequence: int


@dataclass(frozen=True, slots=True)
class Series:
    """All bookings that share a `recurring_uid`, moved ones included."""

    uid: str
    meetings: tuple[Meeting, ...]

    @classmethod
    def of(cls, uid: str, meetings: Sequence[Meeting]) -> "Series":
        """In the order of their starts."""
        return cls(uid, tuple(sorted(meetings, key=lambda meeting: meeting.starts_at)))

    @property
    def ics_uid(self) -> str:
        """The one name under which calendars know the whole series."""
        return f"{self.uid}@locum"

    def told_together(self, what: What, together: Collection[int] = ()) -> tuple[Meeting, ...]:
        """The meetings that are told of in one mail when this happens to the series (e-mails sheet, section 3).

        `together`: the ids of those in which the same people meet; empty: all.
        """
        status = _SPEAKS_FOR_STATUS.get(what)
        told = (meeting for meeting in self._planned() if status is None or meeting.status == status)
        return tuple(meeting for meeting in told if not together or meeting.id in together)

    def is_silent(self, what: What, booking_uid: str, together: Collection[int] = ()) -> bool:
        """Whether another meeting's mail speaks for this one. Moves, cancellations and other hosts are told singly."""
        if what in _ONE_BY_ONE or self._was_moved(booking_uid):
            return False
        told = self.told_together(what, together)
        return bool(told) and told[0].uid != booking_uid

    def recurrence(
        self, what: What, booking_uid: str, rhythm: Rhythm | None, zone: str, together: Collection[int] = ()
    ) -> Recurrence | None:
        """The rhythm, when this mail is about the whole series, or all of it in which the same people meet."""
        if rhythm is None or what in _ONE_BY_ONE or self._was_moved(booking_uid) or len(together) == 1:
            return None
        told = self.told_together(what, together)
        gaps = [one for one in self._planned() if told and told[0].starts_at < one.starts_at < told[-1].starts_at]
        gaps = [one for one in gaps if one not in told]
        moved = {one.rescheduled_from_uid for one in self.meetings}
        left_out = tuple(one.starts_at for one in gaps if one.uid not in moved)
        return Recurrence(rhythm.frequency, rhythm.interval, len(told), zone, len(gaps), left_out)

    def occurrence(self, booking_uid: str, zone: str) -> Occurrence | None:
        """What calendars call this one meeting: the start that it had when the series was booked."""
        by_uid = {meeting.uid: meeting for meeting in self.meetings}
        meeting = by_uid.get(booking_uid)
        while meeting is not None and meeting.rescheduled_from_uid in by_uid:
            meeting = by_uid[meeting.rescheduled_from_uid]
        return Occurrence(meeting.starts_at, zone) if meeting is not None else None

    def further(self, together: Collection[int], booking_id: int, zone: str) -> tuple[Further, ...]:
        """The other meetings to which the same happened at once."""
        others = [meeting for meeting in self.meetings if meeting.id in together and meeting.id != booking_id]
        found = [(meeting, self.occurrence(meeting.uid, zone)) for meeting in others]
        return tuple(
            Further(meeting.starts_at, meeting.ends_at, occurrence, meeting.sequence)
            for meeting, occurrence in found
            if occurrence is not None
        )

    def _planned(self) -> tuple[Meeting, ...]:
        """As the series was booked."""
        return tuple(meeting for meeting in self.meetings if meeting.rescheduled_from_uid is None)

    def _was_moved(self, booking_uid: str) -> bool:
        return any(meeting.uid == booking_uid and meeting.rescheduled_from_uid for meeting in self.meetings)
