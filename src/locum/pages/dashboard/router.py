"""The pages of people who are signed in as one router. Literal addresses go before those with an id in their place."""

from fastapi import APIRouter

from locum.pages.dashboard import (
    absence_calendar,
    application,
    applications,
    attribute_options,
    attributes,
    booking,
    bookings,
    client,
    clients,
    event_types,
    feeds,
    holidays,
    kept_sms,
    keys,
    mailbox,
    many_absences,
    others_absences,
    overview,
    own_absences,
    own_availability,
    people,
    person,
    person_attributes,
    places_roles,
    replies,
    team,
    team_invitations,
    team_member,
    team_members,
    teams,
    webhook,
    webhook_log,
    webhooks,
)

PARTS = (
    overview.router,
    bookings.router,
    booking.router,
    absence_calendar.router,
    replies.router,
    feeds.router,
    holidays.router,
    many_absences.router,
    own_absences.router,
    own_availability.router,
    event_types.router,
    people.router,
    person.router,
    person_attributes.router,
    teams.router,
    team.router,
    team_invitations.router,
    team_members.router,
    team_member.router,
    places_roles.of_organization,
    places_roles.of_teams,
    others_absences.of_people,
    own_availability.of_people,
    others_absences.of_members,
    attributes.router,
    attribute_options.router,
    keys.router,
    clients.router,
    client.router,
    applications.router,
    application.router,
    webhooks.router,
    webhook.router,
    webhook_log.router,
    kept_sms.router,
    mailbox.router,
)


def build() -> APIRouter:
    """Every page of the dashboard."""
    router = APIRouter(include_in_schema=False)
    for part in PARTS:
        router.include_router(part)
    return router
