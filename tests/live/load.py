"""Booking load from several threads, which goes on through crashes of the server."""

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException

HEADERS = {"Content-Type": "application/json", "cal-api-version": "2024-08-13"}


def first_monday() -> datetime:
    """A Monday some weeks ahead, at midnight UTC."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=28 - today.weekday())


def body(event_type: int, start: datetime, who: str) -> bytes:
    """A booking's body."""
    attendee = {"name": who, "email": f"{who}@guest.example", "timeZone": "Europe/Rome"}
    return json.dumps(
        {"eventTypeId": event_type, "start": f"{start:%Y-%m-%dT%H:%M:%SZ}", "attendee": attendee}
    ).encode()


@dataclass(slots=True)
class Load:
    """Clients who book random times of an event type of 30 minutes; overlaps are wanted."""

    port: int
    event_type: int
    clients: int = 4
    answers: "Counter[int]" = field(default_factory=Counter)
    booked: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Load":
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
        count = 0
        while not self._stop.is_set():
            count += 1
            day = first_monday() + timedelta(days=chance.choice([0, 1, 2, 3, 4]) + 7 * chance.randrange(8))
            start = day + timedelta(hours=9, minutes=10 * chance.randrange(45))
            self._book(start, f"client{number}-{count}")

    def _book(self, start: datetime, who: str) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", "/v2/bookings", body(self.event_type, start, who), HEADERS)
            answer = connection.getresponse()
            content = json.loads(answer.read())
        except (OSError, HTTPException, ValueError):
            time.sleep(0.05)  # the server is down just now
            return
        finally:
            connection.close()
        self.answers[answer.status] += 1
        if answer.status == 201:
            self.booked.append(content["data"]["uid"])
