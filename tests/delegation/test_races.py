"""What comes at the same moment; real commits."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from locum.delegation.models import DelegationCredential
from locum.settings import Settings
from tests.delegation.test_credentials import GOOGLE, GRANTED, Firm, make_firm, provider
from tests.factories.live import live_world
from tests.factories.world import World
from tests.support.receiver import Receiver, Reply
from tests.support.waiting import eventually, somebody_waits_for

__all__ = ["provider"]


@pytest.fixture
async def live(races_url: str, settings: Settings) -> AsyncIterator[World]:
    async with live_world(races_url, settings.model_copy(update={"outbound_allow_private": True})) as world:
        yield world


async def _firms(world: World, domain: str, number: int) -> list[Firm]:
    return [await make_firm(world, domain) for _ in range(number)]


async def test_of_organizations_that_enable_one_domain_at_once_one_does(live: World, provider: Receiver) -> None:
    firms = await _firms(live, "race.example", 5)
    credentials = [await firm.made() for firm in firms]
    provider.otherwise = Reply(body=GRANTED.body, after_seconds=0.3)
    answers = await asyncio.gather(
        *(firm.change(credential, enabled=True) for firm, credential in zip(firms, credentials, strict=True))
    )
    assert sorted(status for status, _ in answers) == [200, 400, 400, 400, 400]
    enabled = select(func.count()).where(DelegationCredential.enabled.is_(True))
    assert await live.session.scalar(enabled) == 1


async def test_a_domain_is_made_once_in_an_organization(live: World) -> None:
    (firm,) = await _firms(live, "once.example", 1)
    answers = await asyncio.gather(*(firm.api.post(firm.base, firm.body()) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 400, 400, 400, 400]


async def test_a_key_that_was_not_tried_is_not_enabled(live: World, provider: Receiver) -> None:
    """While the provider looks at one key, somebody puts another in its place."""
    (firm,) = await _firms(live, "swap.example", 1)
    credential = await firm.made()
    is_replaced = asyncio.Event()
    provider.otherwise = Reply(body=GRANTED.body, after=is_replaced)
    enabling = asyncio.create_task(firm.change(credential, enabled=True))
    await eventually(lambda: len(provider.heard) == 1)
    status, body = await firm.change(credential, serviceAccountKey={**GOOGLE, "client_id": "another"})
    assert (status, body["data"]["enabled"]) == (200, False)
    is_replaced.set()
    status, body = await enabling
    assert (status, body["error"]["message"]) == (409, "The key was replaced meanwhile")


async def test_nor_is_one_that_comes_while_it_is_enabled_already(live: World, provider: Receiver) -> None:
    (firm,) = await _firms(live, "again.example", 1)
    credential = await firm.made()
    provider.otherwise = GRANTED
    await firm.change(credential, enabled=True)
    (kept,) = await live.session.scalars(
        select(DelegationCredential).where(DelegationCredential.domain == "again.example")
    )
    # Not committed yet: the request below still sees it enabled, and waits for the row.
    kept.enabled, kept.service_account_key = False, "another"
    await live.session.flush()
    waiting = asyncio.create_task(firm.change(credential, enabled=True))
    await somebody_waits_for(live.session)
    await live.session.commit()
    status, body = await waiting
    assert (status, body["error"]["message"]) == (409, "The key was replaced meanwhile")
