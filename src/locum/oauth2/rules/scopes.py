"""What an application may be given: pure (organization plane sheet, section 1.5)."""

import re
from collections.abc import Collection

from locum.http.scopes import LEGACY_SCOPES, SCOPES
from locum.kit.errors import BadRequest
from locum.oauth2.rules.refusals import Refused

_SEPARATORS = re.compile(r"[\s,]+", re.ASCII)


def parse(text: str | None) -> frozenset[str]:
    """The scopes of a request, joined by blanks (RFC 6749, section 3.3) or by commas, as some clients do."""
    return frozenset(_SEPARATORS.split(text or "")) - {""}


def check_registered(scopes: Collection[str]) -> None:
    """Raises BadRequest for scopes that an application cannot be registered with.

    The old ones open everything, so they stand alone: an application that is given little must not ask for them.
    """
    known = frozenset(scopes)
    unknown = known - SCOPES
    if unknown:
        raise BadRequest(f"There is no scope {', '.join(sorted(unknown))}")
    if not known:
        raise BadRequest("An application needs at least one scope")
    if known & LEGACY_SCOPES and not known <= LEGACY_SCOPES:
        raise BadRequest(f"{' and '.join(sorted(LEGACY_SCOPES))} open everything and go with no other scope")


def granted(registered: Collection[str], asked: frozenset[str]) -> frozenset[str]:
    """What the application gets if the person allows it: what it asked for, or all it is registered with.

    Raises Refused (invalid_scope) when it asks for more than it may have.
    """
    known = frozenset(registered)
    allowed = SCOPES if known <= LEGACY_SCOPES else known
    excess = asked - allowed
    if excess:
        raise Refused("invalid_scope", f"not available to this client: {joined(excess)}")
    return asked or known


def joined(scopes: Collection[str]) -> str:
    """As answers spell them."""
    return " ".join(sorted(scopes))
