"""The second step of booking: the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from fastapi import Response

from locum.event_types.rules.policies import needs_confirmation
from locum.kit import clock as kit_clock
from locum.kit.zones import minute_floor
from locum.pages.booking.after import redirect_origin
from locum.pages.booking.answers import Typed
from locum.pages.booking.entries import Entry, entries, summary_of
from locum.pages.booking.month import written
from locum.pages.booking.visit import Visit
from locum.pages.booking.what import Picked, What, what_of
from locum.pages.rendering import here, page
from locum.pages.when import Clock, short_day

NO_ERRORS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FormView:
    """Everything the page shows, but for errors."""

    what: What
    entries: Sequence[Entry]
    post_address: str
    action: str
    zone: str


@dataclass(frozen=True, slots=True)
class NearTime:
    """A free time to take instead."""

    value: str
    label: str
    day: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the booking was not made, and what could be booked instead."""

    text: str
    nearest: Sequence[NearTime] = ()


def form_view(visit: Visit, slot: datetime, typed: Typed, errors: Mapping[str, str]) -> FormView:
    """The form for a chosen time."""
    rules, clock = visit.event.bookable.settings.rules, visit.clock
    moving = visit.moved is not None
    picked = Picked(
        value=written(minute_floor(slot)),
        day=clock.day(slot),
        span=clock.span(slot, slot + timedelta(minutes=visit.length)),
        back=here(visit.request, slot=None, date=clock.local(slot).date().isoformat()),
    )
    asks = needs_confirmation(rules.confirmation, slot, kit_clock.now())
    action = "book.action_move" if moving else "book.action_request" if asks else "book.action"
    return FormView(
        what=what_of(visit, picked),
        entries=entries(rules.form, rules.locations, typed, errors, clock.words, moving=moving),
        post_address=here(visit.request, slot=None, **{"cal.tz": clock.zone}),
        action=clock.words.text(action),
        zone=clock.zone,
    )


async def form_page(
    visit: Visit,
    slot: datetime,
    typed: Typed,
    *,
    errors: Mapping[str, str] = NO_ERRORS,
    refusal: Refusal | None = None,
    status: int = 200,
    asks_code: bool = False,
) -> Response:
    """The form, fresh or again; with `asks_code` also for the code that was sent to the booker."""
    inviter = visit.event.inviter
    view = form_view(visit, slot, typed, errors)
    return page(
        visit.request,
        "form.html",
        words=visit.clock.words,
        status=status,
        framable=True,
        brand=inviter.brand,
        theme=inviter.theme,
        form_targets=redirect_origin(visit.event),
        view=view,
        errors=summary_of(view.entries),
        refusal=refusal,
        asks_code=asks_code,
    )


def near_times(clock: Clock, instants: Sequence[datetime]) -> list[NearTime]:
    """Free times to offer, the day by name."""
    return [
        NearTime(
            written(minute_floor(instant)),
            clock.time(instant),
            short_day(clock.words.locale, clock.local(instant).date()),
        )
        for instant in instants
    ]
