"""What was decided about somebody's mail, on the wire: an extension of our own, in the manner of the published API."""

from typing import Literal

from locum.kit.wire import Instant, WireOutput
from locum.responder.queries import Decision
from locum.responder.reasons import RULES, Reason


class ReplyOut(WireOutput):
    """What became of a reply. `error` is what the mail server said last, also while it is tried again."""

    state: Literal["waiting", "sent", "failed"]
    at: Instant | None
    error: str | None


class DecisionOut(WireOutput):
    """One message that came in. `reason` is None as long as it waits to be decided."""

    id: int
    sender: str
    """Of the envelope; empty is the null sender of automatic mail."""
    recipient: str
    received_at: Instant
    decided_at: Instant | None
    answered: bool
    reason: str | None
    rule: str | None
    """Of the rules after RFC 3834, N1 to N15, the one that spoke against a reply."""
    reply: ReplyOut | None
    """None where there is none, or where it is so old that nothing is known of it."""


def decision_out(decision: Decision) -> DecisionOut:
    """A decision as the mailbox's owner sees it."""
    reason = Reason(decision.reason) if decision.reason else None
    return DecisionOut.model_construct(
        id=decision.id,
        sender=decision.sender,
        recipient=decision.recipient,
        received_at=decision.received_at,
        decided_at=decision.decided_at,
        answered=reason is Reason.ANSWERED,
        reason=reason,
        rule=RULES.get(reason) if reason else None,
        reply=_reply_out(decision),
    )


def _reply_out(decision: Decision) -> ReplyOut | None:
    if decision.reply_id is None:
        return None
    state: Literal["waiting", "sent", "failed"] = "waiting"
    if decision.sent_at or decision.failed_at:
        state = "sent" if decision.sent_at else "failed"
    at = decision.sent_at or decision.failed_at
    return ReplyOut.model_construct(state=state, at=at, error=decision.error)
