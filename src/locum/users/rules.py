"""Names of people: pure."""

from locum.kit.errors import BadRequest
from locum.kit.slugs import slugify

_RESERVED = """
    .well-known api app apps auth availability avatar booking bookings calendars cancel connect-and-join d dashboard
    docs embed embed.js event-types favicon.ico forgot-password forms getting-started health login logout mail
    members metrics oauth openapi.json ooo org organizations payment payments ready reschedule robots.txt router
    routing routing-forms schedules settings setup sign-in sign-out sign-up signin signout signup static success
    sw.js team teams v1 v2 verify video webhooks workflows
"""
RESERVED = frozenset(_RESERVED.split())
"""First segments of addresses that are pages or faces of the server (client surface sheet, section 3.1)."""

TAKEN = "Username is already taken"
LONGEST = 200
LONGEST_DERIVED = 190
"""Leaves room for the number that makes it free."""
_BREAKS_ADDRESSES = frozenset("/\\?#+%&;:\"'<>")


def checked_username(text: str) -> str:
    """A name that a person asks for, in lower case. Raises BadRequest when it cannot stand in an address."""
    name = text.strip().lower()
    if not name or len(name) > LONGEST:
        raise BadRequest(f"Username must have 1 to {LONGEST} characters")
    if name in RESERVED:
        raise BadRequest(f"Username '{name}' is reserved")
    if any(sign in _BREAKS_ADDRESSES or sign.isspace() or not sign.isprintable() for sign in name) or name in {
        ".",
        "..",
    }:
        raise BadRequest(f"Username '{name}' has characters that cannot stand in an address")
    return name


def derived_username(email: str) -> str:
    """The name of somebody who did not choose one: `jane@acme.co.uk` is `jane-acme` (members sheet, section 1.2)."""
    local, _, domain = email.lower().rpartition("@")
    return slugify(f"{local}-{domain.partition('.')[0]}") or "person"


def first_free(wanted: str, taken: frozenset[str]) -> str:
    """The name, or the name with the lowest number behind it that makes it free and not reserved."""
    name, number = wanted, 1
    while name in taken or name in RESERVED:
        number += 1
        name = f"{wanted}-{number}"
    return name


def managed_email(email: str, client_id: str) -> str:
    """The address of somebody whom an OAuth client manages, as it is stored: `jane@acme.com` is `jane+<id>@acme.com`.

    So one person can be managed by several clients, and nobody comes by an address that he never confirmed. What is
    in this form already stays (platform sheet, section 4.1).
    """
    local, _, domain = email.lower().rpartition("@")
    mark = f"+{client_id}"
    return f"{local}@{domain}" if local.endswith(mark) else f"{local}{mark}@{domain}"


def stored_email(email: str, client_id: str | None) -> str:
    """An address as it is stored for somebody whom this client manages, or, without one, for an ordinary person."""
    return email.lower() if client_id is None else managed_email(email, client_id)


def managed_username(stored_email: str) -> str:
    """The name of somebody whom a client manages: `jane+<id>@acme.co.uk` is `jane-<id>-acme-co`."""
    local, _, domain = stored_email.rpartition("@")
    return slugify("-".join([local, *domain.split(".")[:2]]))[:LONGEST_DERIVED].strip("-.")
