"""Within statements over accounts: whose things those who lead a place may look at.

The same rule as for a single person (see `Standing`): what belongs to somebody of another organization stays with him
until he has joined.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from locum.memberships.models import Membership, Profile
from locum.organizations.models import Team
from locum.users.models import User

_known, _joined, _profile, _team = aliased(Membership), aliased(Membership), aliased(Profile), aliased(Team)
# Aliases and explicit correlation: whatever else a statement reads, these speak of its accounts and of nothing else.


def in_organization(organization_id: Any) -> ColumnElement[bool]:
    """People of an organization, invited ones included, unless another one is theirs."""
    is_known = exists().where(_profile.organization_id == organization_id, _profile.user_id == User.id)
    at_home = or_(User.organization_id.is_(None), User.organization_id == organization_id)
    return and_(is_known.correlate(User), or_(at_home, _has_joined(organization_id)))


def in_team(team_id: Any) -> ColumnElement[bool]:
    """Members of a team, invited ones included, unless an organization is theirs that has nothing to do with it."""
    is_known = exists().where(_known.team_id == team_id, _known.user_id == User.id)
    at_home = User.organization_id.in_((_team.id, _team.organization_id))
    is_near = exists().where(_team.id == team_id, or_(at_home, _has_joined(_team.organization_id)))
    return and_(is_known.correlate(User), or_(User.organization_id.is_(None), is_near.correlate(User)))


def _has_joined(place_id: Any) -> ColumnElement[bool]:
    return (
        exists()
        .where(_joined.team_id == place_id, _joined.user_id == User.id, _joined.accepted.is_(True))
        .correlate(User, _team)
    )
