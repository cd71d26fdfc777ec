"""Public holidays, and who is away when: for once, for hours, again and again."""

from collections.abc import Callable
from datetime import date, timedelta

from locum.demonstration.calendar import FEEDS, HABITS, HOLIDAYS, LEAVES, OTHER_HOLIDAYS, Habit, Leave
from locum.demonstration.stage import Cast
from locum.kit import clock


async def keep_holidays(cast: Cast) -> None:
    """The clinic's, and those of people who work in other countries."""
    country, region = HOLIDAYS
    clinic = f"/v2/organizations/{cast.organization_id}/holidays"
    await cast.owner.send("PUT", clinic, {"country": country, "region": region})
    for username, elsewhere in OTHER_HOLIDAYS.items():
        await cast.stages[username].send("PUT", "/v2/me/holidays", {"country": elsewhere})


async def go_away(cast: Cast, tell: Callable[[str], None]) -> None:
    """Enter every absence, and let other calendars read them."""
    today = clock.now().date()
    for leave in LEAVES:
        await _leave(cast, leave, today)
        tell(f"{leave.username} is away")
    for habit in HABITS:
        await _habit(cast, habit, today)
    for name, detail in FEEDS:
        feeds = f"/v2/organizations/{cast.organization_id}/ooo/feeds"
        await cast.owner.send("POST", feeds, {"name": name, "detail": detail})


async def _leave(cast: Cast, leave: Leave, today: date) -> None:
    body = {
        "start": _bound(today + timedelta(days=leave.first)),
        "end": _bound(today + timedelta(days=leave.last)),
        "reason": leave.reason,
        "notes": leave.note,
        "toUserId": cast.ids[leave.substitute] if leave.substitute else None,
        **dict(leave.more),
    }
    base = f"/v2/organizations/{cast.organization_id}/users/{cast.ids[leave.username]}"
    await cast.owner.send("POST", f"{base}/ooo", body)


async def _habit(cast: Cast, habit: Habit, today: date) -> None:
    """From the next such weekday on."""
    day = _bound(today + timedelta(days=(habit.weekday - today.weekday()) % 7))
    body = {
        "start": day,
        "end": day,
        "startTime": habit.opens,
        "endTime": habit.closes,
        "rule": habit.rule,
        "notes": habit.note,
    }
    await cast.stages[habit.username].send("POST", "/v2/me/ooo/recurring", body)


def _bound(day: date) -> str:
    return f"{day:%Y-%m-%d}T00:00:00.000Z"
