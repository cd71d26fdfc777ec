"""People and what holds them together: organizations, teams, memberships, roles, attributes."""

from locum.api_keys.endpoints import api_keys
from locum.attributes.endpoints import attributes
from locum.attributes.option_endpoints import attribute_options
from locum.audit.endpoints import audit_log
from locum.delegation.endpoints import delegation_credentials
from locum.http.realms import Mount
from locum.invitations.endpoints import team_invitations
from locum.me.endpoints import own_account
from locum.memberships.realms import me, organization, organization_team, organization_user, team
from locum.memberships.team_endpoints import team_memberships
from locum.organization_users.endpoints import organization_users, single_organization_user
from locum.organization_users.membership_endpoints import organization_memberships
from locum.roles.endpoints import role_permissions, roles
from locum.roles.schemas import OrganizationRoleOut, TeamRoleOut
from locum.roles.schemas import shown_as as roles_as
from locum.teams.endpoints import organization_teams, own_teams, single_team
from locum.timezones.endpoints import timezones
from locum.verified_resources.endpoints import FOR_A_PERSON, verified_resources

ORGANIZATION_PLANE = (
    Mount(own_account, at="/v2/me", realm=me, tag="Me"),
    Mount(api_keys, at="/v2/api-keys", realm=me, tag="Api Keys"),
    Mount(
        organization_memberships,
        at="/v2/organizations/{orgId}/memberships",
        realm=organization,
        tag="Orgs / Memberships",
    ),
    Mount(
        team_memberships,
        at="/v2/organizations/{orgId}/teams/{teamId}/memberships",
        realm=organization_team,
        tag="Orgs / Teams / Memberships",
        leave_out=("list_own_team_memberships",),
    ),
    Mount(
        team_memberships,
        at="/v2/teams/{teamId}/memberships",
        realm=team,
        tag="Teams / Memberships",
        leave_out=("list_team_memberships",),
    ),
    Mount(own_teams, at="/v2/teams", realm=me, tag="Teams"),
    Mount(single_team, at="/v2/teams/{teamId}", realm=team, tag="Teams"),
    Mount(organization_teams, at="/v2/organizations/{orgId}/teams", realm=organization, tag="Orgs / Teams"),
    Mount(single_team, at="/v2/organizations/{orgId}/teams/{teamId}", realm=organization_team, tag="Orgs / Teams"),
    Mount(timezones, at="/v2/timezones", realm=me, tag="Time Zones"),
    Mount(organization_users, at="/v2/organizations/{orgId}/users", realm=organization, tag="Orgs / Users"),
    Mount(
        single_organization_user,
        at="/v2/organizations/{orgId}/users/{userId}",
        realm=organization_user,
        tag="Orgs / Users",
    ),
    Mount(verified_resources, at="/v2/verified-resources", realm=me, tag="Verified Resources", models=FOR_A_PERSON),
    Mount(verified_resources, at="/v2/teams/{teamId}/verified-resources", realm=team, tag="Teams Verified Resources"),
    Mount(
        verified_resources,
        at="/v2/organizations/{orgId}/teams/{teamId}/verified-resources",
        realm=organization_team,
        tag="Organization Team Verified Resources",
    ),
    Mount(team_invitations, at="/v2/teams/{teamId}", realm=team, tag="Teams / Invite"),
    Mount(
        team_invitations,
        at="/v2/organizations/{orgId}/teams/{teamId}",
        realm=organization_team,
        tag="Orgs / Teams / Invite",
    ),
    Mount(attributes, at="/v2/organizations/{orgId}/attributes", realm=organization, tag="Orgs / Attributes"),
    Mount(
        attribute_options,
        at="/v2/organizations/{orgId}/attributes",
        realm=organization,
        tag="Orgs / Attributes / Options",
    ),
    Mount(
        delegation_credentials,
        at="/v2/organizations/{orgId}/delegation-credentials",
        realm=organization,
        tag="Orgs / Delegation Credentials",
    ),
    Mount(audit_log, at="/v2/organizations/{orgId}/audit-log", realm=organization, tag="Orgs / Audit Log"),
    Mount(
        roles,
        at="/v2/organizations/{orgId}/roles",
        realm=organization,
        tag="Orgs / Roles",
        models=roles_as(OrganizationRoleOut),
    ),
    Mount(
        role_permissions,
        at="/v2/organizations/{orgId}/roles/{roleId}/permissions",
        realm=organization,
        tag="Orgs / Roles / Permissions",
    ),
    Mount(
        roles,
        at="/v2/organizations/{orgId}/teams/{teamId}/roles",
        realm=organization_team,
        tag="Orgs / Teams / Roles",
        models=roles_as(TeamRoleOut),
    ),
    Mount(
        role_permissions,
        at="/v2/organizations/{orgId}/teams/{teamId}/roles/{roleId}/permissions",
        realm=organization_team,
        tag="Orgs / Teams / Roles / Permissions",
    ),
)
