"""Why the hosts of a booking have it, in the words of subscribers (webhooks sheet, section 2.3)."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from locum.host_choice.models import HostChoice
from locum.host_choice.rules import Reason
from locum.kit.wire import format_instant

TEXTS = MappingProxyType(
    {
        Reason.ONLY_ONE_FREE: "The only host who was free",
        Reason.NOT_AHEAD: "The only host who was free and not too far ahead of the others",
        Reason.SHARE: "The farthest behind the share that the weight asks",
        Reason.WEIGHT: "The greatest weight",
        Reason.PRIORITY: "The highest priority",
        Reason.LEAST_RECENT: "Booked the longest ago, or never",
        Reason.HOST_ORDER: "The first in the order of the hosts",
        Reason.SAME_HOST: "Had the booking before it was moved",
        Reason.CONTACT_OWNER: "The host to whom the booker belongs",
        Reason.ASSIGNED: "Given the booking by a person",
        Reason.SUBSTITUTE: "Stands in for a host who is away",
    }
)
"""Of every reason."""


def reasons_of(choices: Sequence[HostChoice]) -> tuple[dict[str, Any], ...]:
    """The choices in their order. Nothing is said of hosts who were not chosen."""
    return tuple(map(_reason, choices))


def _reason(choice: HostChoice) -> dict[str, Any]:
    reason = Reason(choice.reason)
    note = f": {choice.note}" if choice.note else ""
    return {
        "reasonEnum": _kind(reason, by_person=choice.assigned_by is not None),
        "reasonString": TEXTS[reason] + note,
        "createdAt": format_instant(choice.made_at),
    }


def _kind(reason: Reason, *, by_person: bool) -> str:
    """The peer's words where it has any; it gives none for a turn that was taken while booking."""
    if reason is Reason.CONTACT_OWNER:
        return "ROUTING_FORM_ROUTING"
    if reason in {Reason.ASSIGNED, Reason.SUBSTITUTE}:
        return "REASSIGNED"
    return "RR_REASSIGNED" if by_person else "ROUND_ROBIN"
