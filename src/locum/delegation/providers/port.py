"""What Locum asks a provider about a service account."""

from collections.abc import Mapping
from typing import Protocol


class NotGranted(Exception):
    """The provider does not let the service account act for this domain; the message may be shown to its owner."""


class Provider(Protocol):
    """A provider of calendars."""

    async def check(self, key: Mapping[str, str], domain: str, person: str) -> None:
        """Ask whether the account behind `key` may act for `person`, an address of the domain. Raises NotGranted."""
        ...
