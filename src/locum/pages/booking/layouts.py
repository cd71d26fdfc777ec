"""How days and times are laid out: a month with the times of one day, or the next days side by side.

The wire has three layouts (event types sheet, section 4); `week` and `column` are one here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

MONTH, COLUMNS = "month", "columns"

_OF_STORED = {"month": MONTH, "week": COLUMNS, "column": COLUMNS}
_OF_ADDRESS = {"month_view": MONTH, "week_view": COLUMNS, "column_view": COLUMNS, "mobile": MONTH}
NAMES = {MONTH: "month_view", COLUMNS: "column_view"}
"""As addresses name them."""


def layouts_of(stored: Mapping[str, Any] | None) -> Sequence[str]:
    """Those that the owner allows, the usual one first."""
    if not stored:
        return MONTH, COLUMNS
    named = [stored.get("defaultLayout"), *(stored.get("enabledLayouts") or ())]
    return list(dict.fromkeys(_OF_STORED[name] for name in named if name in _OF_STORED)) or [MONTH]


def chosen(allowed: Sequence[str], asked: str) -> str:
    """What an address asks for, if it is allowed."""
    wanted = _OF_ADDRESS.get(asked)
    return wanted if wanted is not None and wanted in allowed else allowed[0]
