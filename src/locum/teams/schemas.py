"""Teams on the wire (members sheet, sections 3 and 5)."""

import json
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from locum.kit.wire import WireInput, WireOutput
from locum.kit.wire_types import Metadata, NonEmptyText, TimeFormat, WebAddress, refusal
from locum.memberships.models import Membership
from locum.memberships.rules import RoleName
from locum.organizations.models import Team
from locum.organizations.rounds import Basis, Interval

PERIODS = frozenset({"PER_DAY", "PER_WEEK", "PER_MONTH", "PER_YEAR"})


def _booking_limits(value: Any) -> Any:
    """The limits as an object; the contract calls them a string, so JSON text is read too."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    good = isinstance(found, dict) and all(
        period in PERIODS and isinstance(most, int) and not isinstance(most, bool) and 0 < most < 100_000
        for period, most in found.items()
    )
    if not good:
        raise refusal(
            "isBookingLimits", "$property must be an object of PER_DAY, PER_WEEK, PER_MONTH, PER_YEAR and numbers"
        )
    return found


BookingLimits = Annotated[dict[str, int], BeforeValidator(_booking_limits), WithJsonSchema({"type": "string"})]


class TeamFields(WireInput):
    """What can be said of a team, now or later. Zone, week start and colours are taken as they come."""

    slug: str | None = None
    logo_url: WebAddress | None = None
    cal_video_logo: WebAddress | None = None
    app_logo: WebAddress | None = None
    app_icon_logo: WebAddress | None = None
    bio: str | None = None
    hide_branding: bool | None = None
    is_private: bool | None = None
    hide_book_a_team_member: bool | None = None
    metadata: Metadata | None = None
    theme: str | None = None
    brand_color: str | None = None
    dark_brand_color: str | None = None
    banner_url: WebAddress | None = None
    time_format: TimeFormat | None = None
    time_zone: str | None = None
    week_start: str | None = None

    def values(self) -> dict[str, Any]:
        """What the body names, by column; an empty slug names none."""
        named = self.given()
        if named.get("slug") == "":
            del named["slug"]
        if "metadata" in named:
            named["properties"] = named.pop("metadata")
        return named


class TeamCreate(TeamFields):
    """A new team; the caller becomes its owner."""

    name: NonEmptyText
    auto_accept_creator: bool | None = Field(True, description="Whether the caller's membership is accepted at once.")


class TeamUpdate(TeamFields):
    """Changes of a team; what is not named stays."""

    name: NonEmptyText | None = None
    booking_limits: BookingLimits | None = None
    include_managed_events_in_limits: bool | None = None
    round_robin_interval: Interval | None = Field(
        None,
        alias="rrResetInterval",
        description="Over which time bookings count where weights decide",
    )
    round_robin_basis: Basis | None = Field(
        None, alias="rrTimestampBasis", description="Whether they count for when they are made or for when they begin"
    )


class TeamOut(WireOutput):
    """A team, or an organization, as clients see it."""

    id: int
    parent_id: int | None = None
    name: str
    slug: str | None = None
    logo_url: str | None = None
    cal_video_logo: str | None = None
    app_logo: str | None = None
    app_icon_logo: str | None = None
    bio: str | None = None
    hide_branding: bool = False
    is_organization: bool
    is_private: bool = False
    hide_book_a_team_member: bool = False
    metadata: Annotated[dict[str, Any] | None, WithJsonSchema({"type": "object"})] = None
    theme: str | None = None
    brand_color: str | None = None
    dark_brand_color: str | None = None
    banner_url: str | None = None
    time_format: int | None = None
    time_zone: str = "Europe/London"
    week_start: str = "Sunday"
    round_robin_interval: Interval = Field("MONTH", alias="rrResetInterval")
    round_robin_basis: Basis = Field("CREATED_AT", alias="rrTimestampBasis")


class TeamAwaitingPayment(WireOutput):
    """What the contract also allows as the answer to a new team, where teams are paid for. Nobody pays here."""

    message: str
    payment_link: str
    pending_team: TeamOut


class MyTeamOut(TeamOut):
    """A team of the caller's organization; what he is in it only where he is a member."""

    role: RoleName = "MEMBER"
    accepted: bool = False


_SHOWN = tuple(name for name in TeamOut.model_fields if name not in {"parent_id", "metadata"})


def _shown(team: Team) -> dict[str, Any]:
    shown = {name: getattr(team, name) for name in _SHOWN}
    return {**shown, "parent_id": team.organization_id, "metadata": team.properties}


def team_out(team: Team) -> TeamOut:
    """A row as clients see it."""
    return TeamOut.model_construct(**_shown(team))


def my_team_out(team: Team, membership: Membership | None) -> MyTeamOut:
    """A row as a member of the organization sees it."""
    shown = _shown(team)
    if membership is not None:
        shown |= {"role": membership.role, "accepted": membership.accepted}
    return MyTeamOut.model_construct(**shown)
