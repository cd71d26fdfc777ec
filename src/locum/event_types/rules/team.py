"""Event types of teams: how they are scheduled and who hosts them (event types sheet, section 9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from locum.event_types.rules.hosts import Priority
from locum.kit.errors import BadRequest

MANAGED, ROUND_ROBIN = "managed", "roundRobin"


@dataclass(frozen=True, slots=True)
class HostTerms:
    """How a member takes part. Weights and groups are for round robin, as `mandatory` and `priority` are."""

    user_id: int
    mandatory: bool = False
    priority: Priority = "medium"
    weight: int = 100
    group_key: str | None = None


@dataclass(frozen=True, slots=True)
class HostsAsked:
    """Whom somebody wants as hosts: these, everybody in the team, or nothing was said."""

    named: tuple[HostTerms, ...] | None = None
    everybody: bool | None = None

    @property
    def says_who(self) -> bool:
        """Whether hosts are to change."""
        return bool(self.everybody) or self.named is not None

    def assigns_all(self, before: bool) -> bool:
        """Whether members who join later host it, too. Naming some ends it; asking for everybody wins."""
        if self.everybody is not None:
            return self.everybody
        return before and self.named is None


def check_switch(before: str, wanted: str, asked: HostsAsked) -> None:
    """Only collective and round robin change into each other, and then the hosts are named anew. Raises BadRequest."""
    if wanted == before:
        return
    if MANAGED in (before, wanted):
        raise BadRequest("schedulingType can only be switched between collective and roundRobin.")
    if not asked.says_who:
        raise BadRequest(
            "Hosts required when switching schedulingType: either hosts or assignAllTeamMembers: true must be provided."
        )


def terms_of_everybody(
    member_ids: Iterable[int], named: Sequence[HostTerms], present: Mapping[int, HostTerms]
) -> list[HostTerms]:
    """Everybody is a host: on the terms that were named for him, else on those he has, else on the usual ones."""
    wanted = {terms.user_id: terms for terms in named}
    return [wanted.get(user_id) or present.get(user_id) or HostTerms(user_id) for user_id in member_ids]
