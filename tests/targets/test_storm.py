"""Edits from all three sides in any order: in the end server and Locum say the same, and nobody's edit is repeated.

The server is a directory of gromox files that a mail program edits as well (bridge sheet, R27, R30 to R32).
"""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from locum.absences.models import Absence
from locum.db.jobs import Workshop
from locum.kit import clock
from locum.replies.setting import Told, say
from locum.replies.state import Mode, Text
from locum.targets.backends.port import Mailbox
from locum.targets.backends.registry import KINDS, Plan
from locum.targets.holding import EVERYTHING, Holding, projected
from locum.targets.turns import what_holds
from locum.users.models import User
from tests.factories.targets import NOW, Post, maildir, post
from tests.factories.world import World
from tests.targets.test_gromox import HEAD

DAY = timedelta(days=1)
STEPS = 14


class Storm:
    """What three people do to one mailbox, by chance."""

    def __init__(self, here: Post, config: Path, chance: Random) -> None:
        self.here, self.config, self.chance = here, config, chance
        self.at = NOW
        self.last_text: str | None = None

    async def step(self, number: int) -> None:
        acts = (self.enter, self.change, self.remove, self.put, self.edit_state, self.edit_text, self.look, self.wait)
        await self.chance.choice(acts)(number)

    async def _absences(self) -> list[Absence]:
        self.here.world.session.expunge_all()
        mine = select(Absence).where(Absence.user_id == self.here.anna.id).order_by(Absence.id)
        return [*(await self.here.world.session.scalars(mine))]

    def _days(self) -> dict[str, str]:
        first = self.at.date() + DAY * self.chance.randint(0, 9)
        return {"start": f"{first}T00:00:00Z", "end": f"{first + DAY * self.chance.randint(0, 4)}T00:00:00Z"}

    async def _call(self, method: str, path: str, body: object = None) -> None:
        api = await self.here.world.api(await self.here.world.session.get_one(User, self.here.anna.id))
        answer = await api.call(method, path, json=body)
        assert answer.status_code in {200, 201, 409}, answer.text

    async def enter(self, number: int) -> None:
        await self._call("POST", "/v2/me/ooo", self._days())

    async def change(self, number: int) -> None:
        if found := await self._absences():
            await self._call("PATCH", f"/v2/me/ooo/{self.chance.choice(found).id}", self._days())

    async def remove(self, number: int) -> None:
        if found := await self._absences():
            await self._call("DELETE", f"/v2/me/ooo/{self.chance.choice(found).id}")

    async def put(self, number: int) -> None:
        user = await self.here.world.session.get_one(User, self.here.anna.id)
        start = self.at + DAY * self.chance.randint(-3, 5)
        modes: tuple[Mode, ...] = ("off", "on", "scheduled")
        mode = self.chance.choice(modes)
        text = Text(None, f"<p>put {number}</p>")
        told = Told(mode, self.chance.choice(("none", "known", "all")), start, start + 3 * DAY, text, text)
        await say(self.here.world.session, user, told)
        await self.here.world.session.commit()

    async def edit_state(self, number: int) -> None:
        start = int(self.at.timestamp()) + 86400 * self.chance.randint(-3, 5)
        lines = {
            "oof_state": self.chance.randint(0, 2),
            "allow_external_oof": self.chance.randint(0, 1),
            "external_audience": self.chance.randint(0, 1),
            "start_time": start,
            "end_time": start + 86400 * self.chance.randint(1, 4),
        }
        (self.config / "autoreply.cfg").write_text("".join(f"{name} = {value}\n" for name, value in lines.items()))

    async def edit_text(self, number: int) -> None:
        (self.config / "internal-reply").write_bytes(HEAD + f"\r\n<p>edit {number}</p>".encode())

    async def look(self, number: int) -> None:
        sync = await self.here.look()
        assert sync.state == "in_step", sync.problem

    async def wait(self, number: int) -> None:
        self.at += timedelta(hours=self.chance.randint(1, 30))


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_comes_in_whatever_order(world: World, tools: Workshop, tmp_path: Path, seed: int) -> None:
    config = maildir(tmp_path)
    here = await post(world, tools)
    storm = Storm(here, config, Random(seed))
    with clock.frozen(NOW):
        await here.target("gromox", maildir="{local}")
        await here.run()
    for number in range(STEPS):
        with clock.frozen(storm.at):
            await storm.step(number)
    with clock.frozen(storm.at):
        await storm.look(STEPS)
        await storm.look(STEPS)
        found, ours = await _both(here, tools, tmp_path)
        assert found.essence == ours.essence
        before = _inodes(config)
        await storm.look(STEPS)
        await storm.edit_text(STEPS)
        await storm.look(STEPS)
        assert (await here.state(storm.at)).said.texts.internal.html == f"<p>edit {STEPS}</p>"
        after = _inodes(config)
        assert before.get("autoreply.cfg") == after.get("autoreply.cfg") or found.mode == "off"
    told_by_mail = [absence for absence in await storm._absences() if absence.origin == "mail"]
    assert len(told_by_mail) <= 1


async def _both(here: Post, tools: Workshop, root: Path) -> tuple[Holding, Holding]:
    """What the server holds, and what Locum would have it hold."""
    plan = Plan("gromox", {"maildir": "{local}"}, None, Mailbox(here.anna.id, here.anna.email), False, root)
    found = (await KINDS["gromox"].make(plan).read()).held
    async with tools.database.work() as session:
        _, wanted = await what_holds(tools, session, here.anna.id)
    return found, projected(wanted, EVERYTHING, clock.now())


def _inodes(config: Path) -> dict[str, int]:
    return {file.name: file.stat().st_ino for file in config.iterdir()}
