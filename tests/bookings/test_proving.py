"""Event types that want the booker's address proven (bookings sheet, sections 2 and 3.3)."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import Workshop
from locum.db.session import Database
from locum.mail import code_jobs
from locum.settings import Settings
from tests.factories.bookings import Practice, practice
from tests.factories.world import World
from tests.verified_resources.codes import mailed_code, wrong

LATER = {"start": "2050-01-06T10:00:00Z"}


@pytest.fixture(autouse=True)
def _jobs_here(monkeypatch: pytest.MonkeyPatch, settings: Settings, database: Database) -> None:
    monkeypatch.setattr(code_jobs, "workshop", lambda: Workshop(database, settings))


async def _house(world: World) -> Practice:
    return await practice(world, requires_booker_email_verification=True)


async def _code(house: Practice, session: AsyncSession, email: str = "bea@example.com") -> str:
    sent = await house.nobody.post("/v2/atoms/verification/email/send-code", {"email": email})
    assert sent.status_code == 200, sent.text
    return await mailed_code(session)


def _told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["message"]


async def test_without_a_wrong_and_the_right_code(world: World, session: AsyncSession) -> None:
    house = await _house(world)
    assert _told(await house.book()) == (400, "email_verification_required")
    code = await _code(house, session)
    assert _told(await house.book(emailVerificationCode=wrong(code))) == (400, "invalid_verification_code")
    assert (await house.book(emailVerificationCode=code)).status_code == 201


async def test_a_code_is_of_one_address(world: World, session: AsyncSession) -> None:
    house = await _house(world)
    code = await _code(house, session, "eve@example.com")
    assert _told(await house.book(emailVerificationCode=code)) == (400, "invalid_verification_code")


async def test_who_signed_in_with_the_address_has_proven_it(world: World) -> None:
    house = await _house(world)
    bea = await world.api(await world.user(email="bea@example.com"))
    assert (await house.book(api=bea)).status_code == 201


async def test_moving_wants_it_too_but_not_of_hosts(world: World, session: AsyncSession) -> None:
    house = await _house(world)
    code = await _code(house, session)
    uid = (await house.booked(emailVerificationCode=code))["uid"]
    assert _told(await house.act(uid, "reschedule", LATER)) == (400, "email_verification_required")
    moved = await house.act(uid, "reschedule", {**LATER, "emailVerificationCode": code})
    assert moved.status_code == 201, moved.text
    uid = moved.json()["data"]["uid"]
    assert (await house.act(uid, "reschedule", {"start": "2050-01-07T10:00:00Z"}, await house.as_host())).is_success


async def test_looking_at_codes(world: World, session: AsyncSession) -> None:
    house = await _house(world)
    code = await _code(house, session)
    path = "/v2/atoms/verification/email"
    right = await house.nobody.post(f"{path}/verify-code", {"email": "bea@example.com", "code": code})
    assert (right.status_code, right.json()["data"]) == (200, True)
    wrongly = await house.nobody.post(f"{path}/verify-code", {"email": "bea@example.com", "code": wrong(code)})
    assert wrongly.status_code == 400
    asked = await house.nobody.get(f"{path}/check?email=bea@example.com&userSessionEmail=bea@example.com")
    assert asked.json()["data"] == {"shouldVerify": False}
