"""The files of a gromox mailbox, byte by byte, and everything that the bridge says of a server that others edit."""

import os
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from httpx import Response
from sqlalchemy import select, text

from locum.absences.models import Absence
from locum.db.jobs import Workshop
from locum.kit import clock
from locum.replies.setting import Told, say
from locum.replies.state import Text
from locum.targets.models import ForeignEdit
from locum.users.models import User
from locum.users.service import delete_user
from tests.factories.targets import NOW, Post, maildir, post
from tests.factories.world import World

START, END = datetime(2027, 5, 10, tzinfo=UTC), datetime(2027, 5, 13, tzinfo=UTC)
HEAD = b'Content-Type: text/html;\r\n\tcharset="utf-8"\r\n'


async def _post(world: World, tools: Workshop, tmp_path: Path) -> tuple[Post, Path]:
    config = maildir(tmp_path)
    here = await post(world, tools)
    with clock.frozen(NOW):
        await here.target("gromox", maildir="{local}")
        await here.run()
    return here, config


async def _say(here: Post, at: datetime = NOW, **told: Any) -> None:
    with clock.frozen(at):
        user = await here.world.session.get_one(User, here.anna.id)
        await say(here.world.session, user, Told(**told))
        await here.world.session.commit()
        await here.run()


async def _absent(here: Post, first: str, last: str) -> Absence:
    api = await here.world.api(await here.world.session.get_one(User, here.anna.id))
    body = {"start": f"{first}T00:00:00.000Z", "end": f"{last}T00:00:00.000Z"}
    with clock.frozen(NOW):
        answer = await api.post("/v2/me/ooo", body)
        assert answer.status_code == 201, answer.text
        await here.run()
    return await here.world.session.get_one(Absence, answer.json()["data"]["id"])


