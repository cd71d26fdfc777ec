"""Clients who do whatever can be done with bookings, at random, through crashes of the server."""

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from typing import Any

from tests.live.load import HEADERS, first_monday

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


@dataclass(slots=True)
class Variety:
    """Random clients; `event_types` are ids by kind."""

    port: int
    event_types: dict[str, int]
    key: str
    clients: int = 4
    answers: "Counter[int]" = field(default_factory=Counter)
    done: "Counter[str]" = field(default_factory=Counter)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Variety":
        self._threads = [threading.Thread(target=self._client, args=(n,)) for n in range(self.clients)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def _client(self, number: int) -> None:
        chance = random.Random(number)
        known: list[Known] = []
        count = 0
        while not self._stop.is_set():
            count += 1
            if len(known) < 5 or chance.random() < 0.5:
                self._book(chance, known, f"c{number}-{count}")
            else:
                self._change(chance, chance.choice(known))

    def _book(self, chance: random.Random, known: list[Known], who: str) -> None:
        kind = chance.choice(list(KINDS))
        attendee = {"name": who, "email": f"{who}@guest.example", "timeZone": "Europe/Rome"}
        body = {"eventTypeId": self.event_types[kind], "start": _time(chance, kind), "attendee": attendee}
        status, data = self._call("/v2/bookings", body)
        if status == 201:
            self.done[kind] += 1
            made = data if isinstance(data, list) else [data]
            known.extend(Known(kind, one["uid"], one.get("seatUid")) for one in made)

    def _change(self, chance: random.Random, booking: Known) -> None:
        path = f"/v2/bookings/{booking.uid}"
        seat = {"seatUid": booking.seat_uid} if booking.seat_uid else {}
        acts: list[tuple[str, str, dict[str, Any]]] = [
            ("cancel", f"{path}/cancel", seat),
            ("move", f"{path}/reschedule", {"start": _time(chance, booking.kind), **seat}),
        ]
        if booking.kind == "asking":
            acts += [("confirm", f"{path}/confirm", {}), ("decline", f"{path}/decline", {"reason": "no"})]
        if booking.kind == "series":
            acts.append(("cancel the rest", f"{path}/cancel", {"cancelSubsequentBookings": True}))
        name, address, body = chance.choice(acts)
        status, _ = self._call(address, body, as_host=name in {"confirm", "decline"})
        if status in {200, 201}:
            self.done[name] += 1

    def _call(self, path: str, body: dict[str, Any], *, as_host: bool = False) -> tuple[int, Any]:
        headers = {**HEADERS, **({"Authorization": self.key} if as_host else {})}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", path, json.dumps(body).encode(), headers)
            answer = connection.getresponse()
            content = json.loads(answer.read())
        except (OSError, HTTPException, ValueError):
            time.sleep(0.05)  # the server is down just now
            return 0, None
        finally:
            connection.close()
        self.answers[answer.status] += 1
        return answer.status, content.get("data")


def _time(chance: random.Random, kind: str) -> str:
    """Few times for what is shared, so that seats are fought for; many for the rest."""
    weeks, step, steps = (2, 120, 4) if kind == "seated" else (6, 10, 45)
    day = first_monday() + timedelta(days=chance.randrange(5) + 7 * chance.randrange(weeks))
    start = day + timedelta(hours=9, minutes=step * chance.randrange(steps))
    return f"{start:%Y-%m-%dT%H:%M:%SZ}"
