"""The form of an OAuth client: read and checked."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from locum.http.scopes import CLIENT_PERMISSIONS
from locum.mail.catalogue import Words
from locum.oauth.schemas import ClientCreate
from locum.organizations.models import OAuthClient

LONGEST_NAME = 200
SWITCHES = ("are_emails_enabled", "are_default_event_types_enabled", "are_calendar_events_enabled")
_FIELDS = {"name": "name", "redirect_uris": "addresses", "permissions": "permissions"}

Errors = dict[str, str]
"""What is wrong, by field."""


@dataclass(frozen=True, slots=True)
class ClientForm:
    """What was typed into the form of a client; `addresses` are one to a line."""

    name: str = ""
    addresses: str = ""
    permissions: tuple[str, ...] = CLIENT_PERMISSIONS
    switches: tuple[str, ...] = ("are_calendar_events_enabled",)

    @classmethod
    def of(cls, form: FormData) -> "ClientForm":
        """As typed."""
        name, addresses = (str(form.get(field, "")).strip() for field in ("name", "addresses"))
        chosen = {str(value) for value in form.getlist("permissions")}
        on = {str(value) for value in form.getlist("switches")}
        permissions = tuple(name for name in CLIENT_PERMISSIONS if name in chosen)
        return cls(name, addresses, permissions, tuple(switch for switch in SWITCHES if switch in on))

    @classmethod
    def written(cls, client: OAuthClient) -> "ClientForm":
        """A client that is to be changed."""
        on = tuple(switch for switch in SWITCHES if getattr(client, switch))
        return cls(client.name, "\n".join(client.redirect_uris), (), on)

    def values(self) -> dict[str, Any]:
        """What is said, by column of a client; what it may do is said once, when it is registered."""
        addresses = [line.strip() for line in self.addresses.splitlines() if line.strip()]
        return {"name": self.name, "redirect_uris": addresses, **{name: name in self.switches for name in SWITCHES}}

    def errors(self, words: Words) -> Errors:
        """What is wrong with it."""
        if not self.name or len(self.name) > LONGEST_NAME:
            return {"name": words.text("clients.name_wrong", most=str(LONGEST_NAME))}
        try:
            ClientCreate.model_validate({**self.values(), "permissions": list(self.permissions)})
        except ValidationError as error:
            wrong = {str(fault["loc"][0]) for fault in error.errors()}
            return {_FIELDS.get(name, "name"): words.text("clients.addresses_wrong") for name in wrong}
        return {}
