"""What a process decided, for Prometheus."""

from collections.abc import Iterable

from prometheus_client import Counter

from locum.http.metrics import PROCESS
from locum.responder.reasons import RULES, Reason

_decided = Counter("locum_mail_decisions_total", "Messages decided about", ["reason", "rule"], registry=PROCESS)


def count(reasons: Iterable[Reason]) -> None:
    """Count decisions that are committed."""
    for reason in reasons:
        _decided.labels(reason.value, RULES.get(reason, "")).inc()
