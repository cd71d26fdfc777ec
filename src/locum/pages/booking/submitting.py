"""The form of a booking comes in: checked, booked, or shown again with everything that was typed."""

from datetime import datetime, timedelta

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import FormData

from locum.bookings.create import create_booking
from locum.bookings.moving import Move
from locum.bookings.proving import prover_of
from locum.bookings.reschedule import reschedule_booking
from locum.bookings.rules.asked import Asked as Wanted
from locum.bookings.rules.asked import Booker, EventTypeName
from locum.bookings.views import Found, first_of
from locum.event_types.rules.booking_fields import PHONE_SLUG
from locum.http.errors import from_database
from locum.http.limits import Tracker, count
from locum.http.principal import Principal
from locum.http.session import database_of
from locum.kit.errors import Forbidden, LocumError, TooManyRequests, Unauthorized
from locum.kit.zones import instant_at, minute_floor
from locum.pages.booking.after import after_booking, after_trial
from locum.pages.booking.answers import Answers, Typed, check
from locum.pages.booking.asked import read_instant
from locum.pages.booking.filling import Refusal, form_page, near_times
from locum.pages.booking.visit import Visit, visit_of
from locum.pages.rendering import here

BOOKINGS_PER_ADDRESS = 20
"""A minute."""

_NEAR_BEFORE, _NEAR_AFTER = timedelta(days=2), timedelta(days=14)
_MOST_NEAR = 6
_TOLD = (("The maximum number of active bookings", "book.too_many"),)
_PROOF = {"email_verification_required": "book.code_sent", "invalid_verification_code": "book.wrong_code"}


async def _allow(request: Request) -> None:
    """Count an attempt to book against where it comes from. Raises TooManyRequests."""
    tracker = Tracker(f"address:{request.scope['locum.address']}", BOOKINGS_PER_ADDRESS, "Book")
    allowance = await count(database_of(request).quick, tracker)
    if allowance.blocked:
        raise TooManyRequests("Too many bookings from this address.", headers={"Retry-After": str(allowance.reset)})


async def submit(visit: Visit, form: FormData, caller: Principal | None) -> Response:
    """Book what the form says, or show it again."""
    await _allow(visit.request)
    rules = visit.event.bookable.settings.rules
    prefilled = Typed.of_address(rules.form, rules.locations, visit.asked).prefilled
    typed = Typed.of_form(form.multi_items(), prefilled)
    slot = read_instant(typed.one("slot"))
    if slot is None:
        return RedirectResponse(here(visit.request, slot=None), 303)
    answers = Answers() if visit.moved else check(rules.form, rules.locations, typed, visit.clock.words)
    if answers.errors:
        return await form_page(visit, slot, typed, errors=answers.errors, status=422)
    if visit.asked.is_trial and await visit.is_free(slot):
        return after_trial(visit, slot)
    try:
        made = first_of(await _make(visit, slot, typed, answers, caller))
    except LocumError as error:
        return await _refuse(visit.request, visit, slot, typed, error)
    except DBAPIError as error:
        return await _refuse(visit.request, visit, slot, typed, from_database(error))
    return after_booking(visit, made)


async def _make(visit: Visit, slot: datetime, typed: Typed, answers: Answers, caller: Principal | None) -> Found:
    prover, code = prover_of(visit.request), typed.one("code")
    if visit.moved is None:
        wanted = await prover.of_booking(_wanted(visit, slot, answers), code, caller)
        return await create_booking(visit.session, caller, wanted)
    move = Move(slot, typed.one("a.rescheduleReason") or None, visit.asked.rescheduled_by, visit.asked.seat_uid)
    uid = visit.moved.booking.uid
    return await reschedule_booking(
        visit.session, caller, uid, await prover.of_move(visit.session, uid, move, code, caller)
    )


async def _refuse(request: Request, failed: Visit, slot: datetime, typed: Typed, refused: LocumError) -> Response:
    """Say why, in a fresh transaction; for a time that is gone, with the nearest ones that are free."""
    if refused.status >= 500:
        raise refused
    await failed.session.rollback()
    visit = await visit_of(request, failed.session)
    clock = visit.clock
    if refused.message in _PROOF:
        return await _ask_for_code(visit, slot, typed, refused.message)
    if await visit.is_free(slot):
        return await form_page(visit, slot, typed, refusal=Refusal(_text(visit, refused)), status=422)
    refusal = Refusal(clock.words.text("book.taken"), near_times(clock, await _nearest(visit, slot)))
    return await form_page(visit, slot, typed, refusal=refusal, status=409)


async def _ask_for_code(visit: Visit, slot: datetime, typed: Typed, message: str) -> Response:
    """Send a code to the booker's address, unless he has one already, and ask for it."""
    if message == "email_verification_required":
        email = _address(visit, typed)
        if email:
            await prover_of(visit.request).send(visit.session, email, visit.clock.words.tag, visit.clock.zone)
    refusal = Refusal(visit.clock.words.text(_PROOF[message]))
    return await form_page(visit, slot, typed, refusal=refusal, status=422, asks_code=True)


def _address(visit: Visit, typed: Typed) -> str | None:
    """Of who books; of a moved booking, or of a moved seat, whose it is."""
    if visit.moved is None:
        return typed.one("a.email") or None
    person = visit.moved.with_seat(visit.asked.seat_uid) or visit.moved.booker
    return person.email if person else None


async def _nearest(visit: Visit, slot: datetime) -> list[datetime]:
    """The free times closest to one that is not free, in their order."""
    answer = await visit.free_times(slot - _NEAR_BEFORE, slot + _NEAR_AFTER)
    wanted = minute_floor(slot)
    starts = [free.start for free in answer.slots if free.seats is None or free.seats.remaining > 0]
    closest = sorted(starts, key=lambda start: abs(start - wanted))[:_MOST_NEAR]
    return [instant_at(start) for start in sorted(closest)]


def _text(visit: Visit, refused: LocumError) -> str:
    words = visit.clock.words
    if isinstance(refused, (Unauthorized, Forbidden)):
        return words.text("book.sign_in_first")
    key = next((key for beginning, key in _TOLD if refused.message.startswith(beginning)), "book.not_now")
    return words.text(key)


def _wanted(visit: Visit, slot: datetime, answers: Answers) -> Wanted:
    """The booking as the use case wants it."""
    settings = visit.event.bookable.settings
    responses = dict(answers.responses)
    phone = responses.pop(PHONE_SLUG, None)
    return Wanted(
        event_type=EventTypeName(id=settings.id or None, persons=visit.event.persons),
        start=slot,
        booker=Booker(
            name=answers.full_name,
            email=answers.email or None,
            phone=phone,
            time_zone=visit.clock.zone,
            language=visit.clock.words.locale.language,
        ),
        guests=tuple(answers.guests),
        place=answers.place.place(settings.rules.locations) if answers.place else None,
        responses=responses,
        metadata=visit.asked.metadata,
        length=visit.length if settings.timing.length_options else None,
        private_link=visit.event.private_link,
    )
