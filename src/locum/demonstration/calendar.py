"""Who is away when, days counted from the day on which the play is made."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody is away from `first` to `last`. `note` is for colleagues; `more` is whatever else the API takes."""

    username: str
    first: int
    last: int
    reason: str = "unspecified"
    note: str | None = None
    substitute: str | None = None
    more: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Habit:
    """Somebody is away again and again: between wall times, by a rule of RFC 5545, first on a weekday (0: Monday)."""

    username: str
    weekday: int
    opens: str
    closes: str
    rule: str
    note: str


_OWN_TEXTS = {
    "mode": "on",
    "internal": {
        "subject": "At the congress in Lisbon",
        "html": "<p>I am at the congress until {last_day}. {cover_name} has the keys and decides meanwhile.</p>",
    },
    "external": {
        "subject": "Away until {last_day}",
        "html": "<p>Thank you for writing. I am back on {return_day}. Please turn to {cover_name}, {cover_email}.</p>"
        "<p>{cover_link}</p>",
    },
}

LEAVES = (
    Leave("yuki", -20, -16, "sick", None, "grace"),
    Leave("diego", -13, -9, "vacation", "In the mountains.", "hannah"),
    Leave("noor", -6, -3, "travel", "Visiting the clinic in Porto.", "grace"),
    Leave("aisha", -2, 3, "vacation", "At the sea.", "jonas", (("replies", {"mode": "on"}),)),
    Leave("grace", 0, 1, "sick", None, "noor"),
    Leave("mara", 1, 1, "unspecified", "Dentist.", None, (("startTime", "11:00"), ("endTime", "13:30"))),
    Leave("emil", 2, 2, "travel", "Meeting at the town hall.", None, (("startTime", "13:00"),)),
    Leave("paulo", 5, 9, "travel", "At a congress.", "noor"),
    Leave("tomas", 7, 11, "vacation", None, "lena"),
    Leave("mara", 8, 12, "travel", "At the congress in Lisbon.", "jonas", (("replies", _OWN_TEXTS),)),
    Leave("lena", 15, 25, "vacation", "Hiking.", "tomas"),
    Leave("diego", 19, 20),
    Leave("hannah", 30, 40, "vacation", None, "emil"),
)

HABITS = (
    Habit("jonas", 4, "14:00", "17:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "Home with the children."),
    Habit("lena", 2, "12:00", "15:00", "FREQ=WEEKLY;BYDAY=WE", "Lectures at the university."),
)

HOLIDAYS = ("DE", "HH")
"""Country and region whose public holidays the clinic keeps."""
OTHER_HOLIDAYS = {"tomas": "CZ", "noor": "NL", "paulo": "PT", "yuki": "JP", "grace": "NG", "emil": "DK", "diego": "US"}
"""Countries of those who work elsewhere."""

FEEDS = (("Screen in the waiting room", "away"), ("Calendar of the rota", "substitute"))
"""Other calendars that read the clinic's absences, and what they learn."""
