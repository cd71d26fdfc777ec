"""Whose turn it is: pure, and without chance (bookings sheet, section 13)."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

PRIORITIES = ("lowest", "low", "medium", "high", "highest")
"""In ascending order."""

_NEVER = datetime.min.replace(tzinfo=UTC)


class Reason(StrEnum):
    """What decided for a host."""

    ONLY_ONE_FREE = "only_one_free"
    NOT_AHEAD = "not_too_far_ahead"
    """The others who were free had had too many turns more."""
    SHARE = "share"
    """The farthest behind the share that his weight asks."""
    WEIGHT = "weight"
    """As far behind as others, with the greatest weight."""
    PRIORITY = "priority"
    LEAST_RECENT = "least_recently_booked"
    HOST_ORDER = "host_order"
    """Nothing else told them apart."""
    SAME_HOST = "same_host"
    """He had the booking before it was moved."""
    CONTACT_OWNER = "contact_owner"
    """The booker was sent to him by name."""
    ASSIGNED = "assigned"
    """A person gave it to him."""
    SUBSTITUTE = "substitute"
    """He stands in for the host who is away."""


class Outcome(StrEnum):
    """What became of a host whose turn it could have been."""

    CHOSEN = "chosen"
    NOT_FREE = "not_free"
    NOT_ASKED_FOR = "not_asked_for"
    """Only others were to be considered: the booking's own host, those it was routed to."""
    LESS_BEHIND = "less_behind"
    LESS_WEIGHT = "less_weight"
    LOWER_PRIORITY = "lower_priority"
    TOO_FAR_AHEAD = "too_far_ahead"
    """He has had more turns than hosts may be ahead of each other."""
    MORE_RECENT = "more_recently_booked"
    LATER_IN_ORDER = "later_in_order"


@dataclass(frozen=True, slots=True)
class Taker:
    """A host who takes turns, as the choice sees him. Lists of them are in host order."""

    user_id: int
    free: bool = True
    priority: str = "medium"
    weight: int = 100
    count: int = 0
    """Bookings in the interval that is looked at."""
    credit: Fraction = Fraction()
    """What he is credited with for the time in which he could not be chosen."""
    last_at: datetime | None = None
    """When the last booking of his that counts was made; None: never booked, which is the longest ago."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What narrows a choice before it is made. A wish that would leave nobody is not heard."""

    by_weight: bool = False
    most_ahead: int | None = None
    """Who is farther ahead of the others than this is asked only when none of them is free (section 13.4)."""
    keep: frozenset[int] = frozenset()
    """The hosts that the booking had: moved, it stays with them."""
    routed: frozenset[int] = frozenset()
    """The hosts that a routing form found."""
    contact_owner: int | None = None
    """Whom the booker belongs to; the others are asked when he is not free."""


@dataclass(frozen=True, slots=True)
class Considered:
    """One host in the account of a choice."""

    user_id: int
    outcome: Outcome
    count: int | None = None
    """Bookings in the interval; only where they were looked at, as in `shortfall`."""
    shortfall: Fraction | None = None
    """How many bookings he was behind the share that his weight asks."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who takes it, what decided, and what became of the others, in host order."""

    user_id: int
    reason: Reason
    considered: tuple[Considered, ...] = ()


def shortfalls(takers: Sequence[Taker]) -> dict[int, Fraction]:
    """How many bookings each is behind the share that his weight asks, of all that were taken or credited."""
    total = sum((taker.count + taker.credit for taker in takers), Fraction())
    weights = sum(taker.weight for taker in takers)
    share = total / weights if weights else Fraction()
    return {taker.user_id: share * taker.weight - taker.count - taker.credit for taker in takers}


def choose(takers: Sequence[Taker], wishes: Wishes = Wishes()) -> Choice | None:
    """Whose turn it is; None when nobody who may be asked is free."""
    round_ = _Round(takers, wishes)
    for qualified, known_for in round_.pools():
        free = [taker for taker in qualified if taker.free]
        if free:
            return round_.decide(free, known_for)
    return None


