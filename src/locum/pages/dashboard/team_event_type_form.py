"""The form of what can be booked with a team: what a person's has, and how its hosts come together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from locum.event_types.models import EventType
from locum.event_types.rules.team import MANAGED, ROUND_ROBIN, HostsAsked, HostTerms
from locum.mail.catalogue import Words
from locum.pages.dashboard.event_type_form import EventTypeForm

COLLECTIVE = "collective"
TOGETHER = (ROUND_ROBIN, COLLECTIVE, MANAGED)


@dataclass(frozen=True, slots=True)
class TeamEventTypeForm:
    """What was typed. `everybody`: every member hosts it, those who join later too."""

    common: EventTypeForm = field(default_factory=EventTypeForm)
    together: str = ROUND_ROBIN
    everybody: bool = True

    @classmethod
    def of(cls, form: FormData) -> "TeamEventTypeForm":
        """As typed."""
        return cls(EventTypeForm.of(form), str(form.get("together", "")), form.get("everybody") == "true")

    @classmethod
    def written(cls, kind: EventType) -> "TeamEventTypeForm":
        """One that is to be changed."""
        return cls(EventTypeForm.written(kind), kind.scheduling_type or COLLECTIVE, kind.assign_all_team_members)

    def faults(self, words: Words) -> dict[str, str]:
        """What is wrong with it, by field."""
        found = self.common.faults(words)
        return found if self.together in TOGETHER else {**found, "together": words.text("form.option")}

    def settings(self) -> dict[str, Any]:
        """By column, as use cases take them."""
        return {**self.common.settings(), "scheduling_type": self.together}

    def hosts(self, before: EventType | None = None, present: Iterable[HostTerms] = ()) -> HostsAsked:
        """Whom this makes hosts: everybody, or those who are at present. They are named anew when they come together
        in another way."""
        is_other = before is not None and before.scheduling_type != self.together
        if self.everybody:
            is_said = before is not None and before.assign_all_team_members and not is_other
            return HostsAsked() if is_said else HostsAsked(everybody=True)
        return HostsAsked(tuple(present) if is_other else None, everybody=False)


def ways_together(words: Words, before: EventType | None = None) -> list[tuple[str, str]]:
    """How hosts can come together. Managed ones stay so, and no other becomes one."""
    if before is None:
        offered: tuple[str, ...] = TOGETHER
    else:
        offered = (MANAGED,) if before.scheduling_type == MANAGED else (ROUND_ROBIN, COLLECTIVE)
    return [(one, words.text(f"kinds.together.{one}")) for one in offered]
