"""Who hears of what: each level, each exception."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from locum.event_types.models import EventType
from locum.organizations.models import Team
from locum.users.models import User
from locum.webhooks import subscribers
from locum.webhooks.models import Webhook, WebhookEvent
from locum.webhooks.subscribers import Audience
from tests.factories.event_types import event_type
from tests.factories.oauth import oauth_client
from tests.factories.webhooks import webhook
from tests.factories.world import World
from tests.http.test_statements import counted

CREATED, REJECTED, AWAY = "BOOKING_CREATED", "BOOKING_REJECTED", "OOO_CREATED"
ALL = (CREATED, REJECTED, AWAY)


@dataclass(slots=True)
class House:
    """An organization with a team, its managed event type, a member with one of his own, and webhooks everywhere."""

    organization: Team
    team: Team
    ada: User
    own: EventType
    of_team: EventType
    managed: EventType
    child: EventType
    hooks: dict[str, Webhook]

    def names(self, found: object) -> set[str]:
        """Which of the webhooks these are."""
        by_id = {hook.id: name for name, hook in self.hooks.items()}
        return {by_id[id_] for id_ in found}  # type: ignore[attr-defined]


@pytest.fixture
async def house(world: World) -> House:
    organization = await world.organization()
    team, other_team = await world.team(organization), await world.team(organization)
    client, other_client = await oauth_client(world, organization), await oauth_client(world)
    ada = await world.member(organization, platform_client_id=client.id)
    await world.join(ada, team)
    await world.join(ada, other_team, accepted=False)
    own, of_team = await event_type(world, ada), await event_type(world, team)
    managed = await event_type(world, team, scheduling_type="managed")
    child = await event_type(world, ada, parent_id=managed.id)
    stranger = await world.member(await world.organization(), platform_client_id=other_client.id)
    owners: dict[str, dict[str, Any]] = {
        "user": {"user_id": ada.id},
        "organization": {"team_id": organization.id},
        "team": {"team_id": team.id},
        "other team": {"team_id": other_team.id},
        "own": {"event_type_id": own.id},
        "of team": {"event_type_id": of_team.id},
        "managed": {"event_type_id": managed.id},
        "child": {"event_type_id": child.id},
        "client": {"oauth_client_id": client.id},
        "other client": {"oauth_client_id": other_client.id},
        "stranger": {"user_id": stranger.id},
        "stranger's organization": {"team_id": stranger.organization_id},
    }
    hooks = {name: await webhook(world, *ALL, **owner) for name, owner in owners.items()}
    hooks["silent"] = await webhook(world, *ALL, user_id=ada.id, active=False)
    hooks["elsewhere"] = await webhook(world, "BOOKING_PAID", user_id=ada.id)
    return House(organization, team, ada, own, of_team, managed, child, hooks)


OF_ADA = {"user", "organization", "client"}


@pytest.mark.parametrize(
    ("kind", "trigger", "hear"),
    [
        ("own", CREATED, OF_ADA | {"own"}),
        ("child", CREATED, OF_ADA | {"child", "managed", "team"}),
        ("of_team", CREATED, {"of team", "team", "organization", "client"}),
        ("of_team", REJECTED, OF_ADA | {"of team", "team"}),
        (None, CREATED, OF_ADA),
    ],
)
async def test_who_hears_of_a_booking(
    session: AsyncSession, house: House, kind: str | None, trigger: str, hear: set[str]
) -> None:
    event_type_id = getattr(house, kind).id if kind else None
    audience = await subscribers.audience_of_booking(session, trigger, house.ada.id, event_type_id)
    assert audience
    assert house.names(await subscribers.of(session, trigger, audience)) == hear
    row = WebhookEvent(
        trigger=trigger,
        user_id=audience.user_id,
        event_type_id=audience.event_type_id,
        team_id=audience.team_id,
        organization_id=audience.organization_id,
        oauth_client_id=audience.oauth_client_id,
    )
    assert house.names(await subscribers.of_event(session, row)) == hear


async def test_who_hears_of_an_absence(session: AsyncSession, house: House) -> None:
    audience = await subscribers.audience_of_person(session, house.ada.id)
    assert house.names(await subscribers.of(session, AWAY, audience)) == OF_ADA | {"team"}
    assert house.names(await subscribers.of(session, CREATED, audience)) == OF_ADA


async def test_a_team_without_an_organization_has_that_of_the_host(world: World, house: House) -> None:
    team = await world.team()
    kind = await event_type(world, team)
    audience = await subscribers.audience_of_booking(world.session, CREATED, house.ada.id, kind.id)
    assert audience == Audience(None, kind.id, team.id, house.organization.id, house.ada.platform_client_id)


async def test_nobody_listens(world: World, session: AsyncSession, house: House, engine: AsyncEngine) -> None:
    nobody = await world.user()
    kind = await event_type(world, nobody)
    with counted(engine) as statements:
        assert await subscribers.audience_of_booking(session, CREATED, nobody.id, kind.id) is None
    assert len(statements) == 1
    assert await subscribers.audience_of_booking(session, "BOOKING_PAID", None, house.own.id) is None
    assert await subscribers.audience_of_booking(session, CREATED, None, None) is None


async def test_each_level_alone_is_enough(world: World, session: AsyncSession) -> None:
    """Deciding whether anybody listens agrees with finding who does, webhook by webhook."""
    organization = await world.organization()
    team = await world.team(organization)
    client = await oauth_client(world, organization)
    ben = await world.member(organization, platform_client_id=client.id)
    managed = await event_type(world, team, scheduling_type="managed")
    child = await event_type(world, ben, parent_id=managed.id)
    for owner in (
        {"user_id": ben.id},
        {"team_id": team.id},
        {"team_id": organization.id},
        {"event_type_id": managed.id},
        {"event_type_id": child.id},
        {"oauth_client_id": client.id},
    ):
        assert await subscribers.audience_of_booking(session, CREATED, ben.id, child.id) is None
        hook = await webhook(world, CREATED, **owner)
        audience = await subscribers.audience_of_booking(session, CREATED, ben.id, child.id)
        assert audience
        assert [*await subscribers.of(session, CREATED, audience)] == [hook.id]
        assert [*await subscribers.of(session, CREATED, replace(audience, user_id=None))] == (
            [] if "user_id" in owner else [hook.id]
        )
        await session.delete(await session.merge(hook))
        await session.commit()


async def test_looking_for_them_reads_no_other_webhooks(
    world: World, session: AsyncSession, engine: AsyncEngine
) -> None:
    ada, client = await world.user(), await oauth_client(world)
    await session.execute(
        text(
            "INSERT INTO oauth_clients SELECT n::text, organization_id, name, logo, secret_digest, sealed_secret, "
            "permissions, redirect_uris, booking_redirect_uri, booking_cancel_redirect_uri, "
            "booking_reschedule_redirect_uri, are_emails_enabled, are_default_event_types_enabled, "
            "are_calendar_events_enabled, created_at, updated_at FROM oauth_clients, generate_series(1, 20000) n "
            "WHERE id = :client"
        ),
        {"client": client.id},
    )
    await session.execute(
        text(
            "INSERT INTO webhooks "
            "(id, oauth_client_id, subscriber_url, active, triggers, version, created_at, updated_at) "
            "SELECT gen_random_uuid(), n::text, 'https://hook.example', true, '{BOOKING_CREATED}', '', now(), "
            "now() FROM generate_series(1, 20000) n"
        )
    )
    await session.execute(text("ANALYZE webhooks"))
    with counted(engine) as statements:
        await subscribers.of(session, AWAY, Audience(ada.id, 1, 2, 3, "4"))
        await subscribers.audience_of_booking(session, CREATED, ada.id, 1, booking_id=1)
    assert len(statements) == 2
    for statement in (subscribers._OF_AUDIENCE, subscribers._OF_BOOKING):
        parameters = dict.fromkeys(("user_id", "event_type_id", "team_id", "organization_id", "member_id"), 1)
        parameters |= {"organizer_id": ada.id, "booking_id": 1}
        compiled = statement.params(**parameters, trigger=CREATED, oauth_client_id="4", also_of_team=False).compile(
            dialect=engine.dialect, compile_kwargs={"literal_binds": True}
        )
        plan = "\n".join(row[0] for row in await session.execute(text(f"EXPLAIN {compiled}")))
        assert "Seq Scan on webhooks" not in plan, plan
