"""How busy the machine is, for tests that say how long something may take."""

from time import perf_counter, thread_time

_SAMPLE_SECONDS = 0.05


def strain() -> float:
    """How many times as long as on a machine of one's own things take just now: 1 where a processor is always free."""
    began, worked = perf_counter(), thread_time()
    while thread_time() - worked < _SAMPLE_SECONDS:
        pass
    return max(1.0, (perf_counter() - began) / _SAMPLE_SECONDS)
