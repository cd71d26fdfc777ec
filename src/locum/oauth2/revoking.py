"""Use cases of taking back: an application signs somebody out, or a person does not want it to act for him any more."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from locum.http.credentials import digest
from locum.kit import clock
from locum.oauth2 import queries
from locum.oauth2.models import Grant
from locum.oauth2.rules import token_request
from locum.oauth2.rules.refusals import Refused, invalid_grant, invalid_request
from locum.oauth2.rules.token_request import Sent
from locum.oauth2.tokens import authenticated


async def revoke(session: AsyncSession, sent: Sent) -> Refused | None:
    """An application gives back a token of either kind, and with it all that came of the same grant (RFC 7009).

    A token that is not known is as good as given back.
    """
    try:
        fields = token_request.fields_of(sent)
        application = await authenticated(session, token_request.client_of(fields))
        if "token" not in fields:
            raise invalid_request("token is required")
        grant = await queries.grant_of_token(session, digest(fields["token"]))
        if grant is not None and grant.application_id != application.id:
            raise invalid_grant("client_id_mismatch")
    except Refused as refusal:
        return refusal
    if grant is not None and grant.revoked_at is None:
        grant.revoked_at = clock.now()
        await session.flush()
    return None


async def take_back(session: AsyncSession, user_id: int, application_id: int) -> None:
    """A person ends everything that he allowed an application; its tokens end at once."""
    await session.execute(
        update(Grant)
        .where(Grant.user_id == user_id, Grant.application_id == application_id, Grant.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
