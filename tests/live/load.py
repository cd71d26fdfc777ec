"""Clients in threads of their own, who go on through crashes of the server."""

import json
import random
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from typing import Any, Self

HEADERS = {"Content-Type": "application/json", "cal-api-version": "2024-08-13"}


def first_monday() -> datetime:
    """A Monday some weeks ahead, at midnight UTC."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=28 - today.weekday())


def body(event_type: int, start: datetime, who: str) -> dict[str, Any]:
    """A booking's body."""
    attendee = {"name": who, "email": f"{who}@guest.example", "timeZone": "Europe/Rome"}
    return {"eventTypeId": event_type, "start": f"{start:%Y-%m-%dT%H:%M:%SZ}", "attendee": attendee}


class Clients:
    """Each does something again and again, of the same choice in every run, until the block is left."""

    def __init__(self, port: int, clients: int = 4) -> None:
        self.port = port
        self.answers: Counter[int] = Counter()
        self.booked: list[str] = []
        """The uids that were promised to somebody."""
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._client, args=(number,)) for number in range(clients)]

    def __enter__(self) -> Self:
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
            self.act(chance, number, f"client{number}-{count}")

    def act(self, chance: random.Random, number: int, who: str) -> None:
        """What a client does once, under a name that nobody had before."""
        raise NotImplementedError

    def call(self, path: str, body: dict[str, Any], key: str | None = None) -> tuple[int, Any]:
        """The status and the data of an answer; 0 while the server is down."""
        headers = {**HEADERS, **({"Authorization": key} if key else {})}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", path, json.dumps(body).encode(), headers)
            answer = connection.getresponse()
            content = json.loads(answer.read())
        except (OSError, HTTPException, ValueError):
            time.sleep(0.05)
            return 0, None
        finally:
            connection.close()
        self.answers[answer.status] += 1
        return answer.status, content.get("data")


class Load(Clients):
    """They book random times of an event type of 30 minutes; overlaps are wanted."""

    def __init__(self, port: int, event_type: int) -> None:
        super().__init__(port)
        self._event_type = event_type

    def act(self, chance: random.Random, number: int, who: str) -> None:
        day = first_monday() + timedelta(days=chance.choice([0, 1, 2, 3, 4]) + 7 * chance.randrange(8))
        start = day + timedelta(hours=9, minutes=10 * chance.randrange(45))
        status, data = self.call("/v2/bookings", body(self._event_type, start, who))
        if status == 201:
            self.booked.append(data["uid"])
