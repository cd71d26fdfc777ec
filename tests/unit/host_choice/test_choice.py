"""Whose turn it is (bookings sheet, section 13); its worked examples first."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from locum.host_choice.calibration import Presence, Taken, credits_of
from locum.host_choice.rules import Choice, Outcome, Reason, Taker, Wishes, choose, shortfalls

A, B, C, D = 1, 2, 3, 4
BY_WEIGHT = Wishes(by_weight=True)


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    return datetime(2050, 1, day, hour, minute, tzinfo=UTC)


def chosen(takers: list[Taker], wishes: Wishes = Wishes()) -> Choice:
    choice = choose(takers, wishes)
    assert choice is not None
    return choice


def without(takers: list[Taker], user_id: int) -> list[Taker]:
    """The same with somebody not free."""
    return [replace(taker, free=taker.user_id != user_id) for taker in takers]


def outcomes(choice: Choice) -> dict[int, Outcome]:
    return {one.user_id: one.outcome for one in choice.considered}


def test_example_1_priority_beats_recency() -> None:
    takers = [Taker(A, priority="high", last_at=at(10)), Taker(B), Taker(C)]
    choice = chosen(takers)
    assert (choice.user_id, choice.reason) == (A, Reason.PRIORITY)
    assert outcomes(choice) == {A: Outcome.CHOSEN, B: Outcome.LOWER_PRIORITY, C: Outcome.LOWER_PRIORITY}
    away = chosen(without(takers, A))
    assert (away.user_id, away.reason) == (B, Reason.HOST_ORDER)
    assert outcomes(away) == {A: Outcome.NOT_FREE, B: Outcome.CHOSEN, C: Outcome.LATER_IN_ORDER}


def test_example_2_rotation() -> None:
    last: dict[int, datetime | None] = {A: at(10), B: at(9), C: None}

    def turn(minute: int, absent: int | None = None) -> int:
        takers = [Taker(host, free=host != absent, last_at=last[host]) for host in (A, B, C)]
        found = chosen(takers).user_id
        last[found] = at(11, minute)
        return found

    assert [turn(minute) for minute in range(4)] == [C, B, A, C]
    last = {A: at(10), B: at(9), C: None}
    assert [turn(0, absent=C), *(turn(minute) for minute in range(1, 4))] == [B, C, A, B]


def test_example_3_weights() -> None:
    takers = [Taker(A, weight=100, count=4), Taker(B, weight=50, count=2), Taker(C, weight=50, count=1)]
    assert shortfalls(takers) == {A: Fraction(-1, 2), B: Fraction(-1, 4), C: Fraction(3, 4)}
    choice = chosen(takers, BY_WEIGHT)
    assert (choice.user_id, choice.reason) == (C, Reason.SHARE)
    assert chosen(without(takers, C), BY_WEIGHT).user_id == B


def test_example_4_a_new_host() -> None:
    hosts = [Presence(A), Presence(B), Presence(C, joined_at=at(0, day=15))]
    taken = [Taken(at(9, day=day), A) for day in range(1, 7)] + [Taken(at(10, day=day), B) for day in range(1, 5)]
    assert credits_of(hosts, taken) == {A: 0, B: 0, C: 5}
    takers = [Taker(A, count=6), Taker(B, count=4), Taker(C, credit=Fraction(5))]
    assert shortfalls(takers) == {A: -1, B: 1, C: 0}
    assert chosen(takers, BY_WEIGHT).user_id == B


def test_example_5_back_from_an_absence() -> None:
    hosts = [Presence(A), Presence(B), Presence(C, away=((at(0, day=1), at(0, day=11)),))]
    taken = [Taken(at(9, day=day), host) for day in (1, 3, 6, 10) for host in (A, B)]
    last = {A: at(9, day=19), B: at(9, day=20), C: at(9, day=18)}
    taken += [Taken(moment, host) for host, moment in last.items()]
    counts = {host: sum(one.user_id == host for one in taken) for host in (A, B, C)}

    def turn(credit: Fraction) -> Choice:
        credited = {A: Fraction(), B: Fraction(), C: credit}
        takers = [Taker(one, count=counts[one], credit=credited[one], last_at=last[one]) for one in (A, B, C)]
        return chosen(takers, BY_WEIGHT)

    assert credits_of(hosts, taken)[C] == 4
    choice = turn(Fraction(4))
    assert (choice.user_id, choice.reason) == (C, Reason.LEAST_RECENT)
    taken_back = []
    for minute in range(4):
        taken_back.append(turn(Fraction()).user_id)
        counts[C], last[C] = counts[C] + 1, at(12, minute)
    assert taken_back == [C] * 4
    assert counts == {A: 5, B: 5, C: 5}


def test_one_who_is_free_alone_and_nobody() -> None:
    takers = [Taker(A, free=False), Taker(B, priority="lowest", last_at=at(10))]
    assert (chosen(takers).user_id, chosen(takers).reason) == (B, Reason.ONLY_ONE_FREE)
    assert choose([Taker(A, free=False)]) is None
    assert choose([]) is None


def test_the_greatest_weight_of_those_equally_behind() -> None:
    takers = [Taker(A, weight=50), Taker(B, weight=150)]
    assert (chosen(takers, BY_WEIGHT).user_id, chosen(takers, BY_WEIGHT).reason) == (B, Reason.WEIGHT)


def test_moved_it_stays_with_its_host_or_is_not_moved() -> None:
    takers = [Taker(A), Taker(B, last_at=at(10)), Taker(C)]
    choice = chosen(takers, Wishes(keep=frozenset({B, 99})))
    assert (choice.user_id, choice.reason) == (B, Reason.SAME_HOST)
    assert outcomes(choice)[A] is Outcome.NOT_ASKED_FOR
    assert choose(without(takers, B), Wishes(keep=frozenset({B}))) is None
    assert chosen(takers, Wishes(keep=frozenset({99}))).user_id == A


def test_routed_hosts_and_the_one_whom_the_booker_belongs_to() -> None:
    takers = [Taker(A), Taker(B, last_at=at(10)), Taker(C, last_at=at(9)), Taker(D, last_at=at(11))]
    assert chosen(takers, Wishes(routed=frozenset({B, C}))).user_id == C
    assert choose(without(takers[:2], B), Wishes(routed=frozenset({B}))) is None
    owned = Wishes(routed=frozenset({B, D}), contact_owner=D)
    assert (chosen(takers, owned).user_id, chosen(takers, owned).reason) == (D, Reason.CONTACT_OWNER)
    fallback = chosen(without(takers, D), owned)
    assert (fallback.user_id, fallback.reason) == (B, Reason.ONLY_ONE_FREE)
    assert chosen(takers, Wishes(contact_owner=99)).user_id == A


def test_who_is_too_far_ahead_is_asked_last() -> None:
    takers = [Taker(A, count=5, priority="highest"), Taker(B, count=3), Taker(C, count=2, last_at=at(10))]
    two_ahead = Wishes(most_ahead=2)
    choice = chosen(takers, two_ahead)
    assert (choice.user_id, choice.reason) == (B, Reason.LEAST_RECENT)
    assert outcomes(choice) == {A: Outcome.TOO_FAR_AHEAD, B: Outcome.CHOSEN, C: Outcome.MORE_RECENT}
    assert [one.count for one in choice.considered] == [5, 3, 2]
    assert chosen(takers, Wishes(most_ahead=3)).user_id == A
    nobody_else = chosen(without(takers, C), two_ahead)
    assert (nobody_else.user_id, nobody_else.reason) == (B, Reason.NOT_AHEAD)
    busy = [replace(taker, free=taker.user_id == A) for taker in takers]
    alone = chosen(busy, two_ahead)
    assert (alone.user_id, alone.reason) == (A, Reason.ONLY_ONE_FREE)
    assert outcomes(alone)[A] is Outcome.CHOSEN


def test_how_far_ahead_of_a_share_in_two_decimals() -> None:
    takers = [Taker(A, weight=200, count=4, priority="highest"), Taker(B, count=2, priority="high"), Taker(C)]
    assert shortfalls(takers) == {A: Fraction(-1), B: Fraction(-1, 2), C: Fraction(3, 2)}
    for most, expected in ((2, Outcome.TOO_FAR_AHEAD), (3, Outcome.LESS_BEHIND)):
        choice = chosen(takers, Wishes(by_weight=True, most_ahead=most))
        assert (choice.user_id, outcomes(choice)[A]) == (C, expected)
    nearly = [Taker(A, count=1, credit=Fraction(2, 1000)), Taker(B)]
    assert outcomes(chosen(nearly, Wishes(by_weight=True, most_ahead=1)))[A] is Outcome.LESS_BEHIND


def test_being_far_ahead_counts_among_those_who_were_asked_for() -> None:
    takers = [Taker(A), Taker(B, count=5, last_at=at(9)), Taker(C, count=6, last_at=at(10)), Taker(D, count=9)]
    routed = Wishes(routed=frozenset({B, C, D}), most_ahead=1)
    assert chosen(takers, routed).user_id == B
    owned = replace(routed, contact_owner=D)
    assert (chosen(takers, owned).user_id, chosen(takers, owned).reason) == (D, Reason.CONTACT_OWNER)
    assert chosen(without(takers, D), owned).user_id == B
    assert chosen(takers, Wishes(keep=frozenset({D}), most_ahead=1)).user_id == D


def test_overlapping_absences_and_weights_owe_nobody_what_others_did_alone() -> None:
    gone = (at(0, day=1), at(0, day=11))
    hosts = [Presence(A, 300, away=(gone,)), Presence(B, 100, away=(gone,)), Presence(C, 100)]
    taken = [Taken(at(9, day=2), C)] * 6
    credit = credits_of(hosts, taken)
    assert credit == {A: 18, B: 6, C: 0}
    takers = [
        Taker(host, weight=weight, count=6 * (host == C), credit=credit[host])
        for host, weight in ((A, 300), (B, 100), (C, 100))
    ]
    assert shortfalls(takers) == {A: 0, B: 0, C: 0}


def test_a_booking_taken_in_spite_of_an_absence_is_his_own() -> None:
    hosts = [Presence(A), Presence(B, away=((at(0, day=1), at(0, day=11)),))]
    assert credits_of(hosts, [Taken(at(9, day=2), B), Taken(at(9, day=2), A)]) == {A: 0, B: 1}
