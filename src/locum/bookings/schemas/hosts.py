"""Hosts of bookings on the wire: reassignments, and accounts of choices (an extension)."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from locum.bookings.reassign import Reassigned
from locum.bookings.rules.people import display_email
from locum.bookings.views import Organizer
from locum.event_types.schemas.parts import Text
from locum.host_choice.models import HostChoice
from locum.host_choice.rules import Outcome, Reason
from locum.kit.wire import Instant, WireInput, WireOutput


class ReassignInput(WireInput):
    """Gives a booking to somebody."""

    reason: Text | None = Field(None, description="Told to the hosts", examples=["Host has to take another call"])


class ReassignedToOutput(WireOutput):
    """Who has a booking now."""

    id: int
    name: str
    email: str
    display_email: str


class ReassignedOutput(WireOutput):
    """A booking that was given away."""

    booking_uid: str
    reassigned_to: ReassignedToOutput


class PersonOut(WireOutput):
    """Somebody by name."""

    id: int
    name: str
    email: str


class ConsideredOut(WireOutput):
    """What became of one host in a choice."""

    host: PersonOut
    outcome: Outcome
    bookings: int | None = Field(description="In the interval that is counted; null where that did not matter")
    shortfall: float | None = Field(description="How many bookings he was behind the share that his weight asks")


class HostChoiceOut(WireOutput):
    """One choice of one host."""

    host: PersonOut | None
    group: str | None = Field(description="The group of hosts that he was chosen from")
    reason: Reason
    assigned_by: PersonOut | None = Field(description="Who had the booking given to him; null while booking")
    note: str | None
    made_at: Instant
    considered: list[ConsideredOut] = Field(description="In host order, those who were not free last")


def reassigned_to_out(host: Organizer) -> ReassignedToOutput:
    """Who has a booking now."""
    return ReassignedToOutput(
        id=host.id, name=host.name or "", email=host.email, display_email=display_email(host.email)
    )


def reassigned_out(done: Reassigned) -> ReassignedOutput:
    """The answer to giving a booking away."""
    return ReassignedOutput(booking_uid=done.uid, reassigned_to=reassigned_to_out(done.host))


def host_choice_out(choice: HostChoice, people: Mapping[int, Organizer]) -> HostChoiceOut:
    """A choice with the names of all that it speaks of; those whose accounts are gone are left out."""
    return HostChoiceOut(
        host=_person(people, choice.host_id),
        group=choice.group_key,
        reason=Reason(choice.reason),
        assigned_by=_person(people, choice.assigned_by),
        note=choice.note,
        made_at=choice.made_at,
        considered=[out for one in choice.considered if (out := _considered(one, people)) is not None],
    )


def _considered(one: Mapping[str, Any], people: Mapping[int, Organizer]) -> ConsideredOut | None:
    host = _person(people, one["userId"])
    if host is None:
        return None
    return ConsideredOut(
        host=host, outcome=Outcome(one["outcome"]), bookings=one.get("bookings"), shortfall=one.get("shortfall")
    )


def _person(people: Mapping[int, Organizer], user_id: int | None) -> PersonOut | None:
    found = people.get(user_id or 0)
    return None if found is None else PersonOut(id=found.id, name=found.name or "", email=found.email)
