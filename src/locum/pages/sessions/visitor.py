"""Who looks at a page: somebody signed in, or nobody we know."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request

from locum.db.audit_trail import act_as
from locum.http.principal import CredentialKind, Principal
from locum.http.session import CurrentSettings, Session, actor_of
from locum.kit.errors import Unauthorized
from locum.pages.rendering import EMBED
from locum.pages.sessions.cookies import read_token
from locum.pages.sessions.service import who
from locum.users.models import User


class NotSignedIn(Unauthorized):
    """The page is for people who are signed in; pages answer by showing the way there."""


async def _visitor(request: Request, session: Session, settings: CurrentSettings) -> User | None:
    # Inside another site nobody is signed in: that site could guide his clicks, and may be of the same house.
    token = None if EMBED in request.query_params else read_token(request, settings)
    found = await who(session, token) if token else None
    if found is None:
        return None
    visitor, session_id = found
    if request.method not in {"GET", "HEAD"}:
        await act_as(session, replace(actor_of(request, principal_of(visitor)), credential_id=str(session_id)))
    return visitor


Visitor = Annotated[User | None, Depends(_visitor)]
"""The account of whoever is signed in on this browser, if anybody is."""


def principal_of(visitor: User) -> Principal:
    """Whoever is signed in, as use cases know callers."""
    return Principal(
        user_id=visitor.id,
        email=visitor.email,
        kind=CredentialKind.SESSION,
        is_system_admin=visitor.is_system_admin,
        main_organization_id=visitor.organization_id,
    )


async def _signed_in(visitor: Visitor) -> User:
    if visitor is None:
        raise NotSignedIn("Please sign in.")
    return visitor


SignedIn = Annotated[User, Depends(_signed_in)]
"""The account of whoever is signed in. Raises NotSignedIn."""
