"""Affected bookings on the wire (an extension)."""

from typing import Literal

from pydantic import Field

from locum.affected_bookings.deciding import Decided
from locum.affected_bookings.listing import Affected
from locum.affected_bookings.rules import MOST_DECISIONS, Action, Decision
from locum.bookings import presenting
from locum.bookings.schemas.hosts import ReassignedToOutput, reassigned_to_out
from locum.bookings.schemas.output import OneBooking
from locum.event_types.schemas.parts import Text
from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import NonEmptyText

Word = Literal["keep", "reassign", "askToReschedule"]

_WORDS: dict[Action, Word] = {Action.KEEP: "keep", Action.REASSIGN: "reassign", Action.ASK: "askToReschedule"}
_ACTIONS = {word: action for action, word in _WORDS.items()}


class DecisionInput(WireInput):
    """What is to become of one booking."""

    booking_uid: NonEmptyText
    action: Word = Field(
        description="keep: it stays; reassign: to the substitute where he can serve, else to whose turn it is; "
        "askToReschedule: its attendees are asked to choose another time"
    )
    reason: Text | None = Field(None, description="Told to those who are written to")


class DecisionsInput(WireInput):
    """What is to become of bookings: all of it is done, or nothing."""

    decisions: list[DecisionInput] = Field(min_length=1, max_length=MOST_DECISIONS)

    def decided(self) -> list[Decision]:
        """As the use case wants it."""
        return [Decision(one.booking_uid, _ACTIONS[one.action], one.reason) for one in self.decisions]


class DecisionOutput(WireOutput):
    """What was decided last about a booking."""

    action: Word
    decided_at: Instant
    decided_by: int | None = Field(description="Who decided; null when the account is gone")


class AffectedBookingOutput(WireOutput):
    """A booking that an absence stands in the way of."""

    booking: OneBooking
    actions: list[Word] = Field(description="What can be done about it")
    decision: DecisionOutput | None = Field(description="null while nobody has decided")


class DecidedOutput(WireOutput):
    """What was done about a booking."""

    booking_uid: str
    action: Word
    reassigned_to: ReassignedToOutput | None


def affected_out(one: Affected) -> AffectedBookingOutput:
    """A booking with what is on offer."""
    made = one.decision
    decision = None
    if made is not None:
        decision = DecisionOutput(
            action=_WORDS[Action(made.action)], decided_at=made.decided_at, decided_by=made.decided_by
        )
    return AffectedBookingOutput.model_construct(
        booking=presenting.present(one.view), actions=[_WORDS[action] for action in one.actions], decision=decision
    )


def decided_out(one: Decided) -> DecidedOutput:
    """What was done."""
    to = None if one.host is None else reassigned_to_out(one.host)
    return DecidedOutput(booking_uid=one.uid, action=_WORDS[one.action], reassigned_to=to)