async def test_files_are_as_the_server_reads_them(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    await _say(
        here,
        mode="scheduled",
        audience="known",
        starts_at=START,
        ends_at=END,
        internal=Text("Grüße aus Kreta", "<p>a</p>\n<p>ä</p>"),
        external=Text("Away", "<p>out</p>"),
    )
    assert (config / "autoreply.cfg").read_bytes() == (
        b"oof_state = 2\nallow_external_oof = 1\nexternal_audience = 1\n"
        b"start_time = %d\nend_time = %d\n" % (START.timestamp(), END.timestamp())
    )
    subject = b"Subject: =?utf-8?b?R3LDvMOfZSBhdXMgS3JldGE=?=\r\n"
    assert (config / "internal-reply").read_bytes() == HEAD + subject + "\r\n<p>a</p>\r\n<p>ä</p>".encode()
    assert (config / "external-reply").read_bytes() == HEAD + b"Subject: Away\r\n\r\n<p>out</p>"
    sync = await here.sync()
    assert (sync.state, sync.problem) == ("in_step", None)
    assert sync.pushed_version == (await here.state(NOW)).state.version


async def test_owner_and_mode_stay_and_no_draft_is_left(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    former = config / "autoreply.cfg"
    former.write_text("oof_state = 0\n")
    former.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(former, 4321, 4322)
    await _say(here, mode="on", audience="all", internal=Text(None, "<p>in</p>"), external=Text(None, "<p>x</p>"))
    made = former.stat()
    assert made.st_mode & 0o777 == 0o640
    if os.geteuid() == 0:
        assert (made.st_uid, made.st_gid) == (4321, 4322)
    assert (config / "internal-reply").stat().st_mode & 0o777 == 0o660
    assert sorted(file.name for file in config.iterdir()) == ["autoreply.cfg", "external-reply", "internal-reply"]


async def test_links_lead_nowhere(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (config / "internal-reply").symlink_to(victim)
    await _say(here, mode="on", audience="all", internal=Text(None, "<p>in</p>"), external=Text(None, "<p>x</p>"))
    assert victim.read_text() == "mine"
    sync = await here.sync()
    assert (sync.state, sync.problem) == ("failing", "cannot read internal-reply: Too many levels of symbolic links")


async def test_a_directory_elsewhere_is_refused(world: World, tools: Workshop, tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    maildir(tmp_path, "elsewhere")
    narrow = tools.settings.model_copy(update={"gromox_root": tmp_path / "root"})
    here = await post(world, Workshop(tools.database, narrow))
    await here.target("gromox", maildir="../elsewhere")
    sync = await here.look()
    assert sync.problem == "the mailbox's directory does not lie below LOCUM_GROMOX_ROOT"


async def test_an_absence_comes_and_goes(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    absence = await _absent(here, "2027-05-10", "2027-05-12")
    written = (config / "autoreply.cfg").read_text()
    assert f"start_time = {int(START.timestamp())}\nend_time = {int(END.timestamp())}\n" in written
    assert "oof_state = 2\nallow_external_oof = 1\nexternal_audience = 0\n" in written
    assert "Anna Apt" in (config / "external-reply").read_text()
    api = await world.api(await world.session.get_one(User, here.anna.id))
    with clock.frozen(NOW):
        await api.delete(f"/v2/me/ooo/{absence.id}")
        await here.run()
    assert "oof_state = 0\n" in (config / "autoreply.cfg").read_text()


async def test_another_name_or_zone_is_told_at_once(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    await _absent(here, "2027-05-10", "2027-05-12")
    api = await world.api(await world.session.get_one(User, here.anna.id))
    with clock.frozen(NOW + timedelta(seconds=1)):
        await api.patch("/v2/me", {"name": "Anna Berg"})
        await here.run()
        assert "Anna Berg" in (config / "external-reply").read_text()
        await api.patch("/v2/me", {"timeZone": "America/Vancouver"})
        await here.run()
        assert f"start_time = {int(START.timestamp()) + 7 * 3600}\n" in (config / "autoreply.cfg").read_text()
        await api.patch("/v2/me", {"weekStart": "Monday"})
        assert await here.run() == 0


async def test_another_day_of_return_is_told_at_once(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    await _absent(here, "2027-05-10", "2027-05-12")
    api = await world.api(await world.session.get_one(User, here.anna.id))

    async def after(status: int, act: Awaitable[Response]) -> str:
        assert (await act).status_code == status
        await here.run()
        return (config / "external-reply").read_text()

    hours = {"days": ["Friday"], "startTime": "09:00", "endTime": "12:00"}
    schedule = {"name": "Short", "timeZone": "UTC", "isDefault": True, "availability": [hours]}
    with clock.frozen(NOW):
        assert "May 13, 2027" in (config / "external-reply").read_text()
        assert "May 14, 2027" in await after(201, api.post("/v2/schedules", schedule))
        (made,) = (await api.get("/v2/schedules")).json()["data"]
        mondays = {"availability": [{**hours, "days": ["Monday"]}]}
        assert "May 17, 2027" in await after(200, api.patch(f"/v2/schedules/{made['id']}", mondays))
        whit_monday = {"country": "AT"}
        assert "May 24, 2027" in await after(200, api.call("PUT", "/v2/me/holidays", json=whit_monday))
        assert "May 17, 2027" in await after(200, api.delete("/v2/me/holidays"))


async def test_other_holidays_of_an_organization_are_told_soon(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, _ = await _post(world, tools, tmp_path)
    await _absent(here, "2027-05-10", "2027-05-12")
    boss = await world.api(await world.session.get_one(User, here.house.admin.id))
    path = f"/v2/organizations/{here.house.organization.id}/holidays"

    async def is_due() -> bool:
        await here.run()
        return (await here.sync()).due_at <= clock.now()

    with clock.frozen(NOW):
        assert not await is_due()
        assert (await boss.call("PUT", path, json={"country": "AT"})).status_code == 200
        assert await is_due()
        await here.look()
        own = await world.api(await world.session.get_one(User, here.anna.id))
        assert (await own.call("PUT", "/v2/me/holidays", json={"country": "DE"})).status_code == 200
        await here.run()
        assert (await boss.delete(path)).status_code == 200
        assert not await is_due()


async def test_who_stands_in_is_told_of_as_he_is(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    ben = await world.member(here.house.organization, name="Ben", email="ben@acme.example.org")
    api = await world.api(await world.session.get_one(User, here.anna.id))
    body = {"start": "2027-05-10T00:00:00Z", "end": "2027-05-12T00:00:00Z", "toUserId": ben.id}
    with clock.frozen(NOW):
        assert (await api.post("/v2/me/ooo", body)).status_code == 201
        await here.run()
        assert "Meanwhile, Ben stands in" in (config / "external-reply").read_text()
        await (await world.api(ben)).patch("/v2/me", {"name": "Benno"})
        await here.run()
        assert "Meanwhile, Benno stands in" in (config / "external-reply").read_text()
        boss = await world.api(await world.session.get_one(User, here.house.admin.id))
        memberships = f"/v2/organizations/{here.house.organization.id}/memberships"
        (his,) = [one for one in (await boss.get(memberships)).json()["data"] if one["userId"] == ben.id]
        assert (await boss.delete(f"{memberships}/{his['id']}")).status_code == 200
        await here.run()
    assert "stands in" not in (config / "external-reply").read_text()


async def test_r34_nothing_is_written_twice(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    await _absent(here, "2027-05-10", "2027-05-12")
    before = (config / "autoreply.cfg").stat()
    with clock.frozen(NOW + timedelta(minutes=5)):
        await here.look()
    after = (config / "autoreply.cfg").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert await world.session.scalar(select(ForeignEdit)) is None


async def test_r27_r31_a_change_at_the_server_holds_here_and_is_not_echoed(
    world: World, tools: Workshop, tmp_path: Path
) -> None:
    here, config = await _post(world, tools, tmp_path)
    (config / "autoreply.cfg").write_text(
        "OOF_STATE = 2\nallow_external_oof=yes\nEXTERNAL_AUDIENCE = true # contacts\n"
        f"start_time = {int(START.timestamp())}\nend_time = {int(END.timestamp()) - 60}\n"
    )
    (config / "internal-reply").write_bytes(HEAD + b"Subject: Bye\r\n\r\n<p>from Outlook</p>\r\n")
    inode = (config / "autoreply.cfg").stat().st_ino
    with clock.frozen(NOW):
        await here.look()
    state = (await here.state(NOW)).state
    assert (state.mode, state.audience) == ("scheduled", "known")
    assert state.window is not None
    assert (state.window.start, state.window.end) == (START, END - timedelta(minutes=1))
    assert state.texts.internal == Text("Bye", "<p>from Outlook</p>\n")
    absence = (await world.session.scalars(select(Absence).where(Absence.user_id == here.anna.id))).one()
    assert (absence.origin, str(absence.first_day), str(absence.last_day)) == ("mail", "2027-05-10", "2027-05-12")
    assert (config / "autoreply.cfg").stat().st_ino == inode
    # Once in step, it is no edit any more; switched off there, the absence goes.
    with clock.frozen(NOW):
        await here.look()
        (config / "autoreply.cfg").write_text("oof_state = 0\n")
        await here.look()
    assert not (await world.session.scalars(select(Absence).where(Absence.user_id == here.anna.id))).all()
    assert (await here.state(NOW)).state.mode == "off"


async def test_off_at_the_server_mutes_what_runs_and_deletes_nothing(
    world: World, tools: Workshop, tmp_path: Path
) -> None:
    here, config = await _post(world, tools, tmp_path)
    absence = await _absent(here, "2027-04-30", "2027-05-02")
    (config / "autoreply.cfg").write_text("oof_state = 0\n")
    with clock.frozen(NOW):
        await here.look()
    assert not (await here.state(NOW)).state.is_answering(NOW)
    assert (await world.session.get_one(Absence, absence.id)).replies_muted
    assert (config / "autoreply.cfg").read_text() == "oof_state = 0\n"


async def test_longer_at_the_server_is_an_absence_beside_the_entered_one(
    world: World, tools: Workshop, tmp_path: Path
) -> None:
    here, config = await _post(world, tools, tmp_path)
    await _absent(here, "2027-05-10", "2027-05-12")
    longer = int(datetime(2027, 5, 15, tzinfo=UTC).timestamp())
    file = config / "autoreply.cfg"
    file.write_text(file.read_text().replace(f"{int(END.timestamp())}", f"{longer}"))
    inode = file.stat().st_ino
    with clock.frozen(NOW):
        await here.look()
    rows = (await world.session.scalars(select(Absence).where(Absence.user_id == here.anna.id))).all()
    assert {(row.origin, str(row.last_day)) for row in rows} == {("scheduling", "2027-05-12"), ("mail", "2027-05-14")}
    assert file.stat().st_ino == inode


async def test_only_a_text_changed_leaves_the_days_alone(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    await _absent(here, "2027-05-10", "2027-05-12")
    (config / "external-reply").write_bytes(HEAD + b"\r\n<p>mine</p>")
    with clock.frozen(NOW):
        await here.look()
    state = (await here.state(NOW)).state
    assert state.texts.external == Text(None, "<p>mine</p>")
    assert not state.texts.internal.is_set
    assert state.driving is not None
    assert state.driving.origin == "scheduling"
    assert len((await world.session.scalars(select(Absence))).all()) == 1


async def test_r32_days_changed_on_both_sides_are_those_of_scheduling(
    world: World, tools: Workshop, tmp_path: Path
) -> None:
    here, config = await _post(world, tools, tmp_path)
    absence = await _absent(here, "2027-05-10", "2027-05-12")
    file = config / "autoreply.cfg"
    file.write_text(file.read_text().replace(f"{int(END.timestamp())}", f"{int(END.timestamp()) + 86400}"))
    (config / "internal-reply").write_bytes(HEAD + b"\r\n<p>mine</p>")
    api = await world.api(await world.session.get_one(User, here.anna.id))
    body = {"start": "2027-05-10T00:00:00.000Z", "end": "2027-05-11T00:00:00.000Z"}
    with clock.frozen(NOW):
        assert (await api.patch(f"/v2/me/ooo/{absence.id}", body)).status_code == 200
        await here.run()
    assert f"end_time = {int(END.timestamp()) - 86400}\n" in file.read_text()
    assert (await here.state(NOW)).state.texts.internal.html == "<p>mine</p>"
    edit = await world.session.get_one(ForeignEdit, here.anna.id)
    assert edit.overruled == {
        "mode": "scheduled",
        "start": START.isoformat(),
        "end": (END + timedelta(days=1)).isoformat(),
    }
    kept = await world.session.scalar(text("SELECT count(*) FROM audit_entries WHERE subject = 'foreign_edits'"))
    assert kept == 1


async def test_replies_that_ran_before_locum_run_on(world: World, tools: Workshop, tmp_path: Path) -> None:
    config = maildir(tmp_path)
    (config / "autoreply.cfg").write_text("oof_state = 1\nallow_external_oof = 1\nexternal_audience = 0\n")
    (config / "internal-reply").write_bytes(HEAD + b"\r\n<p>since ever</p>")
    here = await post(world, tools)
    with clock.frozen(NOW):
        await here.target("gromox", maildir="anna")
        await here.run()
    state = (await here.state(NOW)).state
    assert (state.mode, state.audience, state.texts.internal.html) == ("on", "all", "<p>since ever</p>")


async def test_old_texts_of_silent_replies_are_left_until_there_is_something_to_say(
    world: World, tools: Workshop, tmp_path: Path
) -> None:
    config = maildir(tmp_path)
    (config / "internal-reply").write_bytes(HEAD + b"\r\n<p>since ever</p>")
    here = await post(world, tools)
    with clock.frozen(NOW):
        await here.target("gromox", maildir="anna")
        await here.run()
        assert not (config / "autoreply.cfg").exists()
        assert b"since ever" in (config / "internal-reply").read_bytes()


async def test_the_end_switches_off_and_the_next_absence_follows(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    await _absent(here, "2027-05-10", "2027-05-12")
    await _absent(here, "2027-06-10", "2027-06-12")
    later = END + timedelta(hours=1)
    sync = await here.sync()
    assert sync.due_at <= START
    with clock.frozen(later):
        await here.look()
    start = int(datetime(2027, 6, 10, tzinfo=UTC).timestamp())
    assert f"start_time = {start}\n" in (config / "autoreply.cfg").read_text()


async def test_failures_are_told_tried_again_and_forgotten(world: World, tools: Workshop, tmp_path: Path) -> None:
    here = await post(world, tools)
    with clock.frozen(NOW):
        await here.target("gromox", maildir="anna")
        await here.run()
        first = await here.sync()
        assert (first.state, first.tries, first.problem) == ("failing", 1, "the mailbox's directory is not there")
        assert first.due_at == NOW + timedelta(seconds=15)
        second = await here.look()
        assert (second.tries, second.due_at) == (2, NOW + timedelta(seconds=30))
        maildir(tmp_path)
        third = await here.look()
    assert (third.state, third.tries, third.problem, third.failing_since) == ("in_step", 0, None, None)


async def test_many_changes_are_one_push(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    user = await world.session.get_one(User, here.anna.id)
    with clock.frozen(NOW):
        for number in range(5):
            told = Told(mode="on", audience="all", internal=Text(None, f"<p>{number}</p>"), external=Text(None, "x"))
            await say(world.session, user, told)
        await world.session.commit()
        assert await here.run() == 5
        written = (config / "internal-reply").stat().st_ino
        sync = await here.sync()
    assert b"<p>4</p>" in (config / "internal-reply").read_bytes()
    assert sync.pushed_version == (await here.state(NOW)).state.version
    with clock.frozen(NOW):
        await here.look()
    assert (config / "internal-reply").stat().st_ino == written


async def test_r35_an_account_that_goes_answers_no_more(world: World, tools: Workshop, tmp_path: Path) -> None:
    here, config = await _post(world, tools, tmp_path)
    await _say(here, mode="on", audience="all", internal=Text(None, "<p>in</p>"), external=Text(None, "<p>x</p>"))
    assert "oof_state = 1\n" in (config / "autoreply.cfg").read_text()
    await delete_user(world.session, await world.session.get_one(User, here.anna.id))
    await world.session.commit()
    await here.run()
    assert "oof_state = 0\n" in (config / "autoreply.cfg").read_text()
