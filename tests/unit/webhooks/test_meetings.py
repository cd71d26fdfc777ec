"""What an alarm means when it rings."""

from datetime import UTC, datetime, timedelta

import pytest

from locum.webhooks.meetings.rules import Meeting, ring
from locum.webhooks.ringing import Ringing

START = datetime(2050, 1, 5, 10, tzinfo=UTC)
END = START + timedelta(hours=1)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
STARTED, ENDED = "MEETING_STARTED", "MEETING_ENDED"


@pytest.mark.parametrize(
    ("now", "has_begun", "expected"),
    [
        (START - SECOND, False, Ringing(again_at=START)),
        (START, False, Ringing((STARTED,), END, has_begun=True)),
        (END - SECOND, False, Ringing((STARTED,), END, has_begun=True)),
        (END - SECOND, True, Ringing(again_at=END, has_begun=True)),
        (END, True, Ringing((ENDED,))),
        (END, False, Ringing((STARTED, ENDED))),
        (START + DAY, False, Ringing((STARTED, ENDED))),
        (START + DAY + SECOND, False, Ringing((ENDED,))),
        (END + DAY, True, Ringing((ENDED,))),
        (END + DAY + SECOND, True, Ringing()),
        (END + DAY + SECOND, False, Ringing()),
    ],
)
def test_when_it_rings(now: datetime, has_begun: bool, expected: Ringing) -> None:
    assert ring(Meeting("accepted", START, END, has_begun), now) == expected


@pytest.mark.parametrize("status", ["cancelled", "rejected", "pending", "awaiting_host"])
@pytest.mark.parametrize("has_begun", [True, False])
def test_only_what_stands_is_told(status: str, has_begun: bool) -> None:
    assert ring(Meeting(status, START, END, has_begun), END) == Ringing()


def test_a_meeting_longer_than_a_day_has_its_beginning_dropped_and_its_end_told() -> None:
    long = START + timedelta(days=3)
    assert ring(Meeting("accepted", START, long, has_begun=False), START + timedelta(days=2)) == Ringing(
        (), long, has_begun=True
    )
