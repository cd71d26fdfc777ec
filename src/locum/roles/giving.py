"""Nobody gives what he does not have, nor reaches above himself: pure.

Otherwise whoever may appoint others could appoint himself. Owners stand above all; administrators give what
administrators have; whoever acts by a custom role ranks as a member and gives no more than he holds.
"""

from collections.abc import Iterable

from locum.http.grants import Authority
from locum.kit.errors import Forbidden
from locum.roles.authority import Held
from locum.roles.rules import Role

OWNERS_GIVE = "Only an owner can give the role OWNER."
OWNERS_CHANGE = "Only an owner can change or remove an owner."
ADMINS_GIVE = "Only an administrator or an owner can give the role ADMIN."
STANDS_ABOVE = "This person ranks above you, or holds permissions that you do not hold."
NOT_HELD = "You can only give permissions that you hold yourself, which leaves out "


def check_holds(giver: Authority, words: Iterable[str]) -> None:
    """Before words become part of a role, or a role that of somebody. Raises Forbidden with those he does not hold."""
    missing = giver.grants.missing(words)
    if missing:
        raise Forbidden(f"{NOT_HELD}{', '.join(missing)}.")


def check_gives(giver: Authority, given: Held) -> None:
    """Before somebody gets a role and the words of a custom role. Raises Forbidden."""
    if given.role == Role.OWNER and not giver.is_owner:
        raise Forbidden(OWNERS_GIVE)
    if given.role == Role.ADMIN and not giver.leads:
        raise Forbidden(ADMINS_GIVE)
    check_holds(giver, given.words)


def check_reaches(giver: Authority, held: Held) -> None:
    """Before somebody who holds this, or is invited to, is changed or removed. Raises Forbidden."""
    if giver.is_owner:
        return
    if held.role == Role.OWNER:
        raise Forbidden(OWNERS_CHANGE)
    if (held.role == Role.ADMIN and not giver.leads) or giver.grants.missing(held.words):
        raise Forbidden(STANDS_ABOVE)
