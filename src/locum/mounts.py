"""The one readable map of the API: which resource stands where, in whose realm.

Hot addresses first: a late route costs some hundred microseconds.
"""

from locum.absences.bulk.endpoints import bulk_absences
from locum.absences.endpoints import absences, organization_absences
from locum.absences.series_endpoints import recurring_absences
from locum.affected_bookings.endpoints import affected_bookings
from locum.api_keys.endpoints import api_keys
from locum.attributes.endpoints import attributes
from locum.attributes.option_endpoints import attribute_options
from locum.audit.endpoints import audit_log
from locum.bookings.endpoints import bookings
from locum.bookings.host_endpoints import booking_hosts
from locum.bookings.later_endpoints import booking_attendees, booking_details, booking_guests, team_booking_references
from locum.bookings.list_endpoints import organization_bookings, person_bookings, team_bookings
from locum.bookings.older_endpoints import older_bookings
from locum.bookings.proving_endpoints import booker_addresses
from locum.delegation.endpoints import delegation_credentials
from locum.event_types.endpoints import event_types
from locum.event_types.older_endpoints import older_event_types, wants_older
from locum.event_types.realms import (
    OfEventType,
    OfOpenOrganizationTeam,
    OfOpenTeam,
    OfOrganizationTeamEventType,
    OfOwnEventType,
    OfTeamEventType,
    OfTeamsOfOrganization,
)
from locum.event_types.team_endpoints import open_team_event_types, team_event_types, teams_event_types
from locum.feeds.endpoints import absence_feeds, open_feeds
from locum.holidays.endpoints import holiday_countries, organization_holidays, personal_holidays
from locum.http.realms import Mount
from locum.invitations.endpoints import team_invitations
from locum.managed_organizations.endpoints import managed_organizations
from locum.managed_users.endpoints import managed_users
from locum.me.endpoints import own_account
from locum.memberships.realms import (
    me,
    organization,
    organization_team,
    organization_team_user,
    organization_user,
    team,
    team_user,
)
from locum.memberships.team_endpoints import team_memberships
from locum.oauth import realms as oauth
from locum.oauth.endpoints import oauth_clients, single_oauth_client, token_exchange
from locum.oauth.provider import provider
from locum.oauth2.endpoints import oauth2_clients, oauth2_tokens, oauth2_web_tokens
from locum.organization_users.endpoints import organization_users, single_organization_user
from locum.organization_users.membership_endpoints import organization_memberships
from locum.private_links.endpoints import private_links
from locum.replies.endpoints import reply_previews
from locum.responder.endpoints import reply_decisions
from locum.roles.endpoints import role_permissions, roles
from locum.roles.schemas import OrganizationRoleOut, TeamRoleOut
from locum.roles.schemas import shown_as as roles_as
from locum.schedule_lists.endpoints import member_schedules, organization_schedules, team_schedules
from locum.schedules.endpoints import schedules
from locum.slots.endpoints import slots
from locum.slots.older_endpoints import older_slots
from locum.targets.endpoints import mail_domains, mail_standings, mail_target
from locum.teams.endpoints import organization_teams, own_teams, single_team
from locum.timezones.endpoints import timezones
from locum.verified_resources.endpoints import FOR_A_PERSON, verified_resources
from locum.webhooks.endpoints import webhooks
from locum.webhooks.schemas import EventTypeWebhookOut, OAuthClientWebhookOut, TeamWebhookOut, UserWebhookOut, shown_as

