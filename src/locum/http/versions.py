"""`cal-api-version`: which generation of a shape the caller wants (client surface sheet, section 0, rules 1 and 2)."""

import re
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel
from starlette.types import Scope

OLDEST = "2024-04-15"
KNOWN = (OLDEST, "2024-06-11", "2024-06-14", "2024-08-13", "2024-09-04")
_DATE = re.compile(r"20\d\d-[01]\d-[0-3]\d")


def effective_version(header: str | None) -> str:
    """The version in force: a known one as it is, a newer date as the newest, anything else as the oldest."""
    if header is None or header in KNOWN:
        return header or OLDEST
    return KNOWN[-1] if is_later(header) else OLDEST


def is_before(version: str, other: str) -> bool:
    """Whether a known version is older than another one."""
    return KNOWN.index(version) < KNOWN.index(other)


def is_later(header: str | None) -> bool:
    """Whether a header names a version that is later than all that are known."""
    return header is not None and _DATE.fullmatch(header) is not None and header > KNOWN[-1]


def sent_version(scope: Scope) -> str | None:
    """The header of a request that has not been routed yet, as it came."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"cal-api-version"), None)


def told_by_body(older: type[BaseModel], newer: type[BaseModel]) -> Callable[[Any], str]:
    """Tells the form of a body whose sender says no version: `newer` by a word that only that form has, else `older`.

    For a Discriminator of the two; whoever speaks both is taken for older.
    """
    old, new = ({field.alias for field in form.model_fields.values()} for form in (older, newer))
    only_newer, only_older = new - old, old - new

    def tell(body: Any) -> str:
        names = set(body) if isinstance(body, dict) else set()
        return "newer" if names & only_newer and not names & only_older else "older"

    return tell


def says_nothing(scope: Scope) -> bool:
    """Whether a request has no header that says its version."""
    return sent_version(scope) is None
