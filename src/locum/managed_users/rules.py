"""Decisions about managed people: pure (platform sheet, section 4)."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from email_validator import EmailNotValidError

from locum.kit.errors import BadRequest, InvalidInput
from locum.kit.wire_types import email_address
from locum.users.rules import managed_email

MOST_EMAILS = 250

DEFAULT_EVENT_TYPES: Sequence[MappingProxyType[str, Any]] = tuple(
    MappingProxyType(settings)
    for settings in (
        {"title": "30 Minutes", "slug": "thirty-minutes", "length_in_minutes": 30, "locations": []},
        {"title": "60 Minutes", "slug": "sixty-minutes", "length_in_minutes": 60, "locations": []},
        {"title": "30 Minutes Video", "slug": "thirty-minutes-video", "length_in_minutes": 30},
        {"title": "60 Minutes Video", "slug": "sixty-minutes-video", "length_in_minutes": 60},
    )
)
"""What somebody begins with where his client says so; the last two take place in a video meeting."""


def stored_address(email: str, client_id: str) -> str:
    """The stored form of an address that comes in either form. Raises ValueError for what is none."""
    local, at, domain = email.rpartition("@")
    # The mark does not count for how long an address may be.
    plain = email_address(f"{local.lower().removesuffix(f'+{client_id}')}{at}{domain}")
    return managed_email(plain, client_id)


def checked_address(email: str, client_id: str) -> str:
    """The same for a body. Raises InvalidInput."""
    try:
        return stored_address(email, client_id)
    except (EmailNotValidError, ValueError) as error:
        raise InvalidInput.of("email", "isEmail", "email must be an email", email) from error


def sought_addresses(emails: Sequence[str], client_id: str) -> list[str]:
    """The same for a filter; a plus sign that was not escaped came as a blank. Raises BadRequest."""
    if len(emails) > MOST_EMAILS:
        raise BadRequest(f"emails must contain no more than {MOST_EMAILS} elements")
    return [_sought(email, client_id) for email in emails]


def _sought(email: str, client_id: str) -> str:
    try:
        return stored_address(email.replace(" ", "+"), client_id)
    except (EmailNotValidError, ValueError) as error:
        raise BadRequest(f"Invalid email {email}") from error
