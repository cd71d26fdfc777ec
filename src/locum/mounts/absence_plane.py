"""Who is away, who stands in, and what mail is answered meanwhile."""

from locum.absences.bulk.endpoints import bulk_absences
from locum.absences.endpoints import absences, organization_absences
from locum.absences.series_endpoints import recurring_absences
from locum.affected_bookings.endpoints import affected_bookings
from locum.feeds.endpoints import absence_feeds, open_feeds
from locum.holidays.endpoints import holiday_countries, organization_holidays, personal_holidays
from locum.http.realms import Mount
from locum.memberships.realms import me, organization, organization_team, organization_user, team, team_user
from locum.replies.endpoints import known_senders, reply_previews
from locum.responder.endpoints import reply_decisions
from locum.targets.endpoints import mail_domains, mail_standings, mail_target

ABSENCE_PLANE = (
    Mount(absences, at="/v2/me/ooo", realm=me, tag="Me / OOO"),
    Mount(affected_bookings, at="/v2/me/ooo", realm=me, tag="Me / OOO"),
    Mount(
        affected_bookings,
        at="/v2/organizations/{orgId}/users/{userId}/ooo",
        realm=organization_user,
        tag="Orgs / Users / OOO",
    ),
    Mount(affected_bookings, at="/v2/teams/{teamId}/users/{userId}/ooo", realm=team_user, tag="Teams / Users / OOO"),
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
    Mount(known_senders, at="/v2/me/ooo/known-senders", realm=me, tag="Me / OOO"),
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
    Mount(mail_target, at="/v2/me/mail-target", realm=me, tag="Me / Mail target"),
    Mount(
        mail_target,
        at="/v2/organizations/{orgId}/users/{userId}/mail-target",
        realm=organization_user,
        tag="Orgs / Users / Mail target",
    ),
    Mount(mail_domains, at="/v2/organizations/{orgId}/mail-domains", realm=organization, tag="Orgs / Mail targets"),
    Mount(mail_standings, at="/v2/organizations/{orgId}/mail-targets", realm=organization, tag="Orgs / Mail targets"),
)
