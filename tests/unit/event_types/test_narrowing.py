"""Which of the hosts who take turns are asked (bookings sheet, section 13.1)."""

from locum.event_types.rules.hosts import Host, narrowed

FIXED = Host(1)
A, B = Host(2, mandatory=False, group_key="a"), Host(3, mandatory=False, group_key="a")
C, D = Host(4, mandatory=False, group_key="b"), Host(5, mandatory=False)
ALL = (FIXED, A, B, C, D)


def test_only_wanted_ones_in_the_groups_that_have_one() -> None:
    assert narrowed(ALL, {3}) == (FIXED, B, C, D)
    assert narrowed(ALL, {2, 4}) == (FIXED, A, C, D)
    assert narrowed(ALL, {5, 3}) == (FIXED, B, C, D)


def test_a_wish_that_leaves_nobody_is_not_heard() -> None:
    assert narrowed(ALL, {1}) == narrowed(ALL, {99}) == narrowed(ALL, set()) == ALL
