"""A feed as an iCalendar object (RFC 5545; bridge sheet, section 7). Why somebody is away is not in it."""

from collections.abc import Iterable
from datetime import UTC, date, timedelta

from icalendar import Calendar, Event, vDuration, vText, vUri

from locum.feeds.queries import Entry, Opened
from locum.mail.catalogue import Words
from locum.mail.clean import is_mailbox, one_line, web_link
from locum.users.models import User

PRODID = "-//Locum//Absences//EN"
TRANSPARENT = frozenset({"public_holiday"})
REFRESH = timedelta(hours=1)
_LAST = date(9998, 12, 30)


def feed_ics(found: Opened, entries: Iterable[Entry], words: Words, base_url: str) -> bytes:
    """The feed: whole days as dates, everything else as UTC instants. The same rows make the same bytes."""
    calendar = Calendar()
    name = words.text("feed.name", name=_title(found))
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("NAME", vText(name))
    calendar.add("X-WR-CALNAME", vText(name))
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    for entry in entries:
        calendar.add_component(_event(entry, words, base_url, tells_substitute=found.feed.detail == "substitute"))
    return bytes(calendar.to_ical())


def _title(found: Opened) -> str:
    if found.person is not None:
        return _name(found.person)
    return one_line(found.place.name or "", 100) if found.place else ""


def _name(person: User) -> str:
    """Never the address: readers of a feed need not know it."""
    return one_line(person.name or person.username or "?", 100)


def _event(entry: Entry, words: Words, base_url: str, *, tells_substitute: bool) -> Event:
    absence = entry.absence
    event = Event()
    event.add("UID", f"ooo-{absence.uuid}@{_host(base_url)}")
    event.add("DTSTAMP", absence.updated_at.astimezone(UTC).replace(microsecond=0))
    if absence.starts_at is not None and absence.ends_at is not None:
        event.add("DTSTART", absence.starts_at.astimezone(UTC))
        event.add("DTEND", absence.ends_at.astimezone(UTC))
    else:
        event.add("DTSTART", min(absence.first_day, _LAST))
        event.add("DTEND", min(absence.last_day, _LAST) + timedelta(days=1))
        event.add("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE")
    event.add("SUMMARY", words.text("feed.away", name=_name(entry.person)))
    if tells_substitute and entry.substitute is not None:
        _add_substitute(event, entry.substitute, words, base_url)
    is_free = absence.reason in TRANSPARENT
    event.add("STATUS", "CONFIRMED")
    event.add("CLASS", "PUBLIC")
    event.add("TRANSP", "TRANSPARENT" if is_free else "OPAQUE")
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE" if is_free else "OOF")
    return event


def _add_substitute(event: Event, substitute: User, words: Words, base_url: str) -> None:
    lines = [words.text("feed.substitute", name=_name(substitute))]
    if is_mailbox(substitute.email):
        lines.append(substitute.email)
    link = web_link(f"{base_url}/{substitute.username}") if substitute.username else None
    if link:
        lines.append(link)
        event.add("URL", vUri(link))
    event.add("DESCRIPTION", "\n".join(lines))


def _host(base_url: str) -> str:
    return base_url.partition("://")[2].partition("/")[0].partition(":")[0] or "locum"
