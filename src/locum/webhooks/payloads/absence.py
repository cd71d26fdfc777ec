"""What subscribers are told of an absence (out-of-office sheet, section 8; webhooks sheet, section 2.3)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from locum.absences.reasons import REASONS
from locum.kit.wire import format_instant
from locum.kit.zones import zone
from locum.webhooks.payloads.envelope import framed

LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as subscribers see him."""

    id: int
    name: str | None
    username: str | None
    email: str
    time_zone: str

    def shown(self) -> dict[str, Any]:
        """In the wire's words."""
        return {
            "id": self.id,
            "name": self.name,
            "username": self.username,
            "email": self.email,
            "timeZone": self.time_zone,
        }


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The series of a recurring absence: its rule (RFC 5545) and the zone of its days."""

    series_id: int
    rule: str
    zone: str

    def shown(self) -> dict[str, Any]:
        """In our own words."""
        return {"seriesId": self.series_id, "rule": self.rule, "timeZone": self.zone}


@dataclass(frozen=True, slots=True)
class AbsenceFacts:
    """An absence as subscribers see it. Days are whole; the stamps are aware instants."""

    id: int
    uuid: UUID
    first_day: date
    last_day: date
    reason: str | None
    notes: str | None
    created_at: datetime
    updated_at: datetime
    person: Someone
    substitute: Someone | None
    recurrence: Recurrence | None = None


def absence_body(trigger: str, facts: AbsenceFacts, now: datetime) -> dict[str, Any]:
    """The body that tells of an absence."""
    return framed(trigger, {"oooEntry": _entry(facts)}, now)


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is away, or back, and who stands in; from one aware instant to another. Why is nobody's business."""

    id: int
    uuid: UUID
    starts_at: datetime
    ends_at: datetime
    person: Someone
    substitute: Someone | None


def presence_body(trigger: str, facts: Presence, now: datetime) -> dict[str, Any]:
    """The body that tells that an absence has begun or ended: `end` is the first instant after it."""
    at = zone(facts.person.time_zone)
    entry = {
        "id": facts.id,
        "uuid": str(facts.uuid),
        "start": facts.starts_at.astimezone(at).isoformat(timespec="seconds"),
        "end": facts.ends_at.astimezone(at).isoformat(timespec="seconds"),
        "user": facts.person.shown(),
        "toUser": facts.substitute.shown() if facts.substitute else None,
    }
    return framed(trigger, {"oooEntry": entry}, now)


def _entry(facts: AbsenceFacts) -> dict[str, Any]:
    number, emoji, key = REASONS[facts.reason or "unspecified"]
    return {
        "id": facts.id,
        "uuid": str(facts.uuid),
        "start": _bound(facts.first_day, time.min, facts.person.time_zone),
        "end": _bound(facts.last_day, LAST_SECOND, facts.person.time_zone),
        "createdAt": format_instant(facts.created_at),
        "updatedAt": format_instant(facts.updated_at),
        "notes": facts.notes,
        "reason": {"emoji": emoji, "reason": key},
        "reasonId": number,
        "user": facts.person.shown(),
        "toUser": facts.substitute.shown() if facts.substitute else None,
        **({"recurrence": facts.recurrence.shown()} if facts.recurrence else {}),
    }


def _bound(day: date, at: time, zone_name: str) -> str:
    """The wall clock of a bound with the absent person's offset behind it, to the second."""
    return datetime.combine(day, at, zone(zone_name)).isoformat(timespec="seconds")
