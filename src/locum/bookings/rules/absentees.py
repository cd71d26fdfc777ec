"""Who did not come (bookings sheet, section 9)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from locum.bookings.rules.people import display_email
from locum.kit.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Absentees:
    """What is said of a meeting that has begun. `host` None: nothing is said of him."""

    host: bool | None = None
    attendees: Sequence[tuple[str, bool]] = ()
    """Address, and whether its owner was absent."""

    def check(self, starts_at: datetime, now: datetime) -> None:
        """Raises BadRequest when nothing is said, or before the meeting has begun."""
        if self.host is None and not self.attendees:
            raise BadRequest("At least one of 'host' and 'attendees' must be provided.")
        if now < starts_at:
            raise BadRequest("Bookings can only be marked as absent after their scheduled start time.")

    def by_address(self, known: Collection[str]) -> Mapping[str, bool]:
        """The attendees by address in lower case; people of platforms are also known by their plain ones.

        Raises BadRequest for somebody who did not attend.
        """
        kept = {display_email(email).lower(): email.lower() for email in known}
        there = {email.lower() for email in known}
        said = {
            email.lower() if email.lower() in there else kept.get(email.lower(), email.lower()): absent
            for email, absent in self.attendees
        }
        strangers = sorted(set(said) - there)
        if strangers:
            raise BadRequest(f"Not attendees of this booking: {', '.join(strangers)}")
        return said
