"""A caller that costs little, so that what is measured is the server: one kept connection, raw HTTP/1.1."""

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Only who asks decodes it: millions of characters drive all else out of the processor's caches."""

    status: int
    content: bytes = field(repr=False)
    seconds: float
    """Until the last byte."""

    def read(self) -> Any:
        return json.loads(self.content) if self.content else None


@dataclass(slots=True)
class Caller:
    """Sends requests one after the other on one connection."""

    port: int
    key: str
    version: str = "2024-08-13"
    _connection: HTTPConnection | None = field(default=None, repr=False)

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        """Ask, once more where the server hung up meanwhile."""
        try:
            return self._call(method, path, body)
        except ConnectionError:  # the server hung up on a caller who had been silent for some seconds
            self._connection = None
            return self._call(method, path, body)

    def _call(self, method: str, path: str, body: Any) -> Answer:
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
            "cal-api-version": self.version,
        }
        data = None if body is None else json.dumps(body)
        started = time.perf_counter()
        self._connection.request(method, path, data, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        return Answer(answer.status, content, time.perf_counter() - started)

    def expect(self, status: int, method: str, path: str, body: Any = None) -> Any:
        """The answer's data; raises RuntimeError when the status is another."""
        answer = self.call(method, path, body)
        if answer.status != status:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.read()}")
        return answer.read()["data"]
