"""A caller that costs little, so that what is measured is the server: one kept connection, raw HTTP/1.1."""

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any


@dataclass(slots=True)
class Caller:
    """Sends requests one after the other on one connection."""

    port: int
    key: str
    version: str = "2024-08-13"
    _connection: HTTPConnection | None = field(default=None, repr=False)

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any, float]:
        """Status, decoded answer, and seconds until the last byte."""
        try:
            return self._call(method, path, body)
        except ConnectionError:  # the server hung up on a caller who had been silent for some seconds
            self._connection = None
            return self._call(method, path, body)

    def _call(self, method: str, path: str, body: Any) -> tuple[int, Any, float]:
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
        seconds = time.perf_counter() - started
        return answer.status, json.loads(content) if content else None, seconds

    def expect(self, status: int, method: str, path: str, body: Any = None) -> Any:
        """The answer's data; raises RuntimeError when the status is another."""
        found, answer, _ = self.call(method, path, body)
        if found != status:
            raise RuntimeError(f"{method} {path}: {found} {answer}")
        return answer["data"]
