"""What can be done about a booking of somebody who is away: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from locum.kit.errors import BadRequest

MOST_DECISIONS = 100
"""So many bookings are decided about at once."""


class Action(StrEnum):
    """What becomes of a booking."""

    KEEP = "keep"
    """It stays as it is; its host makes an exception."""
    REASSIGN = "reassign"
    """Somebody else hosts it: the substitute where he can serve, else whose turn it is."""
    ASK = "ask"
    """Its attendees are asked to choose another time."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about one booking, and why, in his own words."""

    uid: str
    action: Action
    reason: str | None = None


def actions_for(*, takes_turns: bool, has_substitute: bool, is_known: bool, may_move: bool) -> tuple[Action, ...]:
    """What is on offer. `is_known`: its event type still exists; `may_move`: and lets it be moved now.

    Whether anybody is free to take it over shows when it is tried.
    """
    offered = [Action.KEEP]
    if is_known and (takes_turns or has_substitute):
        offered.append(Action.REASSIGN)
    if may_move:
        offered.append(Action.ASK)
    return tuple(offered)


def check_decisions(decisions: Sequence[Decision]) -> None:
    """Each booking once, and not too many. Raises BadRequest."""
    if not decisions:
        raise BadRequest("decisions property is wrong,decisions must contain at least 1 element")
    if len(decisions) > MOST_DECISIONS:
        raise BadRequest(f"decisions property is wrong,decisions must contain at most {MOST_DECISIONS} elements")
    if len({decision.uid for decision in decisions}) < len(decisions):
        raise BadRequest("decisions property is wrong,each booking may be named once")
