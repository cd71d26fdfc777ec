"""Writing to people about their own account.

These messages hold links by which their reader proves who he is. They are kept like all others, so a system
administrator who opens one at /mail sees such a link; on a server without a mail server that is how he hands it on.
They belong to no organization: nobody else may ever be shown them.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import Workshop, defer, jobs, workshop
from locum.kit import clock
from locum.mail.account_notice import PURPOSES, AccountKind, AccountNotice
from locum.mail.clean import is_mailbox
from locum.mail.compose import account_mail
from locum.mail.message import Sender
from locum.mail.people import load_users, person_of
from locum.mail.shelf import RETRIES, Subject, keep
from locum.organizations.models import Team
from locum.settings import Settings
from locum.users.events import EmailChangeRequested, UserInvited
from locum.users.models import User
from locum.users.queries import by_email
from locum.users.tokens import LASTS, Purpose, make_token, state_of

REMINDED_EVERY_SECONDS = 300
"""Whoever asks for a password again so soon has his mail already: nobody can fill somebody else's mailbox."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why and when (an aware instant) somebody is written to. `happening` tells this occasion from all others."""

    kind: AccountKind
    happening: str
    at: datetime


async def defer_invitation(session: AsyncSession, event: UserInvited) -> None:
    """Have somebody invited once this transaction commits."""
    await defer(
        session,
        invite,
        user_id=event.user_id,
        organization_id=event.organization_id,
        inviter=event.inviter_name,
        happening=uuid4().hex,
        happened_at=clock.now().isoformat(),
    )


async def defer_confirmation(session: AsyncSession, event: EmailChangeRequested) -> None:
    """Have a new address asked to confirm itself once this transaction commits."""
    await defer(
        session,
        confirm_address,
        user_id=event.user_id,
        address=event.new_email,
        happening=uuid4().hex,
        happened_at=clock.now().isoformat(),
    )


async def defer_reminder(session: AsyncSession, address: str) -> None:
    """Have somebody helped who forgot his password.

    The job looks whether anybody has the address, so that asking tells nothing, not even by the time it takes.
    """
    await defer(session, remind, address=address, happened_at=clock.now().isoformat())


@jobs.task(name="mail.invite", retry=RETRIES)
async def invite(user_id: int, organization_id: int, inviter: str, happening: str, happened_at: str) -> None:
    """Write to somebody who has an account without a password. Who is gone meanwhile is not written to."""
    occasion = Occasion(AccountKind.INVITED, happening, datetime.fromisoformat(happened_at))
    async with workshop().database.work() as session:
        user = (await load_users(session, (user_id,))).get(user_id)
        organization = await session.get(Team, organization_id)
        if user is None or organization is None:
            return
        notice = replace(notice_for(user, occasion, workshop()), inviter=inviter, organization=organization.name)
        await write(session, user, notice, occasion, workshop())


@jobs.task(name="mail.confirm_address", retry=RETRIES)
async def confirm_address(user_id: int, address: str, happening: str, happened_at: str) -> None:
    """Write to the new address of somebody, which counts once its owner follows the link."""
    occasion = Occasion(AccountKind.EMAIL_CHANGE, happening, datetime.fromisoformat(happened_at))
    async with workshop().database.work() as session:
        user = (await load_users(session, (user_id,))).get(user_id)
        if user is not None:
            await write(session, user, notice_for(user, occasion, workshop(), address), occasion, workshop())


@jobs.task(name="mail.remind", retry=RETRIES)
async def remind(address: str, happened_at: str) -> None:
    """Write to whoever has this address, if anybody has. Accounts that an OAuth client manages have no password."""
    at = datetime.fromisoformat(happened_at)
    async with workshop().database.work() as session:
        user = await by_email(session, address)
        if user is None or user.platform_client_id is not None:
            return
        span = int(at.timestamp()) // REMINDED_EVERY_SECONDS
        occasion = Occasion(AccountKind.FORGOTTEN, f"{span}:{state_of(workshop().settings.secret, user)}", at)
        await write(session, user, notice_for(user, occasion, workshop()), occasion, workshop())


def notice_for(user: User, occasion: Occasion, tools: Workshop, new_address: str = "") -> AccountNotice:
    """What a mail tells, with a fresh link. Its time runs from now: the job may have waited."""
    purpose, now = PURPOSES[occasion.kind], clock.now()
    token = make_token(tools.settings.secret, purpose, user, now, new_address)
    return AccountNotice(
        kind=occasion.kind,
        reader=replace(person_of(user), email=new_address or user.email),
        link=account_link(tools.settings, purpose, token),
        valid_until=now + LASTS[purpose],
    )


def account_link(settings: Settings, purpose: Purpose, token: str) -> str:
    """The address of the page that takes a token."""
    page = "confirm-email" if purpose is Purpose.EMAIL else "password"
    return f"{settings.base_url}/auth/{page}?token={token}"


async def write(session: AsyncSession, user: User, notice: AccountNotice, occasion: Occasion, tools: Workshop) -> None:
    """Write the message and keep it, once for this occasion. An address that no mail can reach gets none."""
    address = notice.reader.email
    if not is_mailbox(address):
        return
    sender = Sender.parse(tools.settings.mail_from)
    key = f"account:{user.id}:{occasion.kind}:{occasion.happening}:{address}"
    mail = account_mail(notice, sender, key, f"account:{user.id}", occasion.at)
    await keep(session, [mail], Subject(f"account.{occasion.kind}"), sender)
