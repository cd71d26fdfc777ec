"""Writing to people who are asked to belong somewhere, with the account that they have."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import defer, jobs, workshop
from locum.kit import clock
from locum.mail.account_notice import AccountKind, AccountNotice
from locum.mail.clean import is_mailbox
from locum.mail.compose import account_mail
from locum.mail.message import Sender
from locum.mail.people import load_users, person_of
from locum.mail.shelf import RETRIES, Subject, keep
from locum.memberships.events import MembershipOffered
from locum.memberships.models import Membership
from locum.organizations.models import Team
from locum.users.models import User


async def defer_offer(session: AsyncSession, event: MembershipOffered) -> None:
    """Have somebody told once this transaction commits."""
    await defer(
        session,
        offer,
        membership_id=event.membership_id,
        asked_by_id=event.asked_by_id,
        happened_at=clock.now().isoformat(),
    )


@jobs.task(name="mail.offer", retry=RETRIES)
async def offer(membership_id: int, asked_by_id: int, happened_at: str) -> None:
    """Write to somebody whose membership waits for him: once a day for each place, however often he is asked."""
    settings, at = workshop().settings, datetime.fromisoformat(happened_at)
    async with workshop().database.work() as session:
        membership = await session.get(Membership, membership_id)
        if membership is None or membership.accepted:
            return
        place = await session.get_one(Team, membership.team_id)
        people = await load_users(session, (membership.user_id, asked_by_id))
        user = people[membership.user_id]
        if not _is_to_be_told(user, place):
            return
        notice = AccountNotice(
            kind=AccountKind.OFFERED,
            reader=person_of(user),
            link=f"{settings.base_url}/dashboard",
            valid_until=None,
            inviter=person_of(people[asked_by_id]).name if asked_by_id in people else "",
            organization=place.name,
        )
        key = f"account:{user.id}:{notice.kind}:{place.id}:{at.date()}"
        sender = Sender.parse(settings.mail_from)
        mail = account_mail(notice, sender, key, f"account:{user.id}", at)
        await keep(session, [mail], Subject(f"account.{notice.kind}"), sender)


def _is_to_be_told(user: User, place: Team) -> bool:
    """People of OAuth clients do not sign in; whoever was invited here with a new account has a mail already."""
    invited_here = user.invited_to is not None and user.invited_to in {place.id, place.organization_id}
    is_new = user.password_hash is None and invited_here
    return user.platform_client_id is None and not is_new and is_mailbox(user.email)
