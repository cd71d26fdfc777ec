"""Who takes bookings of an event type (event types sheet, section 9)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Priority = Literal["lowest", "low", "medium", "high", "highest"]


@dataclass(frozen=True, slots=True)
class Host:
    """One who takes bookings. For a person's event type that is its owner, who attends every booking."""

    user_id: int
    mandatory: bool = True
    priority: Priority = "medium"
    """Among the free hosts that are not mandatory only those of the highest priority are candidates."""
    weight: int = 100
    """Share of the bookings, compared with the other hosts of the round."""
    group_key: str | None = None
    schedule_id: int | None = None
    """His own choice for this event type; None: the event type's, else his default one."""
    since: datetime | None = field(default=None, compare=False)
    """The instant from which he takes bookings; None for the owner of a person's event type."""


def narrowed(hosts: Sequence[Host], wanted: Collection[int]) -> Sequence[Host]:
    """Of those who take turns only the wanted ones, in each group that has one of them (bookings sheet, section 13.1).

    A wish that would leave a group without anybody is not heard.
    """
    heard = {host.group_key for host in hosts if not host.mandatory and host.user_id in wanted}
    if not heard:
        return hosts
    return tuple(host for host in hosts if host.mandatory or host.group_key not in heard or host.user_id in wanted)
