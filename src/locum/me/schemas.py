"""The caller's own account on the wire (platform sheet, section 6)."""

from typing import Any

from pydantic import Field

from locum.kit.wire import WireInput, WireOutput
from locum.kit.wire_types import EmailText, Locale, Metadata, TimeFormat, WebAddress, Weekday, ZoneName
from locum.organizations.models import Team
from locum.users.models import User


class MeUpdate(WireInput):
    """Changes of one's own account; what is not named stays."""

    email: EmailText | None = Field(None, description="Counts once it is confirmed from the new address.")
    name: str | None = None
    time_format: TimeFormat | None = None
    default_schedule_id: int | None = Field(None, description="One of the caller's own schedules.")
    week_start: Weekday | None = None
    time_zone: ZoneName | None = Field(None, description="Also the zone of the default schedule.")
    locale: Locale | None = None
    avatar_url: WebAddress | None = None
    bio: str | None = None
    metadata: Metadata | None = None


class MyOrganizationOut(WireOutput):
    """The caller's main organization."""

    is_platform: bool
    id: int


class MeOut(WireOutput):
    """The caller; `organization` only when there is one."""

    id: int
    username: str | None
    email: str
    name: str | None
    avatar_url: str | None
    bio: str | None
    time_format: int
    default_schedule_id: int | None
    week_start: str
    time_zone: str
    organization_id: int | None
    organization: MyOrganizationOut | None = None


def me_out(user: User, organization: Team | None) -> MeOut:
    """An account as its owner sees it."""
    shown: dict[str, Any] = {
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "name": user.name,
        "avatar_url": user.avatar_url,
        "bio": user.bio,
        "time_format": user.time_format,
        "default_schedule_id": user.default_schedule_id,
        "week_start": user.week_start,
        "time_zone": user.time_zone,
        "organization_id": user.organization_id,
    }
    if organization is not None:
        shown["organization"] = MyOrganizationOut.model_construct(
            id=organization.id, is_platform=organization.is_platform
        )
    return MeOut.model_construct(**shown)
