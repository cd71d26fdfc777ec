"""Every change leaves an entry: who, by which credential, what, before and after; owners read theirs."""

from typing import Any

import pytest
from sqlalchemy import select, text

from locum.audit.models import AuditEntry
from locum.db.base import Base
from locum.kit import clock
from locum.kit.wire import format_instant
from tests.factories.world import Api, World

# Kept elsewhere for a while by their nature, or following from what is watched.
NOT_WATCHED = {
    "audit_entries": "the log itself",
    "rate_limit_counters": "counters",
    "sessions": "sign-ins",
    "oauth_tokens": "sign-ins of programs",
    "host_busy": "follows from bookings",
    "host_choices": "a log of its own",
    "slot_reservations": "minutes",
    "mail_messages": "what was sent",
    "incoming_messages": "what came in",
    "answered_senders": "follows from what came in",
    "webhook_events": "what was sent",
    "oauth2_codes": "minutes, of a grant",
    "oauth2_access_tokens": "minutes, of a grant",
    "oauth2_refresh_tokens": "sign-ins, of a grant",
    "webhook_deliveries": "what was sent",
    "webhook_lanes": "work to do",
    "absence_alarms": "work to do",
    "untold_absences": "work to do",
    "meeting_alarms": "work to do",
    "departed_attendees": "copies of attendees, whose going is watched",
    "webhooks_failing": "follows from deliveries",
    "sms_messages": "what was sent",
    "sms_outbox": "what was sent",
    "verification_codes": "minutes",
    "tallies": "counters",
    "mailbox_syncs": "work to do",
    "sign_ups": "hours, and nobody has an account yet",
}


async def _log(api: Api, organization_id: int, query: str = "") -> list[dict[str, Any]]:
    answer = await api.get(f"/v2/organizations/{organization_id}/audit-log{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def test_every_table_is_watched_or_says_why_not(world: World) -> None:
    rows = await world.session.execute(
        text("SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'audit'")
    )
    watched = {row[0] for row in rows}
    assert watched | set(NOT_WATCHED) == set(Base.metadata.tables)
    assert not watched & set(NOT_WATCHED)


async def test_a_change_says_who_by_what_and_what_it_was(world: World) -> None:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER")
    other = await world.member(organization)
    api = await world.api(owner)
    membership = (await api.get(f"/v2/organizations/{organization.id}/memberships")).json()["data"][1]
    path = f"/v2/organizations/{organization.id}/memberships/{membership['id']}"
    changed = await api.patch(path, {"role": "ADMIN"})
    assert changed.status_code == 200
    entry = (await _log(api, organization.id, "?take=1"))[0]
    assert entry["actor"]["id"] == owner.id
    assert entry["actor"]["email"] == owner.email
    assert entry["actor"]["credential"] == "api_key"
    assert entry["actor"]["credentialId"].isdecimal()
    assert entry["operation"] == "PATCH /v2/organizations/{orgId}/memberships/{membershipId}"
    assert entry["requestId"] == changed.headers["x-request-id"]
    assert (entry["action"], entry["subject"], entry["subjectId"]) == ("changed", "memberships", str(membership["id"]))
    assert (entry["before"], entry["after"]) == ({"role": "MEMBER"}, {"role": "ADMIN"})
    assert membership["userId"] == other.id


async def test_what_comes_and_goes_is_kept_whole_also_by_cascade(world: World) -> None:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER")
    api = await world.api(owner)
    body = {"name": "Support", "slug": "support"}
    team = (await api.post(f"/v2/organizations/{organization.id}/teams", body)).json()["data"]
    await api.delete(f"/v2/organizations/{organization.id}/teams/{team['id']}")
    log = await _log(api, organization.id)
    told = [(entry["action"], entry["subject"]) for entry in log]
    assert told[:4] == [
        ("removed", "memberships"),
        ("removed", "teams"),
        ("created", "memberships"),
        ("created", "teams"),
    ]
    assert log[1]["before"]["name"] == "Support"
    assert log[1]["after"] is None
    assert log[3]["after"]["slug"] == "support"


async def test_a_change_that_is_refused_leaves_nothing(world: World) -> None:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER")
    api = await world.api(owner)
    before = len(await _log(api, organization.id))
    (membership,) = (await api.get(f"/v2/organizations/{organization.id}/memberships")).json()["data"]
    path = f"/v2/organizations/{organization.id}/memberships/{membership['id']}"
    assert (await api.patch(path, {"role": "MEMBER"})).status_code == 403
    assert len(await _log(api, organization.id)) == before


async def test_secrets_are_not_in_it(world: World) -> None:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER", password_hash="argon2 of something")
    key = await world.key(owner)
    owner.password_hash = "argon2 of something else"
    await world.session.commit()
    entries = (await world.session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    kept = str([(entry.before, entry.after) for entry in entries])
    assert "argon2" not in kept
    assert key.removeprefix("cal_") not in kept
    assert entries[-1].after == {"password_hash": "(hidden)"}


async def test_long_values_are_cut(world: World) -> None:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER")
    api = await world.api(owner)
    assert (await api.patch("/v2/me", {"bio": "x" * 100_000})).status_code == 200
    (entry,) = await _log(api, organization.id, "?take=1")
    assert len(entry["after"]["bio"]) < 300


@pytest.mark.parametrize(("role", "status"), [("OWNER", 200), ("ADMIN", 403), ("MEMBER", 403), (None, 403)])
async def test_only_owners_read_it(world: World, role: str | None, status: int) -> None:
    organization = await world.organization()
    person = await world.user() if role is None else await world.member(organization, role)
    api = await world.api(person)
    assert (await api.get(f"/v2/organizations/{organization.id}/audit-log")).status_code == status


async def test_an_organization_sees_its_own_only(world: World) -> None:
    ours, theirs = await world.organization(), await world.organization()
    owner = await world.member(ours, "OWNER")
    stranger = await world.member(theirs, "OWNER")
    await (await world.api(stranger)).patch("/v2/me", {"name": "Somebody else"})
    api = await world.api(owner)
    assert "Somebody else" not in str(await _log(api, ours.id))
    assert (await api.get(f"/v2/organizations/{theirs.id}/audit-log")).status_code == 403


async def test_it_can_be_narrowed(world: World) -> None:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER")
    admin = await world.member(organization, "ADMIN")
    api, admins = await world.api(owner), await world.api(admin)
    await admins.patch("/v2/me", {"name": "New name"})
    moment = clock.now()
    await api.patch("/v2/me", {"name": "Other name"})
    assert {entry["actor"]["id"] for entry in await _log(api, organization.id, f"?actorId={admin.id}")} == {admin.id}
    about = await _log(api, organization.id, f"?subject=users&subjectId={admin.id}&take=1")
    assert about[0]["after"] == {"name": "New name"}
    later = await _log(api, organization.id, f"?since={format_instant(moment)}")
    assert [entry["after"] for entry in later] == [{"name": "Other name"}]
    assert not await _log(api, organization.id, "?until=2020-01-01T00:00:00Z")
    for wrong in ("actorId=x", "since=yesterday", "take=0"):
        answer = await api.get(f"/v2/organizations/{organization.id}/audit-log?{wrong}")
        assert answer.status_code == 400, wrong


async def test_what_nobody_known_does_is_told_so(world: World) -> None:
    organization = await world.organization()
    owner = await world.member(organization, "OWNER")
    (first, *_) = (await _log(await world.api(owner), organization.id))[::-1]
    assert first["actor"] == {"id": None, "email": None, "credential": "server", "credentialId": None, "clientId": None}
