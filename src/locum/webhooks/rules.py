"""When deliveries are tried again, and when Locum gives up: pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_ATTEMPTS = 20
"""In one round. With the waits below, the last one is made between 72 and 80 hours after the first."""
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=8)
SPREAD = 0.1
"""Waits are longer by up to this share, so that what failed together is not tried again together."""
DISABLED_AFTER = timedelta(days=5)
"""Of nothing but failures."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt, which began at the aware instant `at`. Without a status there was no answer."""

    at: datetime
    duration_ms: int
    status: int | None = None
    error: str | None = None
    answer: str | None = None

    @property
    def is_success(self) -> bool:
        """Any 2xx is one (webhooks sheet, section 2)."""
        return self.status is not None and 200 <= self.status < 300


def wait(attempts: int, luck: float) -> timedelta:
    """How long to wait after so many attempts, at least one; `luck` is between 0 and 1."""
    doubled = FIRST_WAIT * (1 << min(attempts - 1, 20))
    return min(doubled, LONGEST_WAIT) * (1 + SPREAD * luck)


def next_attempt_at(attempts: int, now: datetime, luck: float) -> datetime | None:
    """When to try again after so many failed attempts of a round; None when it was the last one."""
    return None if attempts >= MOST_ATTEMPTS else now + wait(attempts, luck)


def is_hopeless(failing_since: datetime | None, now: datetime) -> bool:
    """Whether a webhook that failed once more has failed for so long that it is switched off."""
    return failing_since is not None and now - failing_since >= DISABLED_AFTER
