"""Webhooks on the wire (organization plane sheet, part 4, section 7)."""

from typing import Annotated, Any, Literal, TypeVar, get_args
from uuid import UUID

from pydantic import AfterValidator, Field, WithJsonSchema

from locum.http.envelope import Envelope
from locum.kit.crypto import Vault
from locum.kit.wire import WireInput, WireOutput
from locum.kit.wire_types import WebAddress, refusal
from locum.webhooks.models import Webhook
from locum.webhooks.places import Owner
from locum.webhooks.secrets import shown_secret
from locum.webhooks.triggers import Trigger

LONGEST_ADDRESS = 2000
"""In bytes."""


def _short(address: str) -> str:
    if len(address.encode()) > LONGEST_ADDRESS:
        raise refusal("maxLength", f"$property must be shorter than or equal to {LONGEST_ADDRESS} characters")
    return address


def _each_once(triggers: list[Any]) -> list[Any]:
    return list(dict.fromkeys(triggers))


Address = Annotated[WebAddress, AfterValidator(_short)]
Triggers = Annotated[list[Trigger], AfterValidator(_each_once)]
SomeTriggers = Annotated[
    list[str], WithJsonSchema({"type": "array", "items": {"type": "string", "enum": list(get_args(Trigger))}})
]
Template = Annotated[
    str | None,
    Field(
        max_length=50_000,
        description="What is sent in place of the ordinary body; `{{path.to.value}}` stands for values of the payload.",
        examples=['{"type":"{{type}}","name":"{{title}}","booker":"{{attendees.0.name}}"}'],
    ),
    WithJsonSchema({"type": "string"}),
]
Secret = Annotated[str | None, Field(max_length=1000), WithJsonSchema({"type": "string"})]
Version = Literal["2021-10-20"]


class WebhookCreate(WireInput):
    """A new webhook."""

    subscriber_url: Address
    triggers: Triggers
    active: bool
    payload_template: Template = None
    secret: Secret = None
    version: Version = "2021-10-20"


class WebhookUpdate(WireInput):
    """Changes of a webhook; what is not named stays. Null takes the secret or the template away."""

    subscriber_url: Address | None = None
    triggers: Triggers | None = None
    active: bool | None = None
    payload_template: Template = None
    secret: Secret = None
    version: Version | None = None

    def named(self) -> dict[str, Any]:
        """What was sent; null counts where there can be nothing."""
        clearable = {"payload_template", "secret"}
        return {name: value for name, value in self.given().items() if value is not None or name in clearable}


class WebhookOut(WireOutput):
    """A webhook as its owner sees it; mounts show the one name of the owner that fits."""

    id: UUID
    subscriber_url: str
    triggers: SomeTriggers
    active: bool
    payload_template: str | None
    secret: str | None
    user_id: int | None = None
    event_type_id: int | None = None
    team_id: int | None = None
    oauth_client_id: str | None = Field(None, alias="oAuthClientId")


class _Shown(WireOutput):
    id: UUID
    subscriber_url: str
    triggers: SomeTriggers
    active: bool
    payload_template: str | None
    secret: str | None = None


class UserWebhookOut(_Shown):
    """A person's webhook."""

    user_id: int


class EventTypeWebhookOut(_Shown):
    """A webhook of an event type."""

    event_type_id: int


class TeamWebhookOut(_Shown):
    """A webhook of an organization."""

    team_id: int


class OAuthClientWebhookOut(_Shown):
    """A webhook of an OAuth client."""

    oauth_client_id: str = Field(alias="oAuthClientId")


Shown = TypeVar("Shown", bound=_Shown)


def shown_as(model: type[Shown]) -> dict[str, Any]:
    """For mounts: every handler that answers with webhooks answers in this form."""
    one, many = Envelope[model], Envelope[list[model]]  # type: ignore[valid-type]
    handlers = ("create_webhook", "get_webhook", "change_webhook", "remove_webhook")
    return {"list_webhooks": many, **dict.fromkeys(handlers, one)}


def webhook_out(webhook: Webhook, owner: Owner, vault: Vault) -> WebhookOut:
    """A row as the caller may see it."""
    return WebhookOut.model_construct(
        id=webhook.id,
        subscriber_url=webhook.subscriber_url,
        triggers=webhook.triggers,
        active=webhook.active,
        payload_template=webhook.payload_template,
        secret=shown_secret(webhook, vault) if owner.shows_secrets else None,
        user_id=webhook.user_id,
        event_type_id=webhook.event_type_id,
        team_id=webhook.team_id,
        oauth_client_id=webhook.oauth_client_id,
    )
