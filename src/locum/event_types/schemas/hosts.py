"""Hosts of a team's event type and how they come together, as a caller sends them (event types sheet, section 9)."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from locum.event_types.rules.hosts import Priority
from locum.event_types.rules.team import HostsAsked, HostTerms
from locum.event_types.schemas.parts import FilledText
from locum.http.parameters import LARGEST_ID
from locum.kit.wire import WireInput

MOST_HOSTS = 5_000
HEAVIEST = 10_000

SchedulingTypeName = Literal["collective", "roundRobin", "managed"]
_NAMES = {"COLLECTIVE": "collective", "ROUND_ROBIN": "roundRobin", "MANAGED": "managed"}


def _scheduling_type(raw: Any) -> Any:
    return _NAMES.get(raw, raw) if isinstance(raw, str) else raw


SchedulingType = Annotated[
    SchedulingTypeName,
    BeforeValidator(_scheduling_type),
    WithJsonSchema({"type": "string", "enum": ["collective", "roundRobin", "managed"]}),
]


class HostInput(WireInput):
    """A member who takes bookings. Everything but who he is matters for round robin only."""

    user_id: Annotated[int, Field(ge=1, le=LARGEST_ID)]
    mandatory: bool | None = Field(default=None, description="Attends every booking")
    priority: Priority | None = Field(default=None, description="Of the free ones the highest are taken first")
    weight: Annotated[int, Field(ge=1, le=HEAVIEST)] | None = Field(
        default=None, description="Share of the bookings, compared with the others' (100 if not given)"
    )
    group_id: Annotated[FilledText, Field(max_length=100)] | None = Field(
        default=None, description="Hosts of one group take turns; every group sends one to each booking"
    )

    def terms(self) -> HostTerms:
        """As the rules have them."""
        usual = HostTerms(self.user_id)
        return HostTerms(
            self.user_id,
            bool(self.mandatory),
            self.priority or usual.priority,
            self.weight or usual.weight,
            self.group_id,
        )


def _each_once(hosts: list[HostInput]) -> list[HostInput]:
    if len({host.user_id for host in hosts}) != len(hosts):
        raise ValueError("All hosts's elements must be unique")
    return hosts


class HostsInput(WireInput):
    """Whom the event type has as hosts."""

    hosts: Annotated[list[HostInput], Field(max_length=MOST_HOSTS), AfterValidator(_each_once)] | None = Field(
        default=None, description="Members of the team"
    )
    assign_all_team_members: bool | None = Field(
        default=None, description="Every member hosts it, those who join later too. Instead of `hosts`"
    )

    def asked(self) -> HostsAsked:
        """As the rules have it."""
        named = None if self.hosts is None else tuple(host.terms() for host in self.hosts)
        return HostsAsked(named, self.assign_all_team_members)
