"""What the address of a booking page asks for (client surface sheet, section 3.2). What makes no sense is ignored."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from babel import Locale

from locum.pages.when import Cycle, usual_cycle

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_METADATA = re.compile(r"metadata\[([^\]]{1,40})\]")
_LATEST = date(9000, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The query of a booking page, understood. `day` and `month` are calendar dates in the visitor's zone."""

    pairs: Sequence[tuple[str, str]]
    day: date | None = None
    month: date | None = None
    """Its first day."""
    slot: datetime | None = None
    duration: int | None = None
    zone: str | None = None
    hours: Cycle | None = None
    reschedule_uid: str | None = None
    rescheduled_by: str | None = None
    seat_uid: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    is_trial: bool = False
    """Nothing is to be booked in the end."""

    @classmethod
    def of(cls, query: Iterable[tuple[str, str]]) -> "Asked":
        """From the pairs of a query. Of a repeated parameter the first that makes sense counts."""
        pairs = list(query)
        values = dict(reversed(pairs))
        hours = values.get("hours")
        duration = values.get("duration", "")
        return cls(
            pairs,
            day=read_day(values.get("date")),
            month=read_month(values.get("month")),
            slot=read_instant(values.get("slot")),
            duration=int(duration) if duration.isascii() and duration.isdigit() and len(duration) < 5 else None,
            zone=values.get("cal.tz"),
            hours=12 if hours == "12" else 24 if hours == "24" else None,
            reschedule_uid=values.get("rescheduleUid") or None,
            rescheduled_by=values.get("rescheduledBy") or None,
            seat_uid=values.get("seatReferenceUid") or None,
            metadata={found[1]: value[:500] for name, value in pairs if (found := _METADATA.fullmatch(name))},
            is_trial="true" in (values.get("cal.isBookingDryRun"), values.get("cal.sandbox")),
        )

    def all_of(self, name: str) -> list[str]:
        """Every value of a parameter."""
        return [value for known, value in self.pairs if known == name]

    def first_of(self, name: str) -> str:
        """The first value of a parameter, or nothing."""
        return next(iter(self.all_of(name)), "")

    def carried(self, *without: str) -> list[tuple[str, str]]:
        """The pairs that a form of the page passes on."""
        return [(name, value) for name, value in self.pairs if name not in without]

    def on(self, day: date) -> "Asked":
        """The same, for a day and without a chosen time."""
        return replace(self, day=day, slot=None)

    def cycle(self, locale: Locale) -> Cycle:
        """Twelve or twenty-four hours: as asked, else as usual in the language."""
        return self.hours or usual_cycle(locale)


def read_day(text: str | None) -> date | None:
    """A date `2026-12-08`."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if date(1970, 1, 2) < day < _LATEST else None


def read_month(text: str | None) -> date | None:
    """The first day of a month `2026-12`."""
    found = _MONTH.fullmatch(text or "")
    return read_day(f"{found[1]}-{found[2]}-01") if found else None


def read_instant(text: str | None) -> datetime | None:
    """An instant in ISO 8601; without an offset it is UTC. A plus sign that became a space is mended."""
    try:
        instant = datetime.fromisoformat((text or "").strip().replace(" ", "+"))
    except ValueError:
        return None
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return aware.astimezone(UTC) if date(1970, 1, 2) < aware.date() < _LATEST else None
