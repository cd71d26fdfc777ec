"""Links of mails, as their pages take them."""

from collections.abc import Collection

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from locum.kit import clock
from locum.pages.rendering import page
from locum.settings import Settings
from locum.users.models import User
from locum.users.queries import by_id, held
from locum.users.tokens import Claim, Purpose, fits, read_token


async def follow(
    session: AsyncSession, settings: Settings, request: Request, purposes: Collection[Purpose], *, hold: bool
) -> tuple[Claim, User] | None:
    """What the address's token says and whose it is; None when it is not one of ours, too old, or used.

    With `hold` the account is held until the end of the transaction: of two who follow a link at once, one is late.
    """
    claim = read_token(settings.secret, purposes, request.query_params.get("token", ""), clock.now())
    if claim is None:
        return None
    user = await (held if hold else by_id)(session, claim.user_id)
    return (claim, user) if user is not None and fits(settings.secret, claim, user) else None


def over(request: Request, *, is_password: bool) -> Response:
    """The answer to a link that works no more, with the way to another one."""
    return page(request, "link_over.html", status=410, is_password=is_password)
