"""The secret of a webhook, as its owner sees it."""

import structlog

from locum.kit.crypto import SealBroken, Vault
from locum.webhooks.models import Webhook

log = structlog.get_logger(__name__)


def shown_secret(webhook: Webhook, vault: Vault) -> str | None:
    """The secret in the clear; None without one, and where the server has lost what it was sealed with."""
    if webhook.sealed_secret is None:
        return None
    try:
        return vault.open(webhook.sealed_secret)
    except SealBroken:
        log.warning("no LOCUM_SECRET_KEY opens the secret of a webhook", webhook=str(webhook.id))
        return None
