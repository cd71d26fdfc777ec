"""Nobody gives what he does not have, nor reaches above himself."""

from collections.abc import Callable

import pytest

from locum.http.grants import FULL_AUTHORITY, NO_AUTHORITY, Authority
from locum.kit.errors import Forbidden
from locum.roles import authority as roles
from locum.roles.authority import Held
from locum.roles.giving import check_gives, check_reaches

OWNER, ADMIN, MEMBER = (roles.in_organization(Held(role)) for role in ("OWNER", "ADMIN", "MEMBER"))
APPOINTER = roles.in_organization(Held("MEMBER", ("organization.changeMemberRole", "ooo.update", "role.update")))
ALMIGHTY = roles.in_organization(Held("MEMBER", ("*.*",)))
TEAM_ADMIN = roles.in_organization_team(Held("MEMBER"), Held("ADMIN"))


def _passes(check: Callable[[Authority, Held], None], giver: Authority, held: Held) -> bool:
    try:
        check(giver, held)
    except Forbidden:
        return False
    return True


@pytest.mark.parametrize(
    ("giver", "owner", "admin", "member", "absences", "bookings", "everything"),
    [
        # who gives                the three roles,        custom roles of ooo.read, booking.update, *.*
        (FULL_AUTHORITY, True, True, True, True, True, True),
        (OWNER, True, True, True, True, True, True),
        (ADMIN, False, True, True, True, True, False),
        (APPOINTER, False, False, True, True, False, False),
        (ALMIGHTY, False, False, True, True, True, True),
        (MEMBER, False, False, True, False, False, False),
        (NO_AUTHORITY, False, False, True, False, False, False),
    ],
)
def test_who_gives_and_reaches_what(
    giver: Authority, owner: bool, admin: bool, member: bool, absences: bool, bookings: bool, everything: bool
) -> None:
    held = {
        Held("OWNER"): owner,
        Held("ADMIN"): admin,
        Held("MEMBER"): member,
        Held("MEMBER", ("ooo.read",)): absences,
        Held("MEMBER", ("booking.update",)): bookings,
        Held("MEMBER", ("ooo.read", "booking.update")): absences and bookings,
        Held("MEMBER", ("*.*",)): everything,
    }
    for given, granted in held.items():
        assert _passes(check_gives, giver, given) is granted, given
        assert _passes(check_reaches, giver, given) is granted, given


def test_administrators_of_a_team_do_not_give_what_takes_one_of_the_organization() -> None:
    assert _passes(check_gives, TEAM_ADMIN, Held("MEMBER", ("team.invite", "booking.readTeamBookings")))
    for word in ("role.update", "team.update", "team.delete"):
        assert not _passes(check_gives, TEAM_ADMIN, Held("MEMBER", (word,))), word


def test_refusals_say_why() -> None:
    with pytest.raises(Forbidden, match=r"hold yourself, which leaves out booking.update, \*\.\*\."):
        check_gives(APPOINTER, Held("MEMBER", ("ooo.read", "booking.update", "*.*")))
    with pytest.raises(Forbidden, match="Only an owner can change or remove an owner"):
        check_reaches(ADMIN, Held("OWNER"))
