"""People of an organization on the wire (members sheet, section 1)."""

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import EmailText, HexColor, ImageAddress, Metadata, Theme, TimeFormat, Weekday, ZoneName
from locum.memberships.models import Profile
from locum.memberships.rules import RoleName
from locum.users.models import User

# fmt: off
Locale = Literal[
    "en", "fr", "it", "ru", "es", "de", "pt", "ro", "nl", "pt-BR", "ko", "ja", "pl", "ar", "iw", "zh-CN", "zh-TW",
    "cs", "sr", "sv", "vi", "bn",
]
# fmt: on
_COLUMNS = {"weekday": "week_start", "metadata": "properties"}


class PersonFields(WireInput):
    """What can be said of a person, now or later."""

    username: str | None = None
    weekday: Weekday | None = Field(None, description="First day of the week.")
    brand_color: HexColor | None = None
    dark_brand_color: HexColor | None = None
    bio: str | None = None
    metadata: Metadata | None = None
    hide_branding: bool | None = None
    time_zone: ZoneName | None = None
    theme: Theme | None = None
    app_theme: Theme | None = None
    time_format: TimeFormat | None = None
    default_schedule_id: Annotated[int, Field(ge=0)] | None = None
    locale: Locale | None = None
    avatar_url: ImageAddress | None = None

    def values(self) -> dict[str, Any]:
        """What the body names, by column of the account."""
        return {_COLUMNS.get(name, name): value for name, value in self.given().items()}


class PersonCreate(PersonFields):
    """A new person; without a username one is made from the address."""

    email: EmailText
    organization_role: RoleName | None = "MEMBER"
    auto_accept: bool | None = Field(True, description="Whether the membership is accepted at once.")
    default_schedule_id: Annotated[int, Field(ge=0)] | None = Field(
        None, description="Read and left aside: a new person has no schedule of his own to choose."
    )


class PersonUpdate(PersonFields):
    """Changes of a person; what is not named stays."""

    email: EmailText | None = None


class ProfileOut(WireOutput):
    """Who somebody is within the organization."""

    id: int
    organization_id: int
    user_id: int
    username: str | None = None


class PersonOut(WireOutput):
    """A person as administrators of his organization see him; `metadata` only when there is some."""

    id: int
    username: str | None = None
    name: str | None = None
    email: str
    email_verified: Instant | None = None
    bio: str | None = None
    avatar_url: str | None = None
    time_zone: str
    week_start: str
    app_theme: str | None = None
    theme: str | None = None
    default_schedule_id: int | None = None
    locale: str | None = None
    time_format: int | None = None
    hide_branding: bool
    brand_color: str | None = None
    dark_brand_color: str | None = None
    allow_dynamic_booking: bool | None = None
    created_date: Instant
    verified: bool | None = None
    invited_to: int | None = None
    metadata: Annotated[dict[str, Any], WithJsonSchema({"type": "object"})] = Field(default_factory=dict)
    profile: ProfileOut


_RENAMED = {
    "email_verified": "email_verified_at",
    "created_date": "created_at",
    "verified": "is_verified",
    "metadata": "properties",
}
COLUMNS = {name: _RENAMED.get(name, name) for name in PersonOut.model_fields if name != "profile"}
"""The columns of the account from which the fields are made."""


def person_out(user: User, profile: Profile) -> PersonOut:
    """An account with its profile as clients see it."""
    account: dict[str, Any] = {name: getattr(user, column) for name, column in COLUMNS.items()}
    if account["metadata"] is None:
        del account["metadata"]
    shown = ProfileOut.model_construct(
        id=profile.id, organization_id=profile.organization_id, user_id=profile.user_id, username=profile.username
    )
    return PersonOut.model_construct(**account, profile=shown)