@dataclass(slots=True)
class _Round:
    """One choice in the making; remembers at which step each host dropped out."""

    takers: Sequence[Taker]
    wishes: Wishes
    behind: dict[int, Fraction] = field(init=False)
    outcomes: dict[int, Outcome] = field(init=False)

    def __post_init__(self) -> None:
        self.behind = shortfalls(self.takers) if self.wishes.by_weight else {}
        self.outcomes = {taker.user_id: Outcome.NOT_FREE for taker in self.takers if not taker.free}

    def pools(self) -> Iterable[tuple[Sequence[Taker], Reason | None]]:
        """Who is asked first, and who after that when nobody of them is free."""
        kept = self._only(self.takers, self.wishes.keep)
        if kept is not self.takers:
            yield kept, Reason.SAME_HOST
            return
        routed = self._only(self.takers, self.wishes.routed)
        owned = [taker for taker in routed if taker.user_id == self.wishes.contact_owner]
        if owned:
            yield self._without_others(routed, owned), Reason.CONTACT_OWNER
        yield self._near(routed), None
        yield routed, None

    def _near(self, takers: Sequence[Taker]) -> Sequence[Taker]:
        """Those who are not too far ahead of the one who is the farthest behind."""
        most = self.wishes.most_ahead
        if most is None or not takers:
            return takers
        ahead = {taker.user_id: self._ahead(taker) for taker in takers}
        last = min(ahead.values())
        near = [taker for taker in takers if ahead[taker.user_id] - last <= most]
        self._drop((taker for taker in takers if ahead[taker.user_id] - last > most), Outcome.TOO_FAR_AHEAD)
        return near

    def _ahead(self, taker: Taker) -> Fraction:
        """How many bookings a host is ahead: of his share where weights decide, else of nothing."""
        return -round(self.behind[taker.user_id], 2) if self.wishes.by_weight else Fraction(taker.count)

    def _only(self, takers: Sequence[Taker], wanted: Collection[int]) -> Sequence[Taker]:
        found = [taker for taker in takers if taker.user_id in wanted]
        return self._without_others(takers, found) if found else takers

    def _without_others(self, takers: Sequence[Taker], found: Sequence[Taker]) -> Sequence[Taker]:
        left = {taker.user_id for taker in found}
        self._drop((taker for taker in takers if taker.user_id not in left), Outcome.NOT_ASKED_FOR)
        return found

    def decide(self, free: Sequence[Taker], known_for: Reason | None) -> Choice:
        """Step by step, until one is left (section 13.3)."""
        left, reason = list(free), self._first_reason(free)
        for key, step, outcome in self._steps():
            if len(left) == 1:
                break
            best = max(map(key, left))
            self._drop((taker for taker in left if key(taker) < best), outcome)
            left, reason = [taker for taker in left if key(taker) == best], step
        if len(left) > 1:
            self._drop(left[1:], Outcome.LATER_IN_ORDER)
            reason = Reason.HOST_ORDER
        self.outcomes[left[0].user_id] = Outcome.CHOSEN
        return Choice(left[0].user_id, known_for or reason, tuple(map(self._account, self.takers)))

    def _first_reason(self, free: Sequence[Taker]) -> Reason:
        """What it is that leaves nobody else: that nobody else is free, or that the others are too far ahead."""
        asked = {taker.user_id for taker in free}
        ahead = (one for one, outcome in self.outcomes.items() if outcome is Outcome.TOO_FAR_AHEAD)
        return Reason.ONLY_ONE_FREE if asked.issuperset(ahead) else Reason.NOT_AHEAD

    def _steps(self) -> Iterable[tuple[Callable[[Taker], Any], Reason, Outcome]]:
        if self.wishes.by_weight:
            yield lambda taker: self.behind[taker.user_id], Reason.SHARE, Outcome.LESS_BEHIND
            yield lambda taker: taker.weight, Reason.WEIGHT, Outcome.LESS_WEIGHT
        yield lambda taker: PRIORITIES.index(taker.priority), Reason.PRIORITY, Outcome.LOWER_PRIORITY
        yield _longest_ago, Reason.LEAST_RECENT, Outcome.MORE_RECENT

    def _drop(self, takers: Iterable[Taker], outcome: Outcome) -> None:
        for taker in takers:
            if taker.free:
                self.outcomes[taker.user_id] = outcome

    def _account(self, taker: Taker) -> Considered:
        shortfall = self.behind.get(taker.user_id)
        outcome = self.outcomes.get(taker.user_id, Outcome.NOT_ASKED_FOR)
        counts = self.wishes.by_weight or self.wishes.most_ahead is not None
        return Considered(taker.user_id, outcome, taker.count if counts else None, shortfall)


def _longest_ago(taker: Taker) -> timedelta:
    return _NEVER - (taker.last_at or _NEVER)
