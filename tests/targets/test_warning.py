"""Who is about to be away hears that his mail server cannot be told."""

from datetime import timedelta

from sqlalchemy import select

from locum.db.jobs import Workshop
from locum.kit import clock
from locum.mail.models import MailMessage
from locum.targets.warning import warn
from tests.factories.targets import NOW, post
from tests.factories.world import World


async def test_after_a_day_of_failures_and_a_day_ahead_once(world: World, tools: Workshop) -> None:
    here = await post(world, tools)
    api = await world.api(here.anna)

    async def letters() -> list[MailMessage]:
        await warn(tools)
        return list(await world.session.scalars(select(MailMessage).where(MailMessage.kind == "replies.stuck")))

    with clock.frozen(NOW):
        await here.target("gromox", maildir="nowhere")
        await api.post("/v2/me/ooo", {"start": "2027-05-04T00:00:00Z", "end": "2027-05-05T00:00:00Z"})
        await here.look()
        assert not await letters()
    with clock.frozen(NOW + timedelta(days=1, minutes=1)):
        assert not await letters()
    with clock.frozen(NOW + timedelta(days=2)):
        (letter,) = await letters()
        assert letter.recipient == here.anna.email
        assert b"the mailbox's directory is not there" in letter.content
        assert len(await letters()) == 1


async def test_who_stays_hears_nothing(world: World, tools: Workshop) -> None:
    here = await post(world, tools)
    with clock.frozen(NOW):
        await here.target("gromox", maildir="nowhere")
        await here.run()
    with clock.frozen(NOW + timedelta(days=3)):
        await warn(tools)
    assert not (await world.session.scalars(select(MailMessage))).all()
