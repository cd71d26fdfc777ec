"""Delegation credentials on the wire (platform sheet, section 9). Keys come in and never go out."""

import json
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from locum.delegation.models import DelegationCredential
from locum.delegation.rules import LONGEST_KEY, PLATFORMS, plain_domain, platform_of_key
from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import NonEmptyText, refusal


def _key(value: Any) -> Any:
    # An object, whatever the published document says; clients that were made from it send a list with one.
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict) or platform_of_key(value) is None or len(json.dumps(value)) > LONGEST_KEY:
        raise refusal(
            "isServiceAccountKey",
            "$property must be an object with private_key, client_id and either client_email (Google) or tenant_id "
            "(Microsoft), all of them texts",
        )
    return value


def _domain(text: Any) -> Any:
    if isinstance(text, str) and not plain_domain(text):
        raise refusal("isNotEmpty", "$property should not be empty")
    return text


_FORMS: list[dict[str, Any]] = [
    {
        "type": "object",
        "properties": {name: {"type": "string"} for name in platform.needed},
        "required": [*platform.needed],
    }
    for platform in PLATFORMS.values()
]
_IN_A_LIST = {"type": "array", "items": {"oneOf": _FORMS}, "minItems": 1, "maxItems": 1}
ServiceAccountKey = Annotated[dict[str, Any], BeforeValidator(_key), WithJsonSchema({"oneOf": [*_FORMS, _IN_A_LIST]})]
"""A key as its provider hands it out; what else it holds is kept."""


class DelegationCreate(WireInput):
    """A service account and the domain that it may act for."""

    workspace_platform_slug: NonEmptyText
    domain: Annotated[NonEmptyText, BeforeValidator(_domain)]
    service_account_key: ServiceAccountKey


class DelegationUpdate(WireInput):
    """Another key, or on and off."""

    enabled: bool | None = None
    service_account_key: ServiceAccountKey | None = None


class WorkspacePlatformOut(WireOutput):
    """A provider."""

    name: str
    slug: str


class DelegationOut(WireOutput):
    """A credential, without its key."""

    id: str
    enabled: bool
    domain: str
    organization_id: int
    workspace_platform: WorkspacePlatformOut
    created_at: Instant
    updated_at: Instant


def delegation_out(kept: DelegationCredential) -> DelegationOut:
    """A row as clients see it."""
    platform = PLATFORMS[kept.platform]
    return DelegationOut.model_construct(
        id=str(kept.id),
        enabled=kept.enabled,
        domain=kept.domain,
        organization_id=kept.organization_id,
        workspace_platform=WorkspacePlatformOut.model_construct(name=platform.name, slug=platform.slug),
        created_at=kept.created_at,
        updated_at=kept.updated_at,
    )
