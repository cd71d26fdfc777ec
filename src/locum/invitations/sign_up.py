"""Use cases: somebody with an invitation and without an account makes one.

There is no account before its owner has shown that he reads mail for the address *and* knows the password: whoever
signs up with somebody else's address gets nothing, and its owner, who may follow the link in all innocence, does not
open an account whose password a stranger knows. What happens does not depend on whether the address has an account.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.invitations import queries
from locum.invitations.events import SignUpRequested
from locum.invitations.models import SignUp, TeamInvitation
from locum.invitations.queries import Waiting
from locum.invitations.rules import SIGN_UP_LASTS
from locum.invitations.service import join
from locum.kit import clock
from locum.kit.errors import Gone
from locum.kit.passwords import hash_password, verify_password
from locum.schedules.rules import USUAL_NAME
from locum.schedules.service import create as create_schedule
from locum.users import queries as users
from locum.users.models import User
from locum.users.service import NewAccount, create_user
from locum.verification.rules import Allowance

MAILS_TO_ADDRESS = Allowance(5, timedelta(hours=1))
"""Nobody can fill somebody else's mailbox."""
LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody entered. `onward` is where he goes in the end, an address of this server."""

    email: str
    name: str
    password: str
    locale: str
    onward: str


async def begin(session: AsyncSession, invitation: TeamInvitation, entered: Entered) -> SignUp:
    """Keep what somebody entered, and have the owner of the address told."""
    now = clock.now()
    row = SignUp(
        email=entered.email.lower(),
        name=entered.name or None,
        password_hash=await asyncio.to_thread(hash_password, entered.password),
        locale=entered.locale,
        invitation_id=invitation.id,
        onward=entered.onward,
        created_at=now,
        expires_at=now + SIGN_UP_LASTS,
    )
    session.add(row)
    await session.flush()
    await publish(session, SignUpRequested(row.id))
    return row


def confirmation_token(secret: str, sign_up: SignUp) -> str:
    """What the link of the mail carries."""
    return str(_serializer(secret).dumps(sign_up.id))


async def followed(session: AsyncSession, secret: str, token: str, *, hold: bool = False) -> Waiting | None:
    """Who follows the link of his mail; None for a link that is none of ours, over, or used."""
    if len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    try:
        sign_up_id = _serializer(secret).loads(token)
    except BadData:
        return None
    return await queries.waiting(session, sign_up_id, hold=hold)


async def confirm(session: AsyncSession, waiting: Waiting, password: str) -> User | None:
    """Make the account, and have its owner join. None when this is not the password that was entered.

    Raises Gone when somebody has an account with the address by now.
    """
    entered = waiting.sign_up
    if await users.by_email(session, entered.email) is not None:
        raise Gone("There is an account with this address by now.")
    if not await asyncio.to_thread(verify_password, password, entered.password_hash):
        return None
    user = await create_user(
        session,
        NewAccount(
            email=entered.email,
            name=entered.name,
            password_hash=entered.password_hash,
            email_verified_at=clock.now(),
            values={"locale": entered.locale},
        ),
    )
    await create_schedule(session, user.id, USUAL_NAME, None, make_default=True)
    await session.execute(delete(SignUp).where(SignUp.email == entered.email))
    await join(session, user.id, waiting.team)
    return user


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="invitations.sign_up")
