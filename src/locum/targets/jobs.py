"""Mail servers are told and looked at outside of requests, one job at a time for a mailbox."""

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued

from locum.db.jobs import defer, jobs, workshop
from locum.kit import clock
from locum.targets import queries, retiring, syncing, warning
from locum.targets.events import Snapshot

AT_ONCE = 500
"""Mailboxes that one round of looking after may ask for."""


def lock_of(user_id: int) -> str:
    """What is done at a mailbox's servers is done in order."""
    return f"targets:{user_id}"


@jobs.task(name="targets.sync_mailbox")
async def sync_mailbox(user_id: int) -> None:
    """Bring one mailbox's server and Locum in step. When there is nothing to do (any more), nothing is done."""
    await syncing.sync(workshop(), user_id)


@jobs.task(name="targets.switch_off", retry=RetryStrategy(max_attempts=4, exponential_wait=3))
async def switch_off(mailbox: dict[str, Any], domain_id: int | None, former: dict[str, Any]) -> None:
    """Have a server that is not in charge any more stop answering. Who is in charge now waits no longer than this."""
    await retiring.switch_off(workshop(), mailbox, domain_id, Snapshot(**former))


@jobs.task(name="targets.retarget_domain")
async def retarget_domain(domain_id: int, former: dict[str, Any] | None, after: int = 0) -> None:
    """Bring the mailboxes of a domain under its new target, some at a time."""
    last = await retiring.retarget(workshop(), domain_id, Snapshot(**former) if former else None, after)
    if last is not None:
        async with workshop().database.work() as session:
            await defer(session, retarget_domain, domain_id=domain_id, former=former, after=last)


@jobs.task(name="targets.tell_of_holidays", retry=RetryStrategy(max_attempts=4, exponential_wait=3))
async def tell_of_holidays(organization_id: int) -> None:
    """People who follow an organization's holidays are back on other days: their mailboxes are due now."""
    async with workshop().database.work() as session:
        await queries.hasten(session, organization_id, clock.now())


@jobs.periodic(cron="* * * * * */10")
@jobs.task(name="targets.look_after", queueing_lock="targets.look_after")
async def look_after(timestamp: int) -> None:
    """Ask for every mailbox that is due: something begins or ends, a failure is tried again, or it is time to read."""
    async with workshop().database.look() as session:
        due = await queries.due(session, clock.now(), AT_ONCE)
    for user_id in due:
        try:
            lock = lock_of(user_id)
            await sync_mailbox.configure(lock=lock, queueing_lock=lock).defer_async(user_id=user_id)
        except AlreadyEnqueued:
            continue  # the workers are behind: it is in their line already


@jobs.periodic(cron="7 * * * *")
@jobs.task(name="targets.warn", queueing_lock="targets.warn")
async def warn(timestamp: int) -> None:
    """Tell people whose mail will not be answered."""
    await warning.warn(workshop())
