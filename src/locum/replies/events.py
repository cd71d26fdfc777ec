"""What replies announce."""

from dataclasses import dataclass
from typing import Literal

from locum.db.events import Event

Source = Literal["mail", "scheduling"]


@dataclass(frozen=True, slots=True)
class RepliesChanged(Event):
    """What is answered, or when, changed. `told_by` names the mail server that said so: it is not told again (R31)."""

    user_id: int
    version: int
    source: Source
    told_by: str | None = None
