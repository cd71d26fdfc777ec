"""Which substitute learns what of an absence (out-of-office sheet, section 8, table of acts)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated, SeriesChanged
from locum.mail.notices import AbsenceKind

AbsenceEvent = AbsenceCreated | AbsenceUpdated | AbsenceDeleted


@dataclass(frozen=True, slots=True)
class SubstituteNews:
    """One thing that one substitute is to be told."""

    kind: AbsenceKind
    substitute_id: int
    first_day: date
    last_day: date
    previous_first_day: date | None = None
    previous_last_day: date | None = None
    recurs: bool = False


def substitute_news(event: AbsenceEvent) -> tuple[SubstituteNews, ...]:
    """What follows from an event; nothing without a substitute, or when only words changed."""
    return tuple(_news(event))


def news_of_series(event: SeriesChanged) -> tuple[SubstituteNews, ...]:
    """Of a recurring absence a substitute hears once, not of each occurrence; and nothing where there is none ahead."""
    days, before, after = event.next_days, event.previous_substitute_id, event.substitute_id
    if days is None or before == after:
        return ()
    told = ((AbsenceKind.CANCELLED, before), (AbsenceKind.ADDED, after))
    return tuple(SubstituteNews(kind, id_, *days, recurs=True) for kind, id_ in told if id_ is not None)


def _news(event: AbsenceEvent) -> Iterator[SubstituteNews]:
    if isinstance(event, AbsenceUpdated):
        yield from _news_of_change(event)
    elif event.substitute_id is not None:
        kind = AbsenceKind.ADDED if isinstance(event, AbsenceCreated) else AbsenceKind.CANCELLED
        yield SubstituteNews(kind, event.substitute_id, event.first_day, event.last_day)


def _news_of_change(event: AbsenceUpdated) -> Iterator[SubstituteNews]:
    before, after = event.previous_substitute_id, event.substitute_id
    was = (event.previous_first_day, event.previous_last_day)
    days = (event.first_day, event.last_day)
    if before != after:
        if before is not None:
            yield SubstituteNews(AbsenceKind.CANCELLED, before, *was)
        if after is not None:
            yield SubstituteNews(AbsenceKind.ADDED, after, *days)
    elif after is not None and days != was:
        yield SubstituteNews(AbsenceKind.CHANGED, after, *days, *was)
