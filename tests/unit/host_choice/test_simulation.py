"""Ten thousand bookings: each host has what his weight asks of those made while he was there, within two."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from locum.host_choice.calibration import Presence, Taken, credits_of
from locum.host_choice.rules import Taker, Wishes, choose

FIRST = datetime(2050, 1, 1, tzinfo=UTC)
BOOKINGS = 10_000
STEP = timedelta(days=31) / BOOKINGS

Free = Callable[[Presence], bool]


@dataclass
class Round:
    """Hosts who take turns, with a simple reckoning of what each is owed."""

    hosts: list[Presence]
    by_weight: bool = True
    counts: Counter[int] = field(default_factory=Counter)
    owed: Counter[int] = field(default_factory=Counter)
    credit: Counter[int] = field(default_factory=Counter)
    last: dict[int, datetime] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)

    def run(self, free: Free = lambda _: True, bookings: int = BOOKINGS) -> "Round":
        for number in range(bookings):
            self._book(FIRST + number * STEP, free)
        return self

    def furthest(self) -> float:
        """By how many bookings somebody differs at most from what he is owed."""
        return max(abs(float(self.counts[host.user_id] - self.owed[host.user_id])) for host in self.hosts)

    def _book(self, at: datetime, free: Free) -> None:
        joined = [host for host in self.hosts if host.joined_at is None or host.joined_at <= at]
        there = [host for host in joined if not any(start <= at < end for start, end in host.away)]
        choice = choose([self._taker(host, host in there and free(host)) for host in joined], Wishes(self.by_weight))
        if choice is None:
            return
        booking = Taken(at, choice.user_id)
        self.counts[choice.user_id] += 1
        self.last[choice.user_id] = at
        self.taken.append(booking)
        # Credits of many bookings are the sum of the credits of each (see the test below).
        self.credit.update(credits_of(self.hosts, [booking]))
        weights = sum(host.weight for host in there)
        self.owed.update({host.user_id: Fraction(host.weight, weights) for host in there})

    def _taker(self, host: Presence, free: bool) -> Taker:
        user_id = host.user_id
        credit = Fraction(self.credit[user_id])
        return Taker(
            user_id, free, weight=host.weight, count=self.counts[user_id], credit=credit, last_at=self.last.get(user_id)
        )


def _absences(chance: random.Random) -> tuple[tuple[datetime, datetime], ...]:
    days = sorted(chance.sample(range(0, 31, 5), chance.randint(0, 4)))
    return tuple((FIRST + timedelta(days=day), FIRST + timedelta(days=day + chance.randint(1, 4))) for day in days)


def _hosts(chance: random.Random, count: int = 6) -> list[Presence]:
    """Unequal weights, absences that overlap, and hosts who join late."""
    return [
        Presence(
            user_id,
            weight=chance.choice((25, 50, 100, 100, 150, 300)),
            joined_at=FIRST + timedelta(days=chance.randint(1, 20)) if user_id > 4 else None,
            away=_absences(chance),
        )
        for user_id in range(1, count + 1)
    ]


def test_equal_hosts_take_turns_without_weights() -> None:
    late = Presence(5, joined_at=FIRST + timedelta(days=11))
    assert Round([*map(Presence, range(1, 5)), late], by_weight=False).run().furthest() <= 2


def test_unequal_weights() -> None:
    hosts = [Presence(1, 300), Presence(2, 100), Presence(3, 50), Presence(4, 7)]
    assert Round(hosts).run().furthest() <= 2


@pytest.mark.parametrize("seed", [0, 3, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(10, 30))])
def test_weights_absences_and_late_joiners(seed: int) -> None:
    done = Round(_hosts(random.Random(seed))).run()
    assert sum(done.counts.values()) == len(done.taken) > BOOKINGS * 0.9
    assert done.furthest() <= 2
    assert credits_of(done.hosts, done.taken) == {host.user_id: done.credit[host.user_id] for host in done.hosts}


def test_who_is_often_busy_catches_up() -> None:
    """Busy at the time asked for is not away: the turn comes later."""
    chance = random.Random(7)
    done = Round(_hosts(chance)).run(lambda _: chance.random() < 0.8)
    assert done.furthest() <= 2


def test_the_same_history_gives_the_same_turn() -> None:
    first, second = (Round(_hosts(random.Random(1))).run(bookings=1000) for _ in range(2))
    assert first.taken == second.taken
