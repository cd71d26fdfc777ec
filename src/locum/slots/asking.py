"""The query of `GET /v2/slots`: which form it has, what that allows, and what is wrong (slots sheet, section 2)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from locum.http.parameters import leading_integer
from locum.kit.errors import BadRequest, InvalidInput
from locum.kit.zones import canonical_name
from locum.slots.loading import Asked
from locum.slots.lookups import ById, OfPerson, OfTeam, Together
from locum.slots.windows import asked_window, parse_instant

T = TypeVar("T")
Form = ById | OfPerson | OfTeam | Together

COMMON = frozenset({"start", "end", "timeZone", "duration", "format", "bookingUidToReschedule"})
MOST_USERNAMES = 100
MOST_DAYS = 731
"""So much time is answered at once: whoever asks for a century must not keep everybody else waiting."""
LONGEST_DURATION = 2**31 - 1

_NOT_A_DATE = "{} must be a valid ISO 8601 date string"
_NOT_A_NUMBER = "{} must be a number conforming to the specified constraints"


@dataclass(frozen=True, slots=True)
class SlotQuery:
    """What is asked. `zone` is None when the answer shall be in UTC; `duration` is None for the event type's length."""

    form: Form
    start: datetime
    end: datetime
    zone: str | None
    duration: int | None
    with_end: bool
    moved_uid: str | None

    def asked(self, now: datetime) -> Asked:
        """As it is put to the engine. Raises BadRequest when more time is asked for than is answered at once."""
        if self.end - max(self.start, now) > timedelta(days=MOST_DAYS):
            raise BadRequest(f"end property is wrong,end must not be more than {MOST_DAYS} days after start")
        return Asked(self.start, self.end, now, self.zone or "UTC", self.duration, self.moved_uid)


class _Faults(Exception):
    """What is wrong with one parameter."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


class _Reader:
    """Reads parameters one by one and collects what is wrong with them."""

    def __init__(self, given: Mapping[str, Sequence[str]]) -> None:
        self._given = given
        self._faults: list[str] = []

    def text(self, name: str) -> str | None:
        """The parameter as it came, several of one name joined by comma; None when it is absent."""
        return ",".join(self._given[name]) if name in self._given else None

    def read(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """The parsed parameter; the default when it is absent or wrong."""
        text = self.text(name)
        return default if text is None else self.parsed(name, parse, text, default)

    def parsed(self, name: str, parse: Callable[[str], T], text: str, default: T) -> T:
        """The parsed text."""
        try:
            return parse(text)
        except _Faults as faults:
            self.refuse(name, *faults.reasons)
            return default

    def refuse(self, name: str, *reasons: str) -> None:
        """Note what is wrong."""
        self._faults.append(f"{name} property is wrong,{', '.join(reasons)}")

    def refuse_all_but(self, allowed: frozenset[str]) -> None:
        """Note the parameters that the form does not know."""
        for name in self._given:
            if name not in allowed:
                self.refuse(name, f"property {name} should not exist")

    def finish(self) -> None:
        """Raises BadRequest with all that is wrong."""
        if self._faults:
            raise BadRequest(", ".join(self._faults))


def read_query(given: Mapping[str, Sequence[str]]) -> SlotQuery:
    """The query from its parameters, each with all its values. Raises BadRequest that names every wrong one."""
    reader = _Reader(given)
    form = _form(reader, given)
    texts = [reader.text(name) or "" for name in ("start", "end")]
    for name, text in zip(("start", "end"), texts, strict=True):
        reader.parsed(name, _instant(name), text, None)
    zone = reader.read("timeZone", _zone, None)
    duration = reader.read("duration", _duration, None)
    with_end = reader.read("format", _with_end, False)
    reader.finish()
    start, end = asked_window(*texts)
    return SlotQuery(form, start, end, zone, duration, with_end, reader.text("bookingUidToReschedule") or None)


def _form(reader: _Reader, given: Mapping[str, Sequence[str]]) -> Form:
    """The first form that matches decides what else is allowed."""
    text = reader.text
    if "eventTypeId" in given:
        reader.refuse_all_but(COMMON | {"eventTypeId"})
        return ById(reader.read("eventTypeId", _number("eventTypeId"), 0))
    slug, organization = text("eventTypeSlug"), text("organizationSlug") or None
    for owner, form in (("username", OfPerson), ("teamSlug", OfTeam)):
        if owner in given and slug is not None:
            reader.refuse_all_but(COMMON | {owner, "eventTypeSlug", "organizationSlug"})
            return form(text(owner) or "", slug, organization)
    reader.refuse_all_but(COMMON | {"usernames", "organizationSlug"})
    nobody: tuple[str, ...] = ()
    usernames = reader.parsed("usernames", _usernames, text("usernames") or "", nobody)
    if "organizationSlug" not in given:
        reader.refuse("organizationSlug", "organizationSlug must be a string")
    return Together(usernames, text("organizationSlug") or "")


def _number(name: str) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            return leading_integer(name, text)
        except InvalidInput as error:
            raise _Faults(_NOT_A_NUMBER.format(name)) from error

    return parse


def _instant(name: str) -> Callable[[str], datetime | None]:
    def parse(text: str) -> datetime:
        try:
            return parse_instant(text)
        except ValueError as error:
            raise _Faults(_NOT_A_DATE.format(name)) from error

    return parse


def _zone(text: str) -> str | None:
    name = canonical_name(text)
    if name is None:
        raise _Faults("timeZone must be a valid IANA time-zone")
    return name


def _duration(text: str) -> int | None:
    """Nought counts as absent."""
    minutes = _number("duration")(text)
    if minutes < 0:
        raise _Faults("duration must not be less than 1")
    if minutes > LONGEST_DURATION:
        raise _Faults(f"duration must not be greater than {LONGEST_DURATION}")
    return minutes or None


def _with_end(text: str) -> bool:
    if text.lower() not in {"time", "range"}:
        raise _Faults("slotFormat must be either 'range' or 'time'")
    return text.lower() == "range"


def _usernames(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if len(names) < 2:
        raise _Faults("The array must contain at least 2 elements.")
    if len(names) > MOST_USERNAMES:
        raise _Faults(f"The array must contain no more than {MOST_USERNAMES} elements.")
    return names
