"""The one readable map of the API: which resource stands where, in whose realm.

Hot addresses first: a late route costs some hundred microseconds.
"""

from locum.absences.endpoints import absences, organization_absences
from locum.event_types.endpoints import event_types
from locum.http.realms import Mount
from locum.memberships.realms import me, organization, organization_user, team_user
from locum.schedules.endpoints import schedules

MOUNTS = (
    Mount(event_types, at="/v2/event-types", realm=me, tag="Event Types"),
    Mount(schedules, at="/v2/schedules", realm=me, tag="Schedules"),
    Mount(
        schedules,
        at="/v2/organizations/{orgId}/users/{userId}/schedules",
        realm=organization_user,
        tag="Orgs / Users / Schedules",
        leave_out=("get_default_schedule",),
    ),
    Mount(absences, at="/v2/me/ooo", realm=me, tag="Me / OOO"),
    Mount(
        absences, at="/v2/organizations/{orgId}/users/{userId}/ooo", realm=organization_user, tag="Orgs / Users / OOO"
    ),
    Mount(organization_absences, at="/v2/organizations/{orgId}/ooo", realm=organization, tag="Orgs / Users / OOO"),
    Mount(absences, at="/v2/teams/{teamId}/users/{userId}/ooo", realm=team_user, tag="Teams / Users / OOO"),
)
