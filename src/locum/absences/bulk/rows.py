"""From lines of a file or entries of a list to rows, or to what is wrong with them. Pure."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Any

from locum.absences.bulk.faults import Problem
from locum.kit.wire_types import email_address
from locum.schedules.rules import parse_wall_time

MOST_ROWS = 1000
"""Each is announced to whoever listens, about a hundred in a second."""
MOST_BYTES = 1_000_000
MOST_PROBLEMS = 100
LONGEST_NOTES = 2000

REASONS = ("unspecified", "vacation", "travel", "sick", "public_holiday")
REPLIES = ("inherit", "on", "off")
COLUMNS = ("email", "start", "end", "start_time", "end_time", "reason", "notes", "substitute", "replies")
NEEDED = ("email", "start", "end")
_WIRE_NAMES = {"startTime": "start_time", "endTime": "end_time"}

_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Row:
    """One absence to enter. Addresses are in lower case, wall times minutes of the day."""

    line: int
    email: str
    first_day: date
    last_day: date
    start_minute: int | None = None
    end_minute: int | None = None
    reason: str = "unspecified"
    notes: str | None = None
    substitute: str | None = None
    replies: str = "inherit"


@dataclass(slots=True)
class Read:
    """What was read: good rows, and problems of the others."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_csv(content: bytes) -> Read:
    """The rows of a file: UTF-8, a line of column names first, commas or semicolons. Lines count from 1."""
    if len(content) > MOST_BYTES:
        return _refused("too_large", most=MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _refused("not_utf8", line)
    if "\x00" in text:
        return _refused("nul", text[: text.index("\x00")].count("\n") + 1)
    try:
        return _read_lines(text)
    except csv.Error as error:
        return _refused("not_csv", error=error)


def _read_lines(text: str) -> Read:
    first = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
    names = [name.strip().lower() for name in next(reader, [])]
    faults = _faults_of_names(names)
    if faults:
        return Read(problems=faults)
    return _gather(_numbered(reader, names))


def _faults_of_names(names: Sequence[str]) -> list[Problem]:
    known = ", ".join(COLUMNS)
    faults = [Problem(1, name, "no_column", {"columns": known}) for name in names if name not in COLUMNS]
    faults += [Problem(1, name, "named_twice") for name in sorted({n for n in names if names.count(n) > 1})]
    return faults + [Problem(1, name, "column_missing") for name in NEEDED if name not in names]


def _numbered(reader: Any, names: Sequence[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    begun = reader.line_num + 1
    for cells in reader:
        line, begun = begun, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names):
            yield line, {"": len(cells)}
        else:
            yield line, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}


def read_entries(entries: Sequence[Any]) -> Read:
    """The same of a list of objects, whose names are those of the columns; they count from 1."""
    return _gather(enumerate((_named(entry) for entry in entries), start=1))


def _named(entry: Any) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        return {"": entry}
    return {_WIRE_NAMES.get(str(name), str(name)): value for name, value in entry.items() if value is not None}


def _gather(numbered: Iterable[tuple[int, Mapping[str, Any]]]) -> Read:
    found = Read()
    for count, (line, values) in enumerate(numbered, start=1):
        if count > MOST_ROWS:
            return _refused("too_many", line, most=MOST_ROWS)
        problems = _problems(line, values)
        if problems:
            found.problems += problems
        else:
            found.rows.append(_row(line, values))
    return found


def _refused(fault: str, line: int = 1, **values: object) -> Read:
    return Read(problems=[Problem(line, "file", fault, {name: str(value) for name, value in values.items()})])


def _problems(line: int, values: Mapping[str, Any]) -> list[Problem]:
    if "" in values:
        return [Problem(line, "row", "cells")]
    faults = [Problem(line, name, "missing") for name in NEEDED if name not in values]
    faults += [Problem(line, name, *fault) for name, value in values.items() if (fault := _fault(name, value))]
    if not faults and _day(values["start"]) > _day(values["end"]):
        faults.append(Problem(line, "end", "order"))
    return faults


def _fault(name: str, value: Any) -> tuple[str, Mapping[str, str]] | None:
    """What is wrong with a value, if something is."""
    if name not in COLUMNS:
        return "no_field", {"columns": ", ".join(COLUMNS)}
    form, fault, words = _FORMS[name]
    try:
        form(value)
    except (ValueError, TypeError):
        return fault, words
    return None


def _day(value: Any) -> date:
    day = date.fromisoformat(value)
    if len(value) != 10 or not _FIRST <= day <= _LAST:
        raise ValueError(value)
    return day


def _one_of(words: Sequence[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in words:
            raise ValueError(value)
        return str(value)

    return read


def _notes(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NOTES or "\x00" in value:
        raise ValueError(value)
    return value


def _email(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return email_address(value)


_FORMS: dict[str, tuple[Callable[[Any], Any], str, Mapping[str, str]]] = {
    "email": (_email, "email", {}),
    "substitute": (_email, "substitute", {}),
    "start": (_day, "date", {}),
    "end": (_day, "date", {}),
    "start_time": (parse_wall_time, "time", {}),
    "end_time": (parse_wall_time, "time", {}),
    "reason": (_one_of(REASONS), "one_of", {"known": ", ".join(REASONS)}),
    "notes": (_notes, "notes", {"most": str(LONGEST_NOTES)}),
    "replies": (_one_of(REPLIES), "one_of", {"known": ", ".join(REPLIES)}),
}
"""How a value is read, and the fault of one that cannot be."""


def _row(line: int, values: Mapping[str, Any]) -> Row:
    read = {name: _FORMS[name][0](value) for name, value in values.items()}
    return Row(
        line=line,
        email=read["email"],
        first_day=read["start"],
        last_day=read["end"],
        start_minute=read.get("start_time"),
        end_minute=read.get("end_time"),
        reason=read.get("reason", "unspecified"),
        notes=read.get("notes"),
        substitute=read.get("substitute"),
        replies=read.get("replies", "inherit"),
    )
