"""What an alarm of an absence means when it rings."""

from datetime import UTC, datetime, timedelta

import pytest

from locum.absences.windows import Window
from locum.webhooks.absences.rules import ENDED, STARTED, Away, ring, wake
from locum.webhooks.ringing import TOO_LATE, Ringing

START = datetime(2050, 1, 5, 10, tzinfo=UTC)
END = START + timedelta(days=3)
HOUR = timedelta(hours=1)


def _ring(now: datetime, *, begun: bool = False, whole: bool = False) -> Ringing:
    return ring(Away(Window(START, END), whole, begun), now)


@pytest.mark.parametrize(
    ("now", "begun", "expected"),
    [
        (START - HOUR, False, Ringing((), START)),
        (START, False, Ringing((STARTED,), END, True)),
        (END - HOUR, False, Ringing((STARTED,), END, True)),
        (END, False, Ringing((STARTED, ENDED))),
        (END + TOO_LATE, False, Ringing((STARTED, ENDED))),
        (END + TOO_LATE + HOUR, False, Ringing()),
        (START, True, Ringing((), END, True)),
        (END, True, Ringing((ENDED,))),
        (END + 9 * TOO_LATE, True, Ringing((ENDED,))),
        # Moved ahead while it ran.
        (START - HOUR, True, Ringing((ENDED,), START)),
    ],
)
def test_what_is_due(now: datetime, begun: bool, expected: Ringing) -> None:
    assert _ring(now, begun=begun) == expected


def test_midnight_is_looked_for_before_it_can_be_anywhere() -> None:
    assert wake(START, True, START - timedelta(days=9)) == START - timedelta(hours=26)
    assert wake(START, True, START - timedelta(hours=26)) == START - timedelta(hours=25)
    assert wake(START, True, START - timedelta(minutes=20)) == START
    assert wake(START, False, START - timedelta(days=9)) == START
