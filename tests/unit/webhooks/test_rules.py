"""When deliveries are tried again, and when Locum gives up."""

from datetime import UTC, datetime, timedelta

from locum.webhooks import rules
from locum.webhooks.rules import Outcome

NOON = datetime(2050, 9, 1, 12, tzinfo=UTC)


def test_waits_double_up_to_eight_hours() -> None:
    waits = [rules.wait(attempts, 0) for attempts in range(1, rules.MOST_ATTEMPTS)]
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (15, 30, 60, 120)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=8)


def test_a_round_lasts_at_least_three_days_and_sixteen_attempts() -> None:
    for luck in (0.0, 0.5, 1.0):
        now, attempts = NOON, 1
        while (next_at := rules.next_attempt_at(attempts, now, luck)) is not None:
            now, attempts = next_at, attempts + 1
        assert attempts == 20
        assert timedelta(hours=72) <= now - NOON <= timedelta(hours=80)


def test_what_failed_together_is_not_tried_again_together() -> None:
    assert rules.wait(5, 0) < rules.wait(5, 0.4) < rules.wait(5, 1) == rules.wait(5, 0) * 1.1


def test_five_days_of_nothing_but_failures_are_enough() -> None:
    assert not rules.is_hopeless(None, NOON)
    assert not rules.is_hopeless(NOON - timedelta(days=5) + timedelta(seconds=1), NOON)
    assert rules.is_hopeless(NOON - timedelta(days=5), NOON)


def test_any_2xx_is_a_success_and_nothing_else() -> None:
    successes = [status for status in range(100, 600) if Outcome(NOON, 1, status).is_success]
    assert successes == list(range(200, 300))
    assert not Outcome(NOON, 1, None, "no answer").is_success
