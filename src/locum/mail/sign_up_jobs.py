"""Writing to the owner of an address that somebody signed up with: to confirm it, or to tell him that he is known.

Only here it is looked whether the address has an account, long after whoever signed up has had his answer.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import defer, jobs, workshop
from locum.invitations.events import SignUpRequested
from locum.invitations.queries import Waiting, waiting
from locum.invitations.sign_up import confirmation_token
from locum.mail.account_jobs import REMINDED_EVERY_SECONDS
from locum.mail.account_notice import AccountKind, AccountNotice
from locum.mail.clean import is_mailbox
from locum.mail.compose import account_mail
from locum.mail.message import Sender
from locum.mail.notices import Person
from locum.mail.people import person_of
from locum.mail.shelf import RETRIES, Subject, keep
from locum.settings import Settings
from locum.users.models import User
from locum.users.queries import by_email


async def defer_sign_up(session: AsyncSession, event: SignUpRequested) -> None:
    """Have the owner of the address written to once this transaction commits."""
    await defer(session, answer_sign_up, sign_up_id=event.sign_up_id)


@jobs.task(name="mail.answer_sign_up", retry=RETRIES)
async def answer_sign_up(sign_up_id: int) -> None:
    """Write the message and keep it, once. Accounts that an OAuth client manages are not for signing in."""
    settings = workshop().settings
    async with workshop().database.work() as session:
        found = await waiting(session, sign_up_id)
        if found is None or not is_mailbox(found.sign_up.email):
            return
        owner = await by_email(session, found.sign_up.email)
        if owner is None:
            notice, key = _to_confirm(found, settings), f"sign-up:{sign_up_id}"
        elif owner.platform_client_id is None:
            notice, key = _to_known(found, owner, settings), _known_key(found, owner)
        else:
            return
        sender = Sender.parse(settings.mail_from)
        mail = account_mail(notice, sender, key, f"sign-up:{found.sign_up.email}", found.sign_up.created_at)
        await keep(session, [mail], Subject(f"account.{notice.kind}"), sender)


def _to_confirm(found: Waiting, settings: Settings) -> AccountNotice:
    entered = found.sign_up
    token = confirmation_token(settings.secret, entered)
    return AccountNotice(
        kind=AccountKind.SIGN_UP,
        reader=Person(name=entered.name or "", email=entered.email, language=entered.locale),
        link=f"{settings.base_url}/signup/confirm?token={token}",
        valid_until=entered.expires_at,
        organization=found.team.name,
    )


def _to_known(found: Waiting, owner: User, settings: Settings) -> AccountNotice:
    return AccountNotice(
        kind=AccountKind.SIGN_UP_KNOWN,
        reader=person_of(owner),
        link=f"{settings.base_url}/auth/login",
        valid_until=None,
        organization=found.team.name,
    )


def _known_key(found: Waiting, owner: User) -> str:
    span = int(found.sign_up.created_at.timestamp()) // REMINDED_EVERY_SECONDS
    return f"account:{owner.id}:{AccountKind.SIGN_UP_KNOWN}:{span}"
