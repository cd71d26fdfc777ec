"""Private links on the wire (event types sheet, section 11)."""

from typing import Annotated

from pydantic import Field

from locum.kit import clock
from locum.kit.crypto import Vault
from locum.kit.wire import Instant, WireInput, WireOutput
from locum.kit.wire_types import InstantText
from locum.private_links.models import PrivateLink
from locum.private_links.service import Wanted, terms_of

Uses = Annotated[int, Field(ge=1, le=2**31 - 1)]


class PrivateLinkInput(WireInput):
    """For how long, or how often, a link is good: one of both, or neither."""

    expires_at: InstantText | None = Field(default=None, description="Good until then")
    max_usage_count: Uses | None = Field(default=None, description="Good for so many bookings")

    def wanted(self) -> Wanted:
        """As the use cases have it."""
        return Wanted(self.expires_at, self.max_usage_count)


class CreatePrivateLinkInput(PrivateLinkInput):
    """A new link; good for one booking when nothing is said."""


class UpdatePrivateLinkInput(PrivateLinkInput):
    """How a link is to be from now on; nothing changes when nothing is said."""


class _PrivateLinkOutput(WireOutput):
    link_id: str
    event_type_id: int
    is_expired: bool
    booking_url: str = Field(json_schema_extra={"format": "uri"})


class TimeBasedPrivateLinkOutput(_PrivateLinkOutput):
    """A link that is good until an instant."""

    expires_at: Instant


class UsageBasedPrivateLinkOutput(_PrivateLinkOutput):
    """A link that is good for so many bookings."""

    max_usage_count: int
    usage_count: int


PrivateLinkOutput = TimeBasedPrivateLinkOutput | UsageBasedPrivateLinkOutput


class DeletedPrivateLinkOutput(WireOutput):
    """What was removed."""

    link_id: str
    message: str = "Private link deleted successfully"


def private_link_out(link: PrivateLink, slug: str, web_url: str, vault: Vault) -> PrivateLinkOutput:
    """A row as those see it whose event type it leads to."""
    name = vault.open(link.sealed_name)
    common = {
        "link_id": name,
        "event_type_id": link.event_type_id,
        "is_expired": terms_of(link).are_over(link.uses, clock.now()),
        "booking_url": f"{web_url.rstrip('/')}/d/{name}/{slug}",
    }
    if link.most_uses is None:
        return TimeBasedPrivateLinkOutput.model_validate({**common, "expires_at": link.expires_at})
    return UsageBasedPrivateLinkOutput.model_validate(
        {**common, "max_usage_count": link.most_uses, "usage_count": link.uses}
    )
