"""Numbers for Prometheus: how many requests, how long, by route and status."""

from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest

_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

PROCESS = CollectorRegistry()
"""What features count for the whole process, whether it serves requests or works in the background."""


class Metrics:
    """The counters of one application; route names are templates, so their number is bounded."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "locum_http_requests_total", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "locum_http_request_seconds", "Time to answer", ["route"], buckets=_BUCKETS, registry=self.registry
        )

    def observe(self, scope: Any, status: int, seconds: float) -> None:
        """Count one answer."""
        route = getattr(scope.get("route"), "path", "(none)")
        method = scope["method"] if scope["method"] in _METHODS else "(other)"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def exposition(self) -> tuple[bytes, str]:
        """The text for a scraper, and its media type."""
        return generate_latest(self.registry) + generate_latest(PROCESS), CONTENT_TYPE_LATEST


_METHODS = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"})
