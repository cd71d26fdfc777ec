"""Applications and tokens on the wire, in the spelling of the protocol (platform sheet, section 5)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from locum.oauth2.models import Application
from locum.oauth2.rules.managing import Kind
from locum.oauth2.tokens import ACCESS_LASTS, Issued


class ApplicationOut(BaseModel):
    """What anybody may know of an application who knows its id."""

    client_id: str
    redirect_uri: str = Field(description="The first one that is registered.")
    name: str
    logo: str | None
    is_trusted: bool
    client_type: Kind


class TokensOut(BaseModel):
    """The answer of RFC 6749, section 5.1, without an envelope."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - a kind, not a token
    refresh_token: str
    expires_in: int = Field(description="Seconds until the access token ends.")
    scope: str = Field(description="Scopes, joined by blanks.")


class RefusalOut(BaseModel):
    """The answer of RFC 6749, section 5.2, without an envelope."""

    error: str
    error_description: str


class TokenForm(BaseModel):
    """What is sent for tokens, as JSON or as a form; nothing else may be in it.

    The document shows it; the form is checked by `rules.token_request`, whose refusals have words of their own.
    """

    model_config = ConfigDict(extra="forbid")

    client_id: str
    grant_type: Literal["authorization_code", "refresh_token"]
    code: str = Field("", description="Of authorization_code.")
    redirect_uri: str = Field("", description="Of authorization_code: the one that the code was asked for with.")
    client_secret: str = Field("", description="Of confidential clients; not together with code_verifier.")
    code_verifier: str = Field("", description="Of public clients, with authorization_code (RFC 7636).")
    refresh_token: str = Field("", description="Of refresh_token.")


class RevocationForm(BaseModel):
    """What is sent to give a token back (RFC 7009)."""

    client_id: str
    client_secret: str = Field("", description="Of confidential clients.")
    token: str = Field(description="An access token or a refresh token.")
    token_type_hint: str = Field("", description="Not needed.")


def application_out(application: Application) -> ApplicationOut:
    """A row as clients see it."""
    return ApplicationOut.model_construct(
        client_id=application.client_id,
        redirect_uri=application.redirect_uris[0],
        name=application.name,
        logo=application.logo_url,
        is_trusted=application.is_trusted,
        client_type=Kind(application.kind),
    )


def tokens_out(issued: Issued) -> TokensOut:
    """A new pair as clients see it."""
    return TokensOut.model_construct(
        access_token=issued.access_token,
        refresh_token=issued.refresh_token,
        expires_in=int(ACCESS_LASTS.total_seconds()),
        scope=" ".join(issued.scopes),
    )
