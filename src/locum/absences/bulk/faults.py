"""What can be wrong with one of many absences. Pure.

Pages say it in the language of whoever reads them, by the same names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as filled

WORDS = {
    "no_column": "is no column; the columns are {columns}",
    "named_twice": "is named twice",
    "column_missing": "is missing: there must be such a column",
    "missing": "is missing",
    "no_field": "is no field; the fields are {columns}",
    "too_large": "must have at most {most} bytes; send several files",
    "not_utf8": "must be UTF-8",
    "nul": "must be plain text, without NUL",
    "not_csv": "must be CSV as RFC 4180 has it ({error})",
    "too_many": "must have at most {most} rows; send several",
    "cells": "must have as many cells as there are columns, or be an object",
    "order": "must not be before start",
    "email": "must be an e-mail address",
    "substitute": "must be an e-mail address, or empty",
    "date": "must be a date such as 2050-05-01, from 1900 to 2999",
    "time": "must be a time such as 13:30, or empty",
    "one_of": "must be one of {known}, or empty",
    "notes": "must be text of at most {most} characters",
    "unknown_person": "must be the address of somebody in this organization",
    "same_time": "and end say the same time as line {other}; leave one of them out",
    "time_order": "must be after start_time",
    "self": "must be somebody else",
    "no_mate": "must have accepted to be in a team or organization of the person",
    "goes_round": "must not lead back to the person: somebody of those who stand in is away then",
    "needed": "must be named, for the person stands in for somebody on these days",
}
"""After the name of the field, as the API words them."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in which line: a name of `WORDS`, and what its words need."""

    line: int
    field: str
    fault: str
    values: Mapping[str, str] = filled(default_factory=dict)

    @property
    def text(self) -> str:
        """In words."""
        return WORDS[self.fault].format(**self.values)
