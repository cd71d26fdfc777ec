"""Lines of a file, and what is wrong with them."""

from datetime import date

import pytest

from locum.absences.bulk.faults import Problem
from locum.absences.bulk.rows import MOST_BYTES, MOST_ROWS, Row, read_csv, read_entries

HEAD = "email,start,end"


def _problems(text: str | bytes) -> list[Problem]:
    found = read_csv(text if isinstance(text, bytes) else text.encode())
    assert found.problems
    return found.problems


def test_a_file_as_tables_write_it() -> None:
    text = (
        "\ufeffEmail;start;end;start_time;end_time;reason;notes;substitute;replies\r\n"
        'Ada@House.example;2050-05-01;2050-05-03;;;vacation;"Two\nlines";ben@house.example;on\r\n'
        "\r\n"
        ";;;;;;;;\r\n"
        "bob@house.example;2050-05-01;2050-05-01;13:00\r\n"
    )
    found = read_csv(text.encode())
    assert found.problems == []
    first, second = date(2050, 5, 1), date(2050, 5, 3)
    assert found.rows == [
        Row(2, "ada@house.example", first, second, None, None, "vacation", "Two\nlines", "ben@house.example", "on"),
        Row(6, "bob@house.example", first, first, 780),
    ]


@pytest.mark.parametrize(
    ("line", "field", "text"),
    [
        ("nobody,2050-05-01,2050-05-01", "email", "must be an e-mail address"),
        ("a@b.example,01.05.2050,2050-05-01", "start", "must be a date such as 2050-05-01, from 1900 to 2999"),
        ("a@b.example,2050-05-01,2050-13-01", "end", "must be a date such as 2050-05-01, from 1900 to 2999"),
        ("a@b.example,20500501,2050-05-01", "start", "must be a date such as 2050-05-01, from 1900 to 2999"),
        ("a@b.example,2050-05-02,2050-05-01", "end", "must not be before start"),
        (",2050-05-02,2050-05-02", "email", "is missing"),
        ("a@b.example,2050-05-02,2050-05-02,x", "row", "must have as many cells as there are columns, or be an object"),
    ],
)
def test_each_problem_names_its_line_its_field_and_what_is_right(line: str, field: str, text: str) -> None:
    good = "a@b.example,2050-05-01,2050-05-01"
    (found,) = _problems(f"{HEAD}\n{good}\n{line}\n")
    assert (found.line, found.field, found.text) == (3, field, text)


@pytest.mark.parametrize(
    ("content", "line", "field", "part"),
    [
        (b"", 1, "email", "is missing"),
        (b"email,start,end,why\n", 1, "why", "is no column"),
        (b"email,start,end,end\n", 1, "end", "is named twice"),
        (b"email,start,end\na@b.example,\xff,x\n", 2, "file", "must be UTF-8"),
        (b"email,start,end\n\x00", 2, "file", "NUL"),
        (b'email,start,end\n"a@b.example,1,2\n', 1, "file", "CSV"),
        (b"x" * (MOST_BYTES + 1), 1, "file", "bytes"),
    ],
)
def test_files_that_are_none(content: bytes, line: int, field: str, part: str) -> None:
    first = next(one for one in _problems(content) if one.field == field)
    assert first.line == line
    assert part in first.text


def test_all_problems_are_told_at_once_and_the_number_of_rows_is_bounded() -> None:
    assert len(_problems(f"{HEAD}\nx,y,z\nx,y,z\n")) == 6
    rows = "a@b.example,2050-05-01,2050-05-01\n" * (MOST_ROWS + 1)
    (only,) = _problems(f"{HEAD}\n{rows}")
    assert (only.line, only.field) == (MOST_ROWS + 2, "file")


def test_entries_of_a_list() -> None:
    good = {"email": "a@b.example", "start": "2050-05-01", "end": "2050-05-01", "endTime": "12:00", "notes": None}
    assert read_entries([good]).rows == [Row(1, "a@b.example", date(2050, 5, 1), date(2050, 5, 1), None, 720)]
    faulty = read_entries(
        [3, {**good, "reason": "ill"}, {**good, "start": 5}, {**good, "x": 1}, {**good, "notes": "\0"}]
    )
    assert [(one.line, one.field) for one in faulty.problems] == [
        (1, "row"),
        (2, "reason"),
        (3, "start"),
        (4, "x"),
        (5, "notes"),
    ]
    assert faulty.problems[1].text == "must be one of unspecified, vacation, travel, sick, public_holiday, or empty"
