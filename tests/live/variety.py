"""Clients who do whatever can be done with bookings, at random, through crashes of the server."""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.live.load import Clients, body, first_monday

KINDS: dict[str, dict[str, Any]] = {
    "single": {},
    "seated": {"seats": {"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True}},
    "series": {"recurrence": {"interval": 1, "occurrences": 3, "frequency": "weekly"}},
    "asking": {"confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": False}},
}
"""One event type of each kind, by its slug."""


@dataclass(frozen=True, slots=True)
class Known:
    """A booking that a client was promised."""

    kind: str
    uid: str
    seat_uid: str | None = None


class Variety(Clients):
    """They book every kind and change what they booked; `event_types` are ids by kind, `key` is the host's."""

    def __init__(self, port: int, event_types: dict[str, int], key: str) -> None:
        super().__init__(port)
        self.done: Counter[str] = Counter()
        self._event_types = event_types
        self._key = key
        self._known: defaultdict[int, list[Known]] = defaultdict(list)

    def has_booked_all_kinds(self) -> bool:
        """Whether there is a booking of every kind."""
        return all(self.done[kind] for kind in KINDS)

    def act(self, chance: random.Random, number: int, who: str) -> None:
        known = self._known[number]
        if len(known) < 5 or chance.random() < 0.5:
            known.extend(self._book(chance, who))
        else:
            self._change(chance, chance.choice(known))

    def _book(self, chance: random.Random, who: str) -> list[Known]:
        kind = chance.choice(list(KINDS))
        status, data = self.call("/v2/bookings", body(self._event_types[kind], _time(chance, kind), who))
        if status != 201:
            return []
        self.done[kind] += 1
        made = [Known(kind, one["uid"], one.get("seatUid")) for one in (data if isinstance(data, list) else [data])]
        self.booked += [one.uid for one in made]
        return made

    def _change(self, chance: random.Random, booking: Known) -> None:
        path = f"/v2/bookings/{booking.uid}"
        seat = {"seatUid": booking.seat_uid} if booking.seat_uid else {}
        acts: list[tuple[str, str, dict[str, Any]]] = [
            ("cancel", f"{path}/cancel", seat),
            ("move", f"{path}/reschedule", {"start": f"{_time(chance, booking.kind):%Y-%m-%dT%H:%M:%SZ}", **seat}),
        ]
        if booking.kind == "asking":
            acts += [("confirm", f"{path}/confirm", {}), ("decline", f"{path}/decline", {"reason": "no"})]
        if booking.kind == "series":
            acts.append(("cancel the rest", f"{path}/cancel", {"cancelSubsequentBookings": True}))
        name, address, said = chance.choice(acts)
        status, _ = self.call(address, said, self._key if name in {"confirm", "decline"} else None)
        if status in {200, 201}:
            self.done[name] += 1


def _time(chance: random.Random, kind: str) -> datetime:
    """Few times for what is shared, so that seats are fought for; many for the rest."""
    weeks, step, steps = (2, 120, 4) if kind == "seated" else (6, 10, 45)
    day = first_monday() + timedelta(days=chance.randrange(5) + 7 * chance.randrange(weeks))
    return day + timedelta(hours=9, minutes=step * chance.randrange(steps))
