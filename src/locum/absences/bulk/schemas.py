"""Bulk entry on the wire (extension)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from locum.absences.bulk.service import Done
from locum.kit.wire import WireInput, WireOutput


class BulkIn(WireInput):
    """Many absences. Each entry is checked by the rules of a file's line, and its number is its line."""

    entries: list[Any] = Field(
        description="Objects of email, start, end (YYYY-MM-DD), and perhaps startTime, endTime (HH:MM), reason, notes, "
        "substitute (an address), replies (inherit, on, off)"
    )
    dry_run: bool = False


class DoneOut(WireOutput):
    """What becomes of one line."""

    line: int
    action: str
    """created, updated, unchanged; or kept, where the person entered these days himself."""
    ooo_id: int | None


class BulkOut(WireOutput):
    """What becomes of all."""

    dry_run: bool
    created: int
    updated: int
    unchanged: int
    kept: int
    entries: list[DoneOut]


def bulk_out(done: Sequence[Done], *, dry_run: bool) -> BulkOut:
    """The outcome as clients see it."""
    numbers = Counter(one.action for one in done)
    return BulkOut(
        dry_run=dry_run,
        created=numbers["created"],
        updated=numbers["updated"],
        unchanged=numbers["unchanged"],
        kept=numbers["kept"],
        entries=[DoneOut(line=one.line, action=one.action, ooo_id=one.absence_id) for one in done],
    )
