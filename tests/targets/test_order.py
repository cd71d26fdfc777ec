"""What is older never replaces what is newer, and nothing that changes meanwhile is forgotten (bridge sheet, R30)."""

import asyncio

from locum.db.jobs import Workshop
from locum.kit import clock
from locum.replies.setting import Told, say
from locum.replies.state import Text
from locum.targets.models import ForeignEdit
from locum.targets.syncing import sync
from locum.targets.turns import LEASE
from locum.users.models import User
from tests.factories.targets import NOW, Post, post
from tests.factories.world import World
from tests.support.json_server import Answer, Asked, json_server
from tests.support.waiting import eventually
from tests.targets.peers import JmapPeer


class SlowPeer(JmapPeer):
    """Takes its time to take a change."""

    def __init__(self) -> None:
        super().__init__()
        self.is_writing, self.may_write = asyncio.Event(), asyncio.Event()

    async def slowly(self, asked: Asked) -> Answer:
        if asked.body is not None and asked.body["methodCalls"][0][0] == "VacationResponse/set":
            self.is_writing.set()
            await self.may_write.wait()
        return self.answer(asked)


async def _say(here: Post, html: str) -> None:
    user = await here.world.session.get_one(User, here.anna.id)
    await say(here.world.session, user, Told("on", "all", None, None, Text(None, html), Text(None, html)))
    await here.world.session.commit()


async def test_r30_a_change_while_the_server_is_told_is_told_next(world: World, tools: Workshop) -> None:
    peer = SlowPeer()
    async with json_server(peer.slowly) as address:
        here = await post(world, tools)
        with clock.frozen(NOW):
            await here.target("jmap", secret=peer.password, session_url=f"{address}/session")
            await _say(here, "<p>first</p>")
            telling = asyncio.create_task(sync(tools, here.anna.id))
            await peer.is_writing.wait()
            await _say(here, "<p>second</p>")
            peer.may_write.set()
            await telling
            row = await here.sync()
            assert peer.row["htmlBody"] == "<p>first</p>"
            assert (row.state, row.due_at) == ("waiting", NOW)
            assert row.pushed_version == (await here.state(NOW)).state.version - 1
            await here.run()
            row = await here.sync()
            assert (row.state, peer.row["htmlBody"]) == ("in_step", "<p>second</p>")
            assert row.pushed_version == (await here.state(NOW)).state.version
            # The jobs of both changes ran by now; one more, as after a crash, has nothing to do.
            writes = peer.writes
            await sync(tools, here.anna.id)
            assert peer.writes == writes


async def test_what_was_written_before_a_crash_is_nobodys_edit(world: World, tools: Workshop) -> None:
    peer = SlowPeer()
    async with json_server(peer.slowly) as address:
        here = await post(world, tools)
        with clock.frozen(NOW):
            await here.target("jmap", secret=peer.password, session_url=f"{address}/session")
            await here.run()
            api = await world.api(here.anna)
            await api.post("/v2/me/ooo", {"start": "2027-05-10T00:00:00Z", "end": "2027-05-12T00:00:00Z"})
            telling = asyncio.create_task(sync(tools, here.anna.id))
            await peer.is_writing.wait()
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
            peer.may_write.set()
            await eventually(lambda: peer.writes == 1)
            # Its turn is not over yet: nobody else looks meanwhile.
            assert (await here.sync()).due_at == NOW + LEASE
            await sync(tools, here.anna.id)
            assert (await here.sync()).state == "waiting"
        with clock.frozen(NOW + LEASE):
            await sync(tools, here.anna.id)
            row, found = await here.sync(), await here.state(NOW + LEASE)
    assert (row.state, row.writing) == ("in_step", None)
    assert peer.row["fromDate"] == "2027-05-10T00:00:00Z"
    assert (found.said.mode, found.said.texts.external.is_set) == (None, False)
    assert await world.session.get(ForeignEdit, here.anna.id) is None
