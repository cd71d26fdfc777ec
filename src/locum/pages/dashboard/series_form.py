"""The form of a recurring absence: its first occurrence, and how it comes again."""

from dataclasses import dataclass
from datetime import date

from starlette.datastructures import FormData

from locum.absences.models import AbsenceSeries
from locum.absences.patterns import Details, Pattern
from locum.kit.zones import DAY
from locum.mail.catalogue import Words
from locum.pages.dashboard.absence_form import AbsenceForm, Errors
from locum.schedules.rules import format_wall_time

WEEKS = {"week": 1, "two_weeks": 2, "three_weeks": 3, "four_weeks": 4}
EVERY = (*WEEKS, "month_day", "month_weekday", "year")
KEPT = "kept"
"""A rule that this form has no words for, as the API may have brought it: it stays."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class SeriesForm:
    """What was typed. `ends` is the last day, `kept` the rule that stays where none of `EVERY` is chosen."""

    absence: AbsenceForm
    every: str = "week"
    weekdays: tuple[str, ...] = ()
    ends: str = ""
    kept: str = ""

    @classmethod
    def of(cls, form: FormData, kept: str = "") -> "SeriesForm":
        """As typed; `kept` is the rule that there is."""
        every = str(form.get("every", "week"))
        weekdays = {str(day) for day in form.getlist("weekday")}
        return cls(
            AbsenceForm.of(form),
            every if every in EVERY or (kept and every == KEPT) else "week",
            tuple(day for day in DAYS if day in weekdays),
            str(form.get("ends", "")).strip(),
            kept,
        )

    @classmethod
    def written(cls, series: AbsenceSeries) -> "SeriesForm":
        """A series that is to be changed."""
        last = date.fromordinal(series.first_day.toordinal() + series.length_days - 1)
        absence = AbsenceForm(
            series.first_day.isoformat(),
            last.isoformat(),
            _typed(series.start_minute, 0),
            _typed(series.end_minute, DAY),
            str(series.substitute_id or ""),
            series.reason,
            series.notes or "",
            replies="on" if series.replies == "on" else "off",
        )
        every, weekdays, ends = read_rule(series.rule, series.first_day)
        return cls(absence, every, weekdays, ends.isoformat() if ends else "", series.rule)

    @property
    def seen(self) -> str:
        """What the consequences follow from: sent back with the form that shows them."""
        return "-".join((self.absence.seen, self.every, *self.weekdays, self.ends))

    def is_not_as_seen(self, form: FormData) -> bool:
        """Whether consequences were shown, and something was changed since."""
        seen = form.get("seen")
        return seen is not None and seen != self.seen

    def faults(self, words: Words) -> Errors:
        """What is wrong with it, by itself."""
        found = self.absence.faults(words)
        if self.ends:
            try:
                date.fromisoformat(self.ends)
            except ValueError:
                found["ends"] = words.text("form.date")
        return found

    def pattern(self, exceptions: tuple[date, ...] = ()) -> Pattern:
        """When it recurs. Raises ValueError where `faults` has said what is wrong."""
        first, last = self.absence.span
        return Pattern(first, (last - first).days + 1, *self.absence.minutes, self._rule(first), exceptions)

    def details(self) -> Details:
        """What all occurrences have in common."""
        typed = self.absence
        return Details(typed.substitute_id, typed.notes or None, typed.known_reason, typed.replies)

    def _rule(self, first: date) -> str:
        """By RFC 5545."""
        if self.every == KEPT:
            return self.kept
        until = f";UNTIL={date.fromisoformat(self.ends):%Y%m%d}" if self.ends else ""
        match self.every:
            case "month_day":
                return f"FREQ=MONTHLY;BYMONTHDAY={first.day}{until}"
            case "month_weekday":
                return f"FREQ=MONTHLY;BYDAY={nth_weekday(first)}{until}"
            case "year":
                return f"FREQ=YEARLY;BYMONTH={first.month};BYMONTHDAY={first.day}{until}"
            case _:
                days = ",".join(self.weekdays or (DAYS[first.weekday()],))
                return f"FREQ=WEEKLY;INTERVAL={WEEKS[self.every]};BYDAY={days}{until}"


def nth_weekday(day: date) -> str:
    """`1FR` for the first Friday of a month; the fifth is the last, which every month has."""
    nth = (day.day - 1) // 7 + 1
    return f"{-1 if nth == 5 else nth}{DAYS[day.weekday()]}"


def read_rule(rule: str, first: date) -> tuple[str, tuple[str, ...], date | None]:
    """Which choice a rule is, its weekdays, and its last day."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    until = parts.pop("UNTIL", None)
    ends = date.fromisoformat(f"{until[:4]}-{until[4:6]}-{until[6:8]}") if until else None
    frequency, interval = parts.pop("FREQ"), parts.pop("INTERVAL", "1")
    days = tuple(parts["BYDAY"].split(",")) if "BYDAY" in parts else (DAYS[first.weekday()],)
    weekly = {str(number): name for name, number in WEEKS.items()}
    if frequency == "WEEKLY" and interval in weekly and parts.keys() <= {"BYDAY"}:
        return weekly[interval], days, ends
    if interval == "1":
        known = {
            ("MONTHLY", ("BYMONTHDAY", str(first.day))): "month_day",
            ("MONTHLY", ("BYDAY", nth_weekday(first))): "month_weekday",
            ("YEARLY", ("BYMONTH", str(first.month)), ("BYMONTHDAY", str(first.day))): "year",
        }
        found = known.get((frequency, *sorted(parts.items(), key=lambda part: part[0] != "BYMONTH")))
        if found:
            return found, (), ends
    return KEPT, (), None


def _typed(minute: int | None, usual: int) -> str:
    return "" if minute is None or minute == usual else format_wall_time(minute)
