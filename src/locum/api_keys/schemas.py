"""API keys on the wire (platform sheet, section 2)."""

from pydantic import Field

from locum.api_keys.rules import DEFAULT_DAYS, MOST_DAYS
from locum.kit.wire import WireInput, WireOutput


class KeyValidity(WireInput):
    """How long a new key shall be good; give one of the two, or neither for 30 days."""

    api_key_days_valid: int | None = Field(
        None, ge=1, le=MOST_DAYS, description=f"Days from now; {DEFAULT_DAYS} when nothing is said."
    )
    api_key_never_expires: bool | None = Field(None, description="The key has no end.")


class KeyOut(WireOutput):
    """A new key, shown this once."""

    api_key: str
