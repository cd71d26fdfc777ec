"""Over which time the turns of a team's hosts are counted (bookings sheet, section 13.2)."""

from typing import Literal

Interval = Literal["DAY", "WEEK", "MONTH"]
"""Calendar days, weeks from Sunday on, and months, all of them in UTC."""

Basis = Literal["CREATED_AT", "START_TIME"]
"""Whether a booking counts for the instant at which it was made, or for that at which it begins."""
