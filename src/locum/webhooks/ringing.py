"""What follows when an alarm rings: pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TOO_LATE = timedelta(days=1)
"""What nobody told for so long, because no worker ran, is not told any more."""


@dataclass(frozen=True, slots=True)
class Ringing:
    """The triggers to tell, in their order, and when to ring again. None: never."""

    tell: tuple[str, ...] = ()
    again_at: datetime | None = None
    has_begun: bool = False
