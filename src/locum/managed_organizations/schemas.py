"""Managed organizations on the wire (platform sheet, section 1)."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from locum.api_keys.schemas import KeyValidity
from locum.kit.wire import WireInput, WireOutput
from locum.kit.wire_types import Metadata, NonEmptyText
from locum.organizations.models import Team


class ManagedOrganizationCreate(KeyValidity):
    """A new organization and how long its key shall be good."""

    name: NonEmptyText
    slug: str | None = None
    metadata: Metadata | None = None


class ManagedOrganizationUpdate(WireInput):
    """Changes of a managed organization; metadata replaces the whole."""

    name: NonEmptyText | None = None
    metadata: Metadata | None = None


class ManagedOrganizationOut(WireOutput):
    """A managed organization as its manager sees it."""

    id: int
    name: str
    slug: str | None = None
    metadata: Annotated[dict[str, Any] | None, WithJsonSchema({"type": "object"})] = None


class ManagedOrganizationWithKeyOut(ManagedOrganizationOut):
    """The answer to a new one: the key is shown this once."""

    api_key: str


def _shown(organization: Team) -> dict[str, Any]:
    return {
        "id": organization.id,
        "name": organization.name,
        "slug": organization.slug,
        "metadata": organization.properties,
    }


def managed_organization_out(organization: Team) -> ManagedOrganizationOut:
    """A row as its manager sees it."""
    return ManagedOrganizationOut.model_construct(**_shown(organization))


def with_key_out(organization: Team, key: str) -> ManagedOrganizationWithKeyOut:
    """A new row with its key."""
    return ManagedOrganizationWithKeyOut.model_construct(**_shown(organization), api_key=key)
