"""What memberships announce. `team_id` names a team or an organization."""

from dataclasses import dataclass

from locum.db.events import Event


@dataclass(frozen=True, slots=True)
class MembershipOffered(Event):
    """Somebody with an account is asked to belong to a team or organization; he has not answered yet."""

    membership_id: int
    team_id: int
    user_id: int
    asked_by_id: int


@dataclass(frozen=True, slots=True)
class MembershipAccepted(Event):
    """Somebody belongs to a team or organization from now on: joined accepted, or accepted an invitation."""

    membership_id: int
    team_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class MembershipRemoved(Event):
    """Somebody no longer belongs to a team or organization: he left, or his membership is no longer accepted."""

    membership_id: int
    team_id: int
    user_id: int
