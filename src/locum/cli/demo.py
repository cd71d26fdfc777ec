"""`locum demo`: a believable organization to look at."""

import asyncio
import logging
import secrets

from httpx import ASGITransport, AsyncClient
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from locum.api_keys.service import issue_key
from locum.app import create_app
from locum.cli import logs
from locum.cli.common import told
from locum.cli.database import migrated_database_url
from locum.cli.work import unit_of_work
from locum.db.session import Database
from locum.demonstration import mailboxes, play, programs
from locum.demonstration.cast import ORGANIZATION_NAME, ORGANIZATION_SLUG, OWNER
from locum.demonstration.letters import nothing_waits, write_letters
from locum.demonstration.stage import Cast, Stage
from locum.kit.errors import Conflict
from locum.organizations import queries as organizations
from locum.settings import Settings, load_settings
from locum.setup.bootstrap import Bootstrapped, Founder, found_organization
from locum.setup.link import is_untouched
from locum.users.queries import by_email


def demo() -> None:
    """Make an organization of 3 teams and 12 people with something on every page, and two months of bookings."""
    settings = load_settings()
    if settings.smtp_url:
        raise Conflict("LOCUM_SMTP_URL is set: a demonstration would mail people who do not exist. Unset it first.")
    logs.configure(settings.log_format, logging.WARNING)
    password = secrets.token_urlsafe(12)
    with migrated_database_url(settings) as url:
        made, booked = asyncio.run(_make(settings, url, password))
    told.print(f"\n  {ORGANIZATION_NAME}: organization {made.organization_id}, {booked} bookings.")
    told.print(f"  Look:    {settings.base_url}/jonas, {settings.base_url}/aisha (away)", soft_wrap=True)
    told.print(f"           {settings.base_url}/org/{ORGANIZATION_SLUG}/team/physiotherapy", soft_wrap=True)
    told.print(f"  Sign in: {settings.base_url}/auth/login as {OWNER.email}, password {password}", soft_wrap=True)
    told.print("           or as any colleague, such as jonas@harbour.example, with the same password", soft_wrap=True)
    told.print(f"  Key:     {made.api_key}\n", soft_wrap=True)


async def _make(settings: Settings, url: str, password: str) -> tuple[Bootstrapped, int]:
    made = await _found(url, password)
    database = Database(url, pool_size=2)
    await database.open()
    app = create_app(settings.model_copy(update={"rate_limit_per_minute": 10**9}), database)

    async def make_key(email: str) -> str:
        async with database.work() as session:
            person = await by_email(session, email)
            if person is None:
                raise Conflict(f"{email} is not there")
            return await issue_key(session, person.id, note="Demonstration")

    columns = (TextColumn("Setting the stage"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    try:
        is_quiet = await nothing_waits(database)
        async with AsyncClient(transport=ASGITransport(app), base_url=settings.base_url) as client:
            with Progress(*columns, console=told, transient=True) as progress:
                task = progress.add_task("", total=play.steps())
                # Not the key that is shown: it would have used up its requests of the first minute.
                cast = Cast(made.organization_id, Stage(client, await make_key(OWNER.email)))
                async with database.work() as session:
                    await mailboxes.open_domain(session, made.organization_id)
                booked = await play.perform(
                    cast, make_key, lambda step: progress.update(task, advance=1, description=step)
                )
                async with database.work() as session:
                    await programs.install(session)
                await mailboxes.receive(database, settings)
                if is_quiet:
                    progress.update(task, description="letters")
                    await write_letters(database, settings)
    finally:
        await database.close()
    return made, booked


async def _found(url: str, password: str) -> Bootstrapped:
    async with unit_of_work(url) as session:
        if await organizations.organization_called(session, ORGANIZATION_SLUG) is not None:
            raise Conflict(f"{ORGANIZATION_NAME} is there already; nothing was changed.")
        founder = Founder(OWNER.email, password, is_system_admin=await is_untouched(session))
        return await found_organization(session, founder, ORGANIZATION_NAME, ORGANIZATION_SLUG, is_platform=True)
