"""The words that roles are made of: the contract's, and a few of our own like them (members sheet, section 7)."""

from collections.abc import Iterable

from locum.http.grants import EVERYTHING
from locum.kit.errors import BadRequest

_OF_BOTH = (
    "role.create",
    "role.read",
    "role.update",
    "role.delete",
    "eventType.create",
    "eventType.read",
    "eventType.update",
    "eventType.delete",
    "team.read",
    "team.update",
    "team.delete",
    "team.invite",
    "team.remove",
    "team.listMembers",
    "team.listMembersPrivate",
    "team.changeMemberRole",
    "team.impersonate",
    "booking.read",
    "booking.readRecordings",
    "booking.update",
    "insights.read",
    "workflow.create",
    "workflow.read",
    "workflow.update",
    "workflow.delete",
    "routingForm.create",
    "routingForm.read",
    "routingForm.update",
    "routingForm.delete",
    "webhook.create",
    "webhook.read",
    "webhook.update",
    "webhook.delete",
    "featureOptIn.read",
    "featureOptIn.update",
)
_OF_ORGANIZATIONS = (
    "team.create",
    "organization.create",
    "organization.read",
    "organization.listMembers",
    "organization.listMembersPrivate",
    "organization.invite",
    "organization.remove",
    "organization.manageBilling",
    "organization.changeMemberRole",
    "organization.impersonate",
    "organization.passwordReset",
    "organization.update",
    "booking.readOrgBookings",
    "booking.readOrgAuditLogs",
    "organization.attributes.read",
    "organization.attributes.update",
    "organization.attributes.delete",
    "organization.attributes.create",
    "organization.attributes.editUsers",
    "watchlist.create",
    "watchlist.read",
    "watchlist.update",
    "watchlist.delete",
)
_OF_TEAMS = ("booking.readTeamBookings", "booking.readTeamAuditLogs")
OUR_OWN = (
    "availability.create",
    "availability.read",
    "availability.update",
    "availability.delete",
    "ooo.create",
    "ooo.read",
    "ooo.update",
    "ooo.delete",
    "verifiedResource.create",
    "verifiedResource.read",
)
"""Of both kinds of roles: schedules, absences, verified resources, which the contract has no word for."""

ORGANIZATION_WORDS = (EVERYTHING, *_OF_BOTH, *_OF_ORGANIZATIONS, *OUR_OWN)
"""What a role of an organization may hold."""

TEAM_WORDS = (*_OF_BOTH, *_OF_TEAMS, *OUR_OWN)
"""What a role of a team may hold."""

ALL_WORDS = (*ORGANIZATION_WORDS, *_OF_TEAMS)


def words_of(*, team: bool) -> tuple[str, ...]:
    """What roles of a team, or of an organization, may hold."""
    return TEAM_WORDS if team else ORGANIZATION_WORDS


def checked(words: Iterable[str], *, team: bool) -> list[str]:
    """The words, each once, in their order. Raises BadRequest for one that such a role cannot hold."""
    known, found = frozenset(words_of(team=team)), list(dict.fromkeys(words))
    for word in found:
        if word not in known:
            raise BadRequest(
                f"Permission '{word}' must be a valid permission string in format 'resource.action' "
                "(e.g., 'eventType.read', 'booking.create')"
            )
    return found
