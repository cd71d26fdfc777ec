"""When an absence comes again: rules of RFC 5545 (section 3.3.10), within bounds. Pure.

Only what absences need is taken, by day and coarser, and nothing that could be searched for ever without an occurrence.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time
from itertools import takewhile

from dateutil.rrule import rrulestr

from locum.kit.errors import BadRequest

LONGEST_RULE = 300
MOST_COUNT = 1000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)

_PART = re.compile(r"([A-Z]+)=([A-Z0-9,+-]+)")
_PARTS = {
    "DAILY": {"INTERVAL", "BYDAY", "BYMONTH"},
    "WEEKLY": {"INTERVAL", "BYDAY", "WKST"},
    "MONTHLY": {"INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY"},
}
_MOST = {"DAILY": 366, "WEEKLY": 53, "MONTHLY": 12, "YEARLY": 10}
_DAY = r"(MO|TU|WE|TH|FR|SA|SU)"
_NUMBERS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYSETPOS": 4}
_UNTIL = re.compile(r"(\d{8})(T\d{6}Z?)?")


def checked_rule(text: str, first_day: date) -> str:
    """A rule as it is kept. Raises BadRequest that says what is wrong; also where it never comes."""
    parts = _parts(text.strip().upper().removeprefix("RRULE:"))
    frequency = parts.get("FREQ", "")
    if frequency not in _PARTS:
        raise _faulty("FREQ must be one of DAILY, WEEKLY, MONTHLY, YEARLY")
    for name, value in parts.items():
        _check_part(frequency, name, value, parts)
    if not FIRST_DAY <= first_day <= LAST_DAY:
        raise BadRequest(f"A recurring absence must begin between {FIRST_DAY} and {LAST_DAY}.")
    rule = ";".join(f"{name}={_as_kept(name, value)}" for name, value in parts.items())
    if next(_dates(rule, first_day), None) is None:
        raise _faulty("it never comes")
    return rule


def occurrences(rule: str, first_day: date, exceptions: Collection[date], after: date, until: date) -> list[date]:
    """The dates of a checked rule between two days, both included, without exceptions."""
    left_out, last = frozenset(exceptions), min(until, LAST_DAY)
    return [day for day in takewhile(last.__ge__, _dates(rule, first_day)) if day >= after and day not in left_out]


def _dates(rule: str, first_day: date) -> Iterator[date]:
    return (found.date() for found in rrulestr(rule, dtstart=datetime.combine(first_day, time.min)))


def _parts(text: str) -> Mapping[str, str]:
    pieces = text.split(";") if len(text) <= LONGEST_RULE else []
    found = [_PART.fullmatch(piece) for piece in pieces]
    if not found or not all(found):
        raise _faulty("it must look like FREQ=WEEKLY;BYDAY=FR")
    parts = {match[1]: match[2] for match in found if match}
    if len(parts) < len(found):
        raise _faulty("a part is named twice")
    return parts


def _check_part(frequency: str, name: str, value: str, parts: Mapping[str, str]) -> None:
    if name == "FREQ":
        return
    if name not in _PARTS[frequency] | {"COUNT", "UNTIL"}:
        raise _faulty(f"{name} is not possible with FREQ={frequency}")
    match name:
        case "INTERVAL":
            _check_numbers(name, value, _MOST[frequency], signed=False, single=True)
        case "COUNT":
            _check_numbers(name, value, MOST_COUNT, signed=False, single=True)
            if "UNTIL" in parts:
                raise _faulty("COUNT and UNTIL exclude each other")
        case "UNTIL":
            _as_kept(name, value)
        case "WKST":
            _check_days(name, value, ordinals=False)
        case "BYDAY":
            ordinals = frequency == "MONTHLY" or (frequency == "YEARLY" and "BYMONTH" in parts)
            _check_days(name, value, ordinals=ordinals and not {"BYSETPOS", "BYMONTHDAY"} & set(parts))
            if frequency == "DAILY" and parts.get("INTERVAL", "1") != "1":
                raise _faulty("BYDAY is possible with FREQ=DAILY only where INTERVAL is 1")
        case _:
            _check_numbers(name, value, _NUMBERS[name], signed=name != "BYMONTH", single=False)
            if name == "BYSETPOS" and ("BYDAY" not in parts or "BYMONTHDAY" in parts):
                raise _faulty("BYSETPOS is possible only with BYDAY alone")


def _check_days(name: str, value: str, *, ordinals: bool) -> None:
    form = rf"([+-]?[1-5])?{_DAY}" if ordinals else _DAY
    if not all(re.fullmatch(form, day) for day in value.split(",")):
        raise _faulty(f"{name} must be days such as FR" + (", or 1MO, -1FR" if ordinals else ""))


def _check_numbers(name: str, value: str, most: int, *, signed: bool, single: bool) -> None:
    numbers = value.split(",")
    good = all(re.fullmatch(r"[+-]?\d{1,4}" if signed else r"\d{1,4}", text) for text in numbers)
    if not good or (single and len(numbers) > 1) or not all(1 <= abs(int(text)) <= most for text in numbers):
        raise _faulty(f"{name} must be {'a number' if single else 'numbers'} from 1 to {most}")


def _as_kept(name: str, value: str) -> str:
    """The last day without a clock: occurrences are counted in days."""
    if name != "UNTIL":
        return value
    found = _UNTIL.fullmatch(value)
    try:
        return datetime.strptime(found[1] if found else "", "%Y%m%d").strftime("%Y%m%d")  # noqa: DTZ007
    except ValueError:
        raise _faulty("UNTIL must be a day such as 20501231") from None


def _faulty(why: str) -> BadRequest:
    return BadRequest(f"The recurrence rule is not good: {why}.")
