"""OAuth clients and tokens on the wire (platform sheet, sections 3 and 4.4)."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field

from locum.http.scopes import CLIENT_PERMISSIONS, ClientPermission
from locum.kit.wire import Instant, WireInput, WireOutput
from locum.oauth.rules import bits_of, names_of
from locum.oauth.tokens import TokenPair, milliseconds
from locum.organizations.models import OAuthClient

Address = Annotated[str, Field(max_length=2000)]
RedirectUris = Annotated[list[Address], Field(max_length=100)]


class ClientFields(WireInput):
    """What can be said of a client, now or later."""

    logo: Annotated[str, Field(max_length=1_000_000)] | None = None
    booking_redirect_uri: Address | None = None
    booking_cancel_redirect_uri: Address | None = None
    booking_reschedule_redirect_uri: Address | None = None
    are_emails_enabled: bool | None = Field(None, description="Whether its people and their bookers get mail.")
    are_default_event_types_enabled: bool | None = Field(
        None, description="Whether new people get four event types: 30 and 60 minutes, with and without video."
    )
    are_calendar_events_enabled: bool | None = Field(
        None, description="Whether bookings are written into the calendars of its people; true by default."
    )


class ClientCreate(ClientFields):
    """A new client."""

    name: str
    redirect_uris: RedirectUris = Field(description="Where browsers with its tokens may come from; * is a wildcard.")
    permissions: Annotated[list[Literal[ClientPermission, "*"]], Field(max_length=100)]

    def values(self) -> dict[str, Any]:
        """What the body names, by column."""
        return {**self.given(), "permissions": bits_of(self.permissions)}


class ClientUpdate(ClientFields):
    """Changes of a client; what is not named stays. What it may do stays as it was."""

    name: str | None = None
    redirect_uris: RedirectUris | None = None


class ClientSecretOut(WireOutput):
    """The answer to a new client."""

    client_id: str
    client_secret: str


class ClientOut(WireOutput):
    """A client; its secret only for those who manage it, others get an empty text there."""

    id: str
    name: str
    secret: str
    permissions: list[str] = Field(json_schema_extra={"items": {"type": "string", "enum": list(CLIENT_PERMISSIONS)}})
    logo: str | None
    redirect_uris: list[str]
    organization_id: int
    created_at: Instant
    are_emails_enabled: bool
    are_default_event_types_enabled: bool
    are_calendar_events_enabled: bool
    booking_redirect_uri: str = ""
    booking_cancel_redirect_uri: str = ""
    booking_reschedule_redirect_uri: str = ""


_ALWAYS = tuple(
    name
    for name, field in ClientOut.model_fields.items()
    if field.is_required() and name not in {"secret", "permissions"}
)
_WHERE_SET = tuple(name for name, field in ClientOut.model_fields.items() if not field.is_required())


def client_out(client: OAuthClient, secret_of: Callable[[OAuthClient], str]) -> ClientOut:
    """A row as clients of the API see it; addresses that are not set are left out."""
    shown = {name: getattr(client, name) for name in _ALWAYS}
    shown |= {name: value for name in _WHERE_SET if (value := getattr(client, name)) is not None}
    return ClientOut.model_construct(**shown, secret=secret_of(client), permissions=names_of(client.permissions))


class RefreshTokenIn(WireInput):
    """A refresh token, which is used up by this."""

    refresh_token: str


class KeysOut(WireOutput):
    """A pair of tokens, shown this once; their ends are in milliseconds since 1970."""

    access_token: str
    refresh_token: str
    access_token_expires_at: int
    refresh_token_expires_at: int


def keys_values(tokens: TokenPair) -> dict[str, Any]:
    """A pair as it is shown, by Python name."""
    return {
        "access_token": tokens.access.text,
        "refresh_token": tokens.refresh.text,
        "access_token_expires_at": milliseconds(tokens.access.expires_at),
        "refresh_token_expires_at": milliseconds(tokens.refresh.expires_at),
    }


def keys_out(tokens: TokenPair) -> KeysOut:
    """A pair as it is handed out."""
    return KeysOut.model_construct(**keys_values(tokens))
