"""Managed people on the wire (platform sheet, section 4)."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from locum.http.parameters import LARGEST_ID
from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import Locale, Metadata, TimeFormat, WebAddress, Weekday, ZoneName
from locum.oauth.schemas import KeysOut, keys_values
from locum.oauth.tokens import TokenPair
from locum.users.models import User

_COLUMNS = {"metadata": "properties"}


class ManagedUserFields(WireInput):
    """What can be said of a managed person, now or later."""

    time_format: TimeFormat | None = None
    week_start: Weekday | None = None
    time_zone: ZoneName | None = None
    locale: Locale | None = None
    avatar_url: WebAddress | None = None
    bio: str | None = None
    metadata: Metadata | None = None

    def values(self) -> dict[str, Any]:
        """What the body names, by column of the account."""
        return {_COLUMNS.get(name, name): value for name, value in self.given().items()}


class ManagedUserCreate(ManagedUserFields):
    """A new managed person."""

    email: str = Field(description="Stored with the id of the client before the @.")
    name: str
    time_zone: ZoneName | None = Field(
        None, description="Zone of the first schedule; without it there is none, and nothing can be booked."
    )


class ManagedUserUpdate(ManagedUserFields):
    """Changes of a managed person; what is not named stays."""

    email: str | None = Field(None, description="Counts at once; the username follows.")
    name: str | None = None
    default_schedule_id: Annotated[int, Field(ge=0, le=LARGEST_ID)] | None = Field(
        None, description="One of this person's own schedules."
    )


class ManagedUserOut(WireOutput):
    """A managed person as his client sees him; `metadata` only when there is some."""

    id: int
    email: str
    username: str | None
    name: str | None
    bio: str | None
    time_zone: str
    week_start: str
    created_date: Instant
    time_format: int | None
    default_schedule_id: int | None
    locale: str | None = Field(None, json_schema_extra={"type": "string"})
    avatar_url: str | None = None
    metadata: Annotated[dict[str, Any], WithJsonSchema({"type": "object"})] = Field(default_factory=dict)


class NewManagedUserOut(KeysOut):
    """A new managed person with his first tokens, which are shown this once."""

    user: ManagedUserOut


_SHOWN = tuple(name for name in ManagedUserOut.model_fields if name not in {"created_date", "metadata"})


def managed_user_out(user: User) -> ManagedUserOut:
    """An account as its client sees it."""
    shown = {name: getattr(user, name) for name in _SHOWN}
    if user.properties is not None:
        shown["metadata"] = user.properties
    return ManagedUserOut.model_construct(**shown, created_date=user.created_at)


def new_managed_user_out(user: User, tokens: TokenPair) -> NewManagedUserOut:
    """A new account with its tokens."""
    return NewManagedUserOut.model_construct(**keys_values(tokens), user=managed_user_out(user))
