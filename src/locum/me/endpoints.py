"""The caller himself over HTTP."""

from typing import Annotated

from fastapi import Depends

from locum.http.envelope import Envelope, success
from locum.http.permissions import Permission
from locum.http.principal import Caller
from locum.http.realms import Resource
from locum.http.session import Session
from locum.kit.errors import NotFound
from locum.me import queries
from locum.me.schemas import MeOut, MeUpdate, me_out
from locum.me.service import change_me
from locum.organizations.models import Team
from locum.users.models import User

own_account = Resource("me")


async def _account(caller: Caller, session: Session) -> tuple[User, Team | None]:
    found = await queries.account(session, caller.user_id)
    if found is None:
        raise NotFound("This account was removed a moment ago.")
    return found


Account = Annotated[tuple[User, Team | None], Depends(_account)]


@own_account.get(permission=Permission.ME_READ, response_model_exclude_unset=True)
async def get_me(account: Account) -> Envelope[MeOut]:
    """Who the caller is."""
    return success(me_out(*account))


@own_account.patch(permission=Permission.ME_WRITE, response_model_exclude_unset=True)
async def update_me(account: Account, caller: Caller, session: Session, body: MeUpdate) -> Envelope[MeOut]:
    """Change what the body names. A new address shows once it is confirmed."""
    user, organization = account
    changes = body.given()
    if "metadata" in changes:
        changes["properties"] = changes.pop("metadata")
    return success(me_out(await change_me(session, caller, user, changes), organization))
