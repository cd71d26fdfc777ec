"""Decisions about bookings, without anything around them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from locum.bookings.models import UID_LENGTH, new_uid
from locum.bookings.rules import people, places, status
from locum.bookings.rules.asked import Booker, EventTypeName, Place
from locum.bookings.rules.listing import Bucket, Order, buckets_of, order_of
from locum.bookings.rules.places import ChosenPlace
from locum.bookings.rules.status import Cancellation, MovingRules, Standing, Status
from locum.bookings.rules.times import refusal
from locum.event_types.rules.booking_fields import booking_form
from locum.event_types.rules.locations import Location
from locum.event_types.rules.policies import Rescheduling
from locum.kit.errors import BadRequest
from locum.slots.answer import Reason

NOW = datetime(2050, 1, 3, 8, tzinfo=UTC)


def _standing(state: str = "accepted", hours: float = 24, **more: Any) -> Standing:
    start = NOW + timedelta(hours=hours)
    return Standing("U", state, start, start + timedelta(hours=1), **more)


def test_uids_are_long_and_never_the_same() -> None:
    uids = {new_uid() for _ in range(1000)}
    assert len(uids) == 1000
    assert {len(uid) for uid in uids} == {UID_LENGTH}
    assert all(uid.isalnum() and uid.isascii() for uid in uids)


@pytest.mark.parametrize(
    "name",
    [
        EventTypeName(1),
        EventTypeName(slug="s", username="u"),
        EventTypeName(slug="s", team_slug="t"),
        EventTypeName(1, username="u"),
    ],
)
def test_event_types_are_named(name: EventTypeName) -> None:
    name.check()


@pytest.mark.parametrize("name", [EventTypeName(), EventTypeName(slug="s"), EventTypeName(username="u")])
def test_event_types_are_not_named(name: EventTypeName) -> None:
    with pytest.raises(BadRequest, match="must be provided"):
        name.check()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("https://a.example/b?c", "link"),
        ("meet.example.com/room", "link"),
        ("www.example.com", "link"),
        ("HTTP://EXAMPLE.COM", "link"),
        ("+49 (30) 123-456", "phone"),
        ("0301234567", "phone"),
        ("Room 7", "somewhereElse"),
        ("see https://a.example", "somewhereElse"),
        ("", "somewhereElse"),
        ("12", "somewhereElse"),
    ],
)
def test_plain_places(text: str, value: str) -> None:
    assert places.from_text(text) == ChosenPlace(text, value, text)


def test_places_nobody_asked_for() -> None:
    assert places.choose(1, (), None, None).location == "integrations:daily"
    first = (Location("attendeePhone"), Location("address", "Lane 1"))
    assert places.choose(1, first, None, "+491").location == "+491"
    assert places.choose(1, first, Place("address"), None).location == "Lane 1"


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("integrations:daily", "Cal Video"),
        ("integrations:google:meet", "Google Meet"),
        ("integrations:something_else", "Something Else"),
        ("Lane 1", "Lane 1"),
        (None, ""),
    ],
)
def test_places_in_words(location: str | None, words: str) -> None:
    assert places.readable(location) == words


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("a@example.com", "a@example.com"),
        ("a+b@example.com", "a+b@example.com"),
        (f"a+{'x' * 25}@example.com", "a@example.com"),
        (f"a+{'x' * 24}@example.com", f"a+{'x' * 24}@example.com"),
    ],
)
def test_suffixes_of_platforms(email: str, shown: str) -> None:
    assert people.display_email(email) == shown


def test_who_cannot_be_reached() -> None:
    form = booking_form([], disable_guests=False)
    with pytest.raises(BadRequest, match="At least one contact method"):
        people.booker_address(Booker("B", "UTC"), form)
    with pytest.raises(BadRequest, match="error_required_field"):
        people.booker_address(Booker("B", "UTC", phone="+491701234567"), form)


@pytest.mark.parametrize(
    ("text", "number"),
    [("+49 170 1234567", "+491701234567"), ("0170 1234567", None), ("+1", None), ("words", None), ("", None)],
)
def test_international_numbers(text: str, number: str | None) -> None:
    assert people.international_number(text) == number


@pytest.mark.parametrize(
    ("booking", "asked", "text"),
    [
        (_standing("cancelled"), Cancellation(), "has been cancelled already"),
        (_standing("rejected"), Cancellation(), "has been rejected"),
        (_standing(), Cancellation(subsequent=True), "is not part of a recurring booking"),
        (_standing(), Cancellation(seat_uid="s"), "Seat with uid=s does not exist"),
        (_standing(hours=-1.01), Cancellation(), "already ended"),
    ],
)
def test_what_cannot_be_cancelled(booking: Standing, asked: Cancellation, text: str) -> None:
    with pytest.raises(BadRequest, match=text):
        status.check_can_be_cancelled(booking, asked, by_host=False, disabled=False, now=NOW)


def test_what_can_be_cancelled() -> None:
    for booking in (_standing(), _standing("pending"), _standing("awaiting_host"), _standing(hours=-1)):
        status.check_can_be_cancelled(booking, Cancellation(), by_host=False, disabled=False, now=NOW)
    asked = Cancellation("Ill", subsequent=True, seat_uid="s")
    status.check_can_be_cancelled(_standing(recurring=True, seated=True), asked, by_host=True, disabled=False, now=NOW)


USUAL = MovingRules(Rescheduling(), past=False, cancelled=False)
LENIENT = MovingRules(Rescheduling(), past=True, cancelled=True)


@pytest.mark.parametrize(
    ("booking", "rules", "text"),
    [
        (_standing("cancelled", rescheduled_to_uid="V"), LENIENT, "rescheduled already to booking with uid=V"),
        (_standing("cancelled"), USUAL, "because it has been cancelled"),
        (_standing("rejected"), LENIENT, "because it has been rejected"),
        (_standing(hours=-2), USUAL, "already ended"),
        (_standing(), MovingRules(Rescheduling(disabled=True), False, False), "does not allow rescheduling"),
        (_standing(hours=1), MovingRules(Rescheduling(minutes_before=61), False, False), "does not allow rescheduling"),
    ],
)
def test_what_cannot_be_moved(booking: Standing, rules: MovingRules, text: str) -> None:
    with pytest.raises(BadRequest, match=text):
        status.check_can_be_moved(booking, rules, now=NOW)


def test_what_can_be_moved() -> None:
    status.check_can_be_moved(_standing(), USUAL, now=NOW)
    status.check_can_be_moved(_standing("pending"), USUAL, now=NOW)
    for booking in (_standing("cancelled"), _standing(hours=-2)):
        status.check_can_be_moved(booking, LENIENT, now=NOW)


@pytest.mark.parametrize("state", [state for state in Status if state is not Status.PENDING])
def test_only_what_waits_is_answered(state: Status) -> None:
    with pytest.raises(BadRequest):
        status.check_can_be_answered(_standing(state))


@pytest.mark.parametrize("reason", [*Reason, None])
def test_every_reason_has_an_answer(reason: Reason | None) -> None:
    statuses = {refusal(reason, of_team=False, by_count=by_count).status for by_count in (True, False)}
    assert statuses == ({403} if reason is Reason.LIMIT else {400})


@pytest.mark.parametrize(
    ("buckets", "asked", "order"),
    [
        ((), {}, Order("starts_at", "asc")),
        ((Bucket.UPCOMING,), {}, Order("starts_at", "asc")),
        ((Bucket.PAST,), {}, Order("starts_at", "desc")),
        ((Bucket.CANCELLED,), {}, Order("starts_at", "desc")),
        ((Bucket.PAST, Bucket.CANCELLED), {}, Order("starts_at", "asc")),
        ((Bucket.PAST,), {"updated": "asc"}, Order("updated_at", "asc")),
        ((), {"end": "desc", "start": "asc"}, Order("starts_at", "asc")),
        ((), {"end": "desc", "created": "asc"}, Order("ends_at", "desc")),
    ],
)
def test_orders(buckets: tuple[Bucket, ...], asked: dict[str, Any], order: Order) -> None:
    assert order_of(buckets, **asked) == order


def test_buckets() -> None:
    assert buckets_of(["past", "past", "upcoming"]) == (Bucket.PAST, Bucket.UPCOMING)
    with pytest.raises(BadRequest, match="Allowed are upcoming, recurring, past, cancelled, unconfirmed"):
        buckets_of(["past", "open"])
