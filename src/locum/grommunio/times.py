"""Times of this face: wall time without a zone, read in the zone of a setting: pure (mailbox sheet, section 5)."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

FORM = "%Y-%m-%d %H:%M:%S"
_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}", re.ASCII)


def read_time(text: str, zone: ZoneInfo, *, is_end: bool = False) -> datetime:
    """The aware instant of a wall time: in a gap the time after it, of two the earlier, as an end the later.

    Raises ValueError for another form, and for times that no calendar has.
    """
    if not _SHAPE.fullmatch(text):
        raise ValueError(text)
    wall = datetime.strptime(text, FORM).replace(tzinfo=zone, fold=int(is_end))
    instant = wall.astimezone(UTC)
    # In a gap the later reading takes the offset after it, which would move the time backwards.
    if is_end and instant.astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
        instant = wall.replace(fold=0).astimezone(UTC)
    return instant


def show_time(instant: datetime, zone: ZoneInfo) -> str:
    """An aware instant as wall time, to the second."""
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