MOUNTS = (
    Mount(bookings, at="/v2/bookings", realm=me, tag="Bookings"),
    Mount(booking_hosts, at="/v2/bookings", realm=me, tag="Bookings"),
    Mount(older_bookings, at="/v2/bookings", realm=me, tag="Bookings", hidden=True),
    Mount(booker_addresses, at="/v2/atoms/verification/email", realm=me, tag="Bookings", hidden=True),
    Mount(booking_details, at="/v2/bookings", realm=me, tag="Bookings"),
    Mount(booking_attendees, at="/v2/bookings", realm=me, tag="Bookings / Attendees"),
    Mount(booking_guests, at="/v2/bookings", realm=me, tag="Bookings / Guests"),
    Mount(slots, at="/v2/slots", realm=me, tag="Slots"),
    Mount(older_slots, at="/v2/slots", realm=me, tag="Slots", hidden=True),
    Mount(older_event_types, at="/v2/event-types", realm=me, tag="Event Types", hidden=True, when=wants_older),
    Mount(event_types, at="/v2/event-types", realm=me, tag="Event Types"),
    Mount(team_event_types, at="/v2/teams/{teamId}/event-types", realm=team, tag="Teams / Event Types"),
    Mount(open_team_event_types, at="/v2/teams/{teamId}/event-types", realm=OfOpenTeam(), tag="Teams / Event Types"),
    Mount(
        team_event_types,
        at="/v2/organizations/{orgId}/teams/{teamId}/event-types",
        realm=organization_team,
        tag="Orgs / Teams / Event Types",
    ),
    Mount(
        open_team_event_types,
        at="/v2/organizations/{orgId}/teams/{teamId}/event-types",
        realm=OfOpenOrganizationTeam(),
        tag="Orgs / Teams / Event Types",
    ),
    Mount(
        teams_event_types,
        at="/v2/organizations/{orgId}/teams/event-types",
        realm=OfTeamsOfOrganization(),
        tag="Orgs / Teams / Event Types",
    ),
    Mount(
        private_links,
        at="/v2/event-types/{eventTypeId}/private-links",
        realm=OfOwnEventType(),
        tag="Event Types Private Links",
    ),
    Mount(
        private_links,
        at="/v2/organizations/{orgId}/teams/{teamId}/event-types/{eventTypeId}/private-links",
        realm=OfOrganizationTeamEventType(),
        tag="Orgs / Teams / Event Types / Private Links",
    ),
    Mount(
        private_links,
        at="/v2/teams/{teamId}/event-types/{eventTypeId}/private-links",
        realm=OfTeamEventType("IsTeamEventTypePrivateLinkGuard"),
        tag="Teams / Event Types / Private Links",
    ),
    Mount(schedules, at="/v2/schedules", realm=me, tag="Schedules"),
    Mount(
        schedules,
        at="/v2/organizations/{orgId}/users/{userId}/schedules",
        realm=organization_user,
        tag="Orgs / Users / Schedules",
        leave_out=("get_default_schedule",),
    ),
    Mount(
        organization_schedules,
        at="/v2/organizations/{orgId}/schedules",
        realm=organization,
        tag="Orgs / Schedules",
    ),
    Mount(team_schedules, at="/v2/teams/{teamId}/schedules", realm=team, tag="Teams / Schedules"),
    Mount(
        team_schedules,
        at="/v2/organizations/{orgId}/teams/{teamId}/schedules",
        realm=organization_team,
        tag="Orgs / Teams / Schedules",
    ),
    Mount(
        member_schedules,
        at="/v2/organizations/{orgId}/teams/{teamId}/users/{userId}/schedules",
        realm=organization_team_user,
        tag="Orgs / Teams / Users / Schedules",
    ),
    Mount(own_account, at="/v2/me", realm=me, tag="Me"),
    Mount(absences, at="/v2/me/ooo", realm=me, tag="Me / OOO"),
    Mount(affected_bookings, at="/v2/me/ooo", realm=me, tag="Me / OOO"),
    Mount(
        affected_bookings,
        at="/v2/organizations/{orgId}/users/{userId}/ooo",
        realm=organization_user,
        tag="Orgs / Users / OOO",
    ),
    Mount(
        absences, at="/v2/organizations/{orgId}/users/{userId}/ooo", realm=organization_user, tag="Orgs / Users / OOO"
    ),
    Mount(recurring_absences, at="/v2/me/ooo/recurring", realm=me, tag="Me / OOO"),
    Mount(
        recurring_absences,
        at="/v2/organizations/{orgId}/users/{userId}/ooo/recurring",
        realm=organization_user,
        tag="Orgs / Users / OOO",
    ),
    Mount(
        recurring_absences,
        at="/v2/teams/{teamId}/users/{userId}/ooo/recurring",
        realm=team_user,
        tag="Teams / Users / OOO",
    ),
    Mount(reply_previews, at="/v2/me/ooo", realm=me, tag="Me / OOO"),
    Mount(reply_decisions, at="/v2/me/ooo/replies", realm=me, tag="Me / OOO"),
    Mount(
        reply_previews,
        at="/v2/organizations/{orgId}/users/{userId}/ooo",
        realm=organization_user,
        tag="Orgs / Users / OOO",
    ),
    Mount(reply_previews, at="/v2/teams/{teamId}/users/{userId}/ooo", realm=team_user, tag="Teams / Users / OOO"),
    Mount(organization_absences, at="/v2/organizations/{orgId}/ooo", realm=organization, tag="Orgs / Users / OOO"),
    Mount(absences, at="/v2/teams/{teamId}/users/{userId}/ooo", realm=team_user, tag="Teams / Users / OOO"),
    Mount(bulk_absences, at="/v2/organizations/{orgId}/ooo", realm=organization, tag="Orgs / OOO"),
    Mount(absence_feeds, at="/v2/me/ooo/feeds", realm=me, tag="Me / OOO"),
    Mount(absence_feeds, at="/v2/organizations/{orgId}/ooo/feeds", realm=organization, tag="Orgs / OOO"),
    Mount(
        absence_feeds,
        at="/v2/organizations/{orgId}/users/{userId}/ooo/feeds",
        realm=organization_user,
        tag="Orgs / Users / OOO",
    ),
    Mount(
        absence_feeds,
        at="/v2/organizations/{orgId}/teams/{teamId}/ooo/feeds",
        realm=organization_team,
        tag="Orgs / Teams / OOO",
    ),
    Mount(absence_feeds, at="/v2/teams/{teamId}/ooo/feeds", realm=team, tag="Teams / OOO"),
    Mount(open_feeds, at="/v2/ooo", realm=me, tag="OOO"),
    Mount(holiday_countries, at="/v2/holidays", realm=me, tag="Holidays"),
    Mount(personal_holidays, at="/v2/me/holidays", realm=me, tag="Me / Holidays"),
    Mount(
        personal_holidays,
        at="/v2/organizations/{orgId}/users/{userId}/holidays",
        realm=organization_user,
        tag="Orgs / Users / Holidays",
    ),
    Mount(organization_holidays, at="/v2/organizations/{orgId}/holidays", realm=organization, tag="Orgs / Holidays"),
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
    Mount(
        organization_bookings,
        at="/v2/organizations/{orgId}/bookings",
        realm=organization,
        tag="Orgs / Bookings",
    ),
    Mount(
        person_bookings,
        at="/v2/organizations/{orgId}/users/{userId}/bookings",
        realm=organization_user,
        tag="Orgs / Users / Bookings",
    ),
    Mount(
        team_bookings,
        at="/v2/organizations/{orgId}/teams/{teamId}/bookings",
        realm=organization_team,
        tag="Orgs / Teams / Bookings",
    ),
    Mount(team_bookings, at="/v2/teams/{teamId}/bookings", realm=team, tag="Teams / Bookings"),
    Mount(
        team_booking_references,
        at="/v2/organizations/{orgId}/teams/{teamId}/bookings",
        realm=organization_team,
        tag="Orgs / Teams / Bookings",
    ),
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
    Mount(managed_organizations, at="/v2/organizations/{orgId}/organizations", realm=organization, tag="Managed Orgs"),
    Mount(mail_target, at="/v2/me/mail-target", realm=me, tag="Me / Mail target"),
    Mount(
        mail_target,
        at="/v2/organizations/{orgId}/users/{userId}/mail-target",
        realm=organization_user,
        tag="Orgs / Users / Mail target",
    ),
    Mount(mail_domains, at="/v2/organizations/{orgId}/mail-domains", realm=organization, tag="Orgs / Mail targets"),
    Mount(mail_standings, at="/v2/organizations/{orgId}/mail-targets", realm=organization, tag="Orgs / Mail targets"),
    Mount(audit_log, at="/v2/organizations/{orgId}/audit-log", realm=organization, tag="Orgs / Audit Log"),
    Mount(
        webhooks,
        at="/v2/webhooks",
        realm=me,
        tag="Webhooks",
        leave_out=("remove_all_webhooks",),
        models=shown_as(UserWebhookOut),
    ),
    Mount(
        webhooks,
        at="/v2/event-types/{eventTypeId}/webhooks",
        realm=OfEventType("IsUserEventTypeWebhookGuard"),
        tag="Event Types / Webhooks",
        models=shown_as(EventTypeWebhookOut),
    ),
    Mount(
        webhooks,
        at="/v2/teams/{teamId}/event-types/{eventTypeId}/webhooks",
        realm=OfTeamEventType("IsTeamEventTypeWebhookGuard"),
        tag="Teams / Event Types / Webhooks",
        models=shown_as(EventTypeWebhookOut),
    ),
    Mount(
        webhooks,
        at="/v2/organizations/{orgId}/webhooks",
        realm=organization,
        tag="Orgs / Webhooks",
        leave_out=("remove_all_webhooks",),
        models=shown_as(TeamWebhookOut),
    ),
    Mount(
        webhooks,
        at="/v2/oauth-clients/{clientId}/webhooks",
        realm=oauth.oauth_client,
        tag="Deprecated: Platform / Webhooks",
        models=shown_as(OAuthClientWebhookOut),
    ),
    Mount(oauth2_clients, at="/v2/auth/oauth2/clients", realm=me, tag="OAuth2"),
    Mount(oauth2_clients, at="/v2/atoms/auth/oauth2/clients", realm=me, tag="OAuth2", hidden=True),
    Mount(oauth2_tokens, at="/v2/auth/oauth2", realm=me, tag="OAuth2"),
    Mount(oauth2_web_tokens, at="/api/auth/oauth", realm=me, tag="OAuth2"),
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
    Mount(oauth_clients, at="/v2/oauth-clients", realm=oauth.platform, tag="Deprecated: Platform OAuth Clients"),
    Mount(
        single_oauth_client,
        at="/v2/oauth-clients/{clientId}",
        realm=oauth.oauth_client,
        tag="Deprecated: Platform OAuth Clients",
    ),
    Mount(
        token_exchange,
        at="/v2/oauth/{clientId}",
        realm=oauth.oauth_client_itself,
        tag="Deprecated: Platform / Managed Users",
    ),
    Mount(
        managed_users,
        at="/v2/oauth-clients/{clientId}/users",
        realm=oauth.oauth_client,
        tag="Deprecated: Platform / Managed Users",
    ),
    Mount(provider, at="/v2/provider/{clientId}", realm=oauth.provider, tag="Provider"),
)
