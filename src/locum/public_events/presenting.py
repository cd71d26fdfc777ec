"""From stored event types and those who invite to the answer that the component library reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from locum.event_types.rules.booking_fields import booking_form
from locum.organizations.models import Team
from locum.public_events.form import fields_of
from locum.public_events.queries import Organization, Shown
from locum.public_events.rules import layouts, period, places, recurring
from locum.public_events.schemas import (
    EntityOutput,
    HostOutput,
    OrganizationOutput,
    ProfileOutput,
    PublicEventOutput,
    ScheduleOutput,
    TeamOutput,
    UserOutput,
    UserProfileOutput,
)
from locum.schedules.models import Schedule
from locum.users.models import User

_AS_STORED = (
    "id",
    "slug",
    "title",
    "description",
    "disable_guests",
    "hidden",
    "lock_time_zone_toggle_on_booking_page",
    "success_redirect_url",
    "interface_language",
    "requires_booker_email_verification",
)
_SCHEDULING = {"collective": "COLLECTIVE", "roundRobin": "ROUND_ROBIN", "managed": "MANAGED"}


@dataclass(frozen=True, slots=True)
class Home:
    """Whoever invites, and where he is at home."""

    profile: dict[str, Any]
    entity: EntityOutput
    team: TeamOutput | None = None
    is_dynamic: bool = False

    @classmethod
    def of_person(cls, owner: User, organization: Organization | None, brand: Team | None) -> "Home":
        """A person; without colours of his own, he has those of his organization."""
        colors = brand or owner
        profile = {
            "username": owner.username,
            "name": owner.name,
            "image": owner.avatar_url,
            "week_start": owner.week_start,
            "theme": owner.theme,
            "brand_color": colors.brand_color,
            "dark_brand_color": colors.dark_brand_color,
        }
        entity = EntityOutput(org_slug=organization.slug, name=organization.name) if organization else EntityOutput()
        return cls(profile, entity)

    @classmethod
    def of_team(cls, team: Team, organization: Team | None) -> "Home":
        """A team."""
        colors = team if team.brand_color or organization is None else organization
        profile = {
            "username": team.slug,
            "name": team.name,
            "image": team.logo_url,
            "week_start": team.week_start,
            "theme": team.theme,
            "brand_color": colors.brand_color,
            "dark_brand_color": colors.dark_brand_color,
        }
        entity = EntityOutput(
            org_slug=organization.slug if organization else None,
            team_slug=team.slug,
            name=team.name,
            logo_url=team.logo_url,
        )
        return cls(profile, entity, TeamOutput.model_validate(team))

    @classmethod
    def of_several(cls, users: Sequence[User]) -> "Home":
        """Several persons who are asked together."""
        profile = {
            "username": "+".join(user.username or "" for user in users),
            "name": ", ".join(user.name or user.username or "" for user in users),
            "image": None,
            "week_start": users[0].week_start,
            "theme": None,
            "brand_color": None,
            "dark_brand_color": None,
        }
        return cls(profile, EntityOutput(), is_dynamic=True)


def present(
    stored: Mapping[str, Any], home: Home, faces: Iterable[Shown], schedule: Schedule | None, web_url: str
) -> PublicEventOutput:
    """An event type with those who take its bookings. `web_url` is the address that people share."""
    users = [_user(face, web_url.rstrip("/")) for face in faces]
    seats, options = stored["seats"] or {}, stored["length_in_minutes_options"]
    members = {
        **{name: stored[name] for name in _AS_STORED},
        "length": stored["length_in_minutes"],
        "metadata": {} if options is None else {"multipleDuration": options},
        "locations": places(stored["locations"]),
        "booking_fields": fields_of(booking_form(stored["booking_fields"], stored["disable_guests"])),
        "recurring_event": recurring(stored["recurrence"]),
        "seats_per_time_slot": seats.get("seatsPerTimeSlot"),
        "seats_show_attendees": seats.get("showAttendeeInfo"),
        "seats_show_availability_count": seats.get("showAvailabilityCount"),
        "requires_confirmation": stored["confirmation_policy"] is not None,
        "scheduling_type": _SCHEDULING.get(stored["scheduling_type"]),
        "is_dynamic": home.is_dynamic,
        "schedule": ScheduleOutput.model_validate(schedule) if schedule else None,
        "owner": users[0] if home.team is None and not home.is_dynamic else None,
        "profile": ProfileOutput(**home.profile, booker_layouts=layouts(stored["booker_layouts"])),
        "entity": home.entity,
        "team": home.team,
        "users": users,
        "subset_of_users": users,
        "subset_of_hosts": [HostOutput(user=user) for user in users],
    }
    return PublicEventOutput.model_validate(members | period(stored["booking_window"]))


def _user(face: Shown, web_url: str) -> UserOutput:
    organization = OrganizationOutput.model_validate(face.organization) if face.organization else None
    return UserOutput(
        id=face.id,
        name=face.name,
        username=face.username,
        avatar_url=face.avatar_url,
        week_start=face.week_start,
        booker_url=web_url,
        profile=UserProfileOutput(username=face.username, organization=organization),
    )
