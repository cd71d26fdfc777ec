"""Opening hours on the days on which clocks change (slots sheet, sections 4.2 and 14)."""

import pytest

from locum.slots.question import SlotQuestion
from tests.unit.slots.making import ask, d, every, on, schedule, shown

NEW_YORK, LORD_HOWE, CHATHAM = "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham"
NEW_YEAR_2026 = "2026-01-01T00:00"
CHANGES = {
    # The peer is an hour off for rules that begin at certain hours of the day of the change.
    "new-york-afternoon": (
        ask(schedule(NEW_YORK, "13:00-17:00"), "03-13/03-15"),
        on("03-13", every(60, "18:00", "21:00")) | on("03-14 03-15", every(60, "17:00", "20:00")),
    ),
    "new-york-whole-day-of-23-hours": (
        ask(schedule(NEW_YORK, "00:00-23:59"), "03-14T05:00/03-15T04:00", 60),
        {"03-14": every(60, "05:00", "23:00"), "03-15": every(60, "00:00", "03:00")},
    ),
    "new-york-whole-sunday-only": (
        ask(schedule(NEW_YORK, "00:00-23:59", days=(6,)), "03-13/03-16"),
        {"03-14": every(60, "05:00", "23:00"), "03-15": every(60, "00:00", "03:00")},
    ),
    "new-york-whole-sunday-of-25-hours": (
        ask(schedule(NEW_YORK, "00:00-23:59", days=(6,)), "11-06/11-09"),
        {"11-07": every(60, "04:00", "23:00"), "11-08": every(60, "00:00", "04:00")},
    ),
    "from-in-the-gap-moves-forward": (
        ask(schedule(NEW_YORK, "02:30-05:00", days=(6,)), "03-13/03-15", 30),
        {"03-14": "07:30 08:00 08:30"},
    ),
    "to-in-the-gap-moves-forward": (
        ask(schedule(NEW_YORK, "01:30-02:30", days=(6,)), "03-13/03-15", 30),
        {"03-14": "06:30 07:00"},
    ),
    "from-in-the-gap-passes-to": (ask(schedule(NEW_YORK, "02:30-03:15", days=(6,)), "03-13/03-15", 15), {}),
    "both-in-the-gap": (
        ask(schedule(NEW_YORK, "02:00-02:30", days=(6,)), "03-13/03-15", 15),
        {"03-14": "07:00 07:15"},
    ),
    "ambiguous-from-is-the-first": (
        ask(schedule(NEW_YORK, "01:00-02:00", days=(6,)), "11-06/11-08", 30),
        {"11-07": every(30, "05:00", "06:30")},
    ),
    "ambiguous-to-is-the-first": (
        ask(schedule(NEW_YORK, "00:00-01:30", days=(6,)), "11-06/11-08", 30),
        {"11-07": "04:00 04:30 05:00"},
    ),
    "berlin-through-the-gap": (
        ask(schedule("Europe/Berlin", "01:00-04:00", days=(6,)), "03-27/03-29"),
        {"03-28": "00:00 01:00"},
    ),
    "berlin-through-the-hour-that-comes-twice": (
        ask(schedule("Europe/Berlin", "01:00-04:00", days=(6,)), "10-30/11-01"),
        {"10-30": "23:00", "10-31": "00:00 01:00 02:00"},
    ),
    "lord-howe-spring-of-30-minutes": (
        ask(d(LORD_HOWE), "10-01T20:00/10-03T12:00", 120),
        {"10-01": "22:30", "10-02": "00:30 02:30 04:30 22:00", "10-03": "00:00 02:00 04:00"},
    ),
    "lord-howe-night-through-the-gap": (
        ask(schedule(LORD_HOWE, "01:00-04:00", days=(6,)), "10-02/10-03", 30),
        {"10-02": every(30, "14:30", "16:30")},
    ),
    "lord-howe-night-in-autumn": (
        ask(schedule(LORD_HOWE, "01:00-04:00", days=(6,)), "04-03/04-04", 60),
        {"04-03": "14:00 15:00 16:00"},
    ),
    "kathmandu-never-changes": (
        ask(d("Asia/Kathmandu"), "03-27/03-29", 240),
        on("03-27 03-28 03-29", "03:15 07:15"),
    ),
    "chatham-autumn": (
        ask(d(CHATHAM), "04-02T12:00/04-04T12:00", 240),
        {"04-02": "19:15 23:15", "04-03": "20:15", "04-04": "00:15"},
    ),
    "chatham-spring": (
        ask(d(CHATHAM), "09-24T12:00/09-26T12:00", 240),
        {"09-24": "20:15", "09-25": "00:15 19:15 23:15"},
    ),
    "casablanca-goes-back-for-ramadan": (
        ask(d("Africa/Casablanca"), "2026-02-14/2026-02-15", 240, now=NEW_YEAR_2026),
        {"2026-02-14": "08:00 12:00", "2026-02-15": "09:00 13:00"},
    ),
    "casablanca-and-forward-again": (
        ask(d("Africa/Casablanca"), "2026-03-21/2026-03-22", 240, now=NEW_YEAR_2026),
        {"2026-03-21": "09:00 13:00", "2026-03-22": "08:00 12:00"},
    ),
    "apia-leaves-out-a-whole-day": (
        ask(d("Pacific/Apia"), "2011-12-29/2011-12-31", 240, now="2011-12-01T00:00"),
        {"2011-12-29": "19:00 23:00", "2011-12-30": "19:00 23:00", "2011-12-31": "19:00"},
    ),
    "cairo-has-no-midnight": (
        ask(schedule("Africa/Cairo", "00:00-02:00", days=(4,)), "04-28/05-01", 30),
        {"04-29": "22:00 22:30"},
    ),
    "santiago-has-its-last-hour-twice": (
        ask(schedule("America/Santiago", "22:00-23:59", days=(5,)), "04-03/04-05"),
        {"04-04": "01:00 02:00 03:00"},
    ),
}


@pytest.mark.parametrize(("question", "expected"), [pytest.param(*case, id=name) for name, case in CHANGES.items()])
def test_clock_change(question: SlotQuestion, expected: dict[str, str]) -> None:
    assert shown(question) == expected
