"""The form of a webhook: read, checked, registered or changed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from locum.kit.crypto import Vault
from locum.kit.errors import Conflict, InvalidInput, LocumError
from locum.mail.catalogue import Words
from locum.pages.dashboard.refusals import attempt, in_words
from locum.pages.dashboard.webhook_desk import Hook
from locum.settings import Settings
from locum.webhooks import registration
from locum.webhooks.models import Webhook
from locum.webhooks.places import Owner
from locum.webhooks.schemas import WebhookCreate
from locum.webhooks.secrets import shown_secret
from locum.webhooks.triggers import Trigger

TRIGGERS: tuple[str, ...] = get_args(Trigger)
_WRONG = {
    "subscriber_url": ("address", "form.url"),
    "secret": ("secret", "hooks.secret_wrong"),
    "payload_template": ("template", "hooks.template_wrong"),
}
"""Fields of the API: which one of the form it is, and what to say when it is wrong."""

Errors = dict[str, str]
"""What is wrong, by field."""


@dataclass(frozen=True, slots=True)
class HookForm:
    """What was typed into the form of a webhook."""

    address: str = ""
    triggers: tuple[str, ...] = ()
    secret: str = ""
    template: str = ""
    is_active: bool = True

    @classmethod
    def of(cls, form: FormData) -> "HookForm":
        """As typed. Browsers send two characters for the end of a line."""
        address, secret, template = (str(form.get(name, "")) for name in ("address", "secret", "template"))
        chosen = in_order([str(value) for value in form.getlist("triggers")])
        is_active = form.get("active") == "true"
        return cls(address.strip(), chosen, secret, template.replace("\r\n", "\n"), is_active)

    @classmethod
    def written(cls, webhook: Webhook, vault: Vault) -> "HookForm":
        """A webhook that is to be changed."""
        secret = shown_secret(webhook, vault) or ""
        template = webhook.payload_template or ""
        return cls(webhook.subscriber_url, in_order(webhook.triggers), secret, template, webhook.active)

    def columns(self) -> dict[str, Any]:
        """As the use cases know it."""
        return {
            "subscriber_url": self.address,
            "triggers": list(self.triggers),
            "secret": self.secret or None,
            "payload_template": self.template if self.template.strip() else None,
            "active": self.is_active,
        }

    def errors(self, words: Words) -> Errors:
        """What is wrong, by the rules of the API; here a webhook waits for something."""
        found: Errors = {}
        try:
            WebhookCreate.model_validate(self.columns())
        except ValidationError as error:
            for one in error.errors():
                name, key = _WRONG.get(str(one["loc"][0]), ("address", "error.400.text"))
                found[name] = words.text(key)
        if not self.address:
            found["address"] = words.text("form.required")
        if not self.triggers:
            found["triggers"] = words.text("hooks.choose_trigger")
        return found


def in_order(triggers: Collection[str]) -> tuple[str, ...]:
    """Those of the known triggers, in their order."""
    return tuple(trigger for trigger in TRIGGERS if trigger in triggers)


async def register(
    session: AsyncSession, settings: Settings, owner: Owner, typed: HookForm, words: Words
) -> Webhook | Errors:
    """Register it, or answer what is wrong."""
    errors = typed.errors(words)
    if errors:
        return errors
    return _answered(await attempt(session, registration.register(session, settings, owner, typed.columns())), words)


async def change(session: AsyncSession, settings: Settings, hook: Hook, typed: HookForm, words: Words) -> Errors | None:
    """Change what differs from before, or answer what is wrong."""
    errors = typed.errors(words)
    if errors:
        return errors
    before = HookForm.written(hook.webhook, settings.vault).columns()
    changes = {name: value for name, value in typed.columns().items() if value != before[name]}
    work = registration.change(session, settings, hook.place.owner, hook.webhook, changes)
    done = _answered(await attempt(session, work), words)
    return None if isinstance(done, Webhook) else done


def _answered(result: Webhook | LocumError, words: Words) -> Webhook | Errors:
    if isinstance(result, Webhook):
        return result
    if isinstance(result, Conflict):
        return {"address": words.text("hooks.taken")}
    key = "hooks.not_public" if isinstance(result, InvalidInput) else "error.400.text"
    return {"address": in_words(words, result, {result.message: key})}
