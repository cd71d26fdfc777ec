"""Nobody gives what he does not have, nor reaches above himself: pure.

Otherwise whoever may appoint others could appoint himself. Owners stand above all; administrators give what
administrators have; whoever acts by a custom role ranks as a member and gives no more than he holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass

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


def why_out_of_reach(giver: Authority, held: Held) -> str | None:
    """Why somebody who holds this, or is invited to it, cannot be changed or removed; None where he can."""
    if giver.is_owner:
        return None
    if held.role == Role.OWNER:
        return OWNERS_CHANGE
    above = (held.role == Role.ADMIN and not giver.leads) or giver.grants.missing(held.words)
    return STANDS_ABOVE if above else None


def check_reaches(giver: Authority, held: Held) -> None:
    """Before a membership that holds this is changed or ends. Raises Forbidden."""
    why_not = why_out_of_reach(giver, held)
    if why_not is not None:
        raise Forbidden(why_not)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What somebody is in other places; `owns_organization` says whether one of them is an organization of his."""

    held: tuple[Held, ...] = ()
    owns_organization: bool = False


def why_account_out_of_reach(giver: Authority, held: Held, elsewhere: Elsewhere) -> str | None:
    """The same for the account of somebody who holds this, and that elsewhere.

    Whoever changes an address can become its owner: he must be above all that a person is. Administrators look after
    the accounts of their organization, whatever these people are in teams and other organizations, save those who own
    one: these are their owners' business here, too.
    """
    if giver.leads and elsewhere.owns_organization and not giver.is_owner:
        return OWNERS_CHANGE
    reasons = (why_out_of_reach(giver, one) for one in ([held] if giver.leads else [held, *elsewhere.held]))
    return next(filter(None, reasons), None)
