"""When somebody can be met and what is booked: event types, schedules, slots and bookings."""

from locum.bookings.endpoints import bookings
from locum.bookings.host_endpoints import booking_hosts
from locum.bookings.later_endpoints import booking_attendees, booking_details, booking_guests, team_booking_references
from locum.bookings.list_endpoints import organization_bookings, person_bookings, team_bookings
from locum.bookings.newer_endpoints import newer_bookings, newer_organization_bookings, wants_newer
from locum.bookings.older_endpoints import older_bookings, older_calls
from locum.bookings.older_endpoints import wants_older as wants_older_bookings
from locum.bookings.proving_endpoints import booker_addresses
from locum.event_types.endpoints import event_types
from locum.event_types.older_endpoints import older_event_types, wants_older
from locum.event_types.public_endpoints import public_event_types
from locum.event_types.realms import (
    OfOpenOrganizationTeam,
    OfOpenTeam,
    OfOrganizationTeamEventType,
    OfOwnEventType,
    OfTeamEventType,
    OfTeamsOfOrganization,
)
from locum.event_types.team_endpoints import open_team_event_types, team_event_types, teams_event_types
from locum.event_types.untold_endpoints import untold_event_types
from locum.http.realms import Mount
from locum.http.versions import says_nothing
from locum.memberships.realms import (
    me,
    organization,
    organization_team,
    organization_team_user,
    organization_user,
    team,
)
from locum.private_links.endpoints import private_links
from locum.public_events.endpoints import public_events
from locum.schedule_lists.endpoints import member_schedules, organization_schedules, team_schedules
from locum.schedules.endpoints import schedules
from locum.schedules.older_endpoints import older_schedules
from locum.schedules.older_endpoints import wants_older as wants_older_schedules
from locum.schedules.untold_endpoints import untold_schedules
from locum.slots.endpoints import slots
from locum.slots.older_endpoints import older_slots

BOOKING_PLANE = (
    Mount(older_calls, at="/v2/bookings", realm=me, tag="Bookings", hidden=True, when=wants_older_bookings),
    Mount(newer_bookings, at="/v2/bookings", realm=me, tag="Bookings", hidden=True, when=wants_newer),
    Mount(bookings, at="/v2/bookings", realm=me, tag="Bookings"),
    Mount(booking_hosts, at="/v2/bookings", realm=me, tag="Bookings"),
    Mount(older_bookings, at="/v2/bookings", realm=me, tag="Bookings", hidden=True),
    Mount(booker_addresses, at="/v2/atoms/verification/email", realm=me, tag="Bookings", hidden=True),
    Mount(booking_details, at="/v2/bookings", realm=me, tag="Bookings"),
    Mount(booking_attendees, at="/v2/bookings", realm=me, tag="Bookings / Attendees"),
    Mount(booking_guests, at="/v2/bookings", realm=me, tag="Bookings / Guests"),
    Mount(slots, at="/v2/slots", realm=me, tag="Slots"),
    Mount(older_slots, at="/v2/slots", realm=me, tag="Slots", hidden=True),
    Mount(untold_event_types, at="/v2/event-types", realm=me, tag="Event Types", hidden=True, when=says_nothing),
    Mount(older_event_types, at="/v2/event-types", realm=me, tag="Event Types", hidden=True, when=wants_older),
    Mount(event_types, at="/v2/event-types", realm=me, tag="Event Types"),
    Mount(public_event_types, at="/v2/event-types", realm=me, tag="Event Types", hidden=True),
    Mount(public_events, at="/v2/atoms/event-types", realm=me, tag="Event Types", hidden=True),
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
    Mount(untold_schedules, at="/v2/schedules", realm=me, tag="Schedules", hidden=True, when=says_nothing),
    Mount(
        older_schedules,
        at="/v2/schedules",
        realm=me,
        tag="Schedules",
        hidden=True,
        when=wants_older_schedules,
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
    Mount(
        newer_organization_bookings,
        at="/v2/organizations/{orgId}/bookings",
        realm=organization,
        tag="Orgs / Bookings",
        hidden=True,
        when=wants_newer,
    ),
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
)
