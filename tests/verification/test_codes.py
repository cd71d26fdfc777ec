"""Guessing leads nowhere: not at once, not from many accounts, not over days. Real commits."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from locum.db.session import Database
from locum.kit import clock
from locum.kit.errors import TooManyRequests
from locum.verification.codes import Codes
from locum.verification.jobs import forget
from locum.verification.models import Tally, VerificationCode
from locum.verification.rules import (
    ASKED_BY_ASKER,
    LASTS,
    MOST_TIMES_SENT,
    MOST_TRIES,
    SENT_TO_ADDRESS,
    WRONG_BY_ASKER,
    WRONG_FOR_ADDRESS,
    Channel,
)
from tests.conftest import migrated_database

NOW = datetime(2050, 3, 14, 12, 0, tzinfo=UTC)
JANE = "jane@acme.com"
EMAIL = Channel.EMAIL


@pytest.fixture(scope="module")
def codes_url(cluster_url: str, worker_name: str) -> str:
    return migrated_database(cluster_url, f"codes_{worker_name}")


@pytest.fixture
async def database(codes_url: str) -> AsyncIterator[Database]:
    database = Database(codes_url)
    await database.open()
    async with database.work() as session:
        for table in (Tally, VerificationCode):
            await session.execute(table.__table__.delete())  # type: ignore[attr-defined]
    yield database
    await database.close()


@pytest.fixture
def codes(database: Database) -> Codes:
    return Codes(database.quick, "a secret of the tests")


def wrong(code: str, by: int = 1) -> str:
    return f"{(int(code) + by) % 10**6:06}"


async def attempt(codes: Codes, typed: str, asker: str = "user:1", address: str = JANE) -> str:
    """What becomes of a try."""
    try:
        return "right" if await codes.is_right(EMAIL, address, typed, asker) else "wrong"
    except TooManyRequests:
        return "too many"


async def test_parallel_guesses_get_no_more_tries_than_one_after_the_other(codes: Codes, database: Database) -> None:
    issued = await codes.issue(EMAIL, JANE, "user:1")
    guesses = (attempt(codes, wrong(issued.code, number + 1), f"user:{number}") for number in range(40))
    assert Counter(await asyncio.gather(*guesses)) == {"wrong": 40}
    async with database.work() as session:
        assert await session.scalar(select(VerificationCode.attempts)) == MOST_TRIES
        tried = select(Tally.used).where(Tally.subject == f"wrong:email:{JANE}")
        assert await session.scalar(tried) == MOST_TRIES
    assert await attempt(codes, issued.code, "user:99") == "wrong"


async def test_right_codes_at_once_cost_nothing_in_the_end(codes: Codes, database: Database) -> None:
    issued = await codes.issue(EMAIL, JANE, "user:1")
    for _ in range(3):
        together = (attempt(codes, issued.code, f"user:{number}") for number in range(MOST_TRIES))
        assert set(await asyncio.gather(*together)) == {"right"}
    async with database.work() as session:
        assert await session.scalar(select(VerificationCode.attempts)) == 0
        assert await session.scalar(select(func.sum(Tally.used)).where(Tally.subject.startswith("wrong:"))) == 0


async def test_a_dead_code_is_neither_revived_nor_replaced_before_its_time(codes: Codes) -> None:
    with clock.frozen(NOW):
        issued = await codes.issue(EMAIL, JANE, "user:1")
        for number in range(MOST_TRIES):
            await attempt(codes, wrong(issued.code, number + 1))
        with pytest.raises(TooManyRequests) as refused:
            await codes.issue(EMAIL, JANE, "user:2")
        assert refused.value.headers["Retry-After"] == "900"
    with clock.frozen(NOW + LASTS - timedelta(seconds=1)):
        with pytest.raises(TooManyRequests):
            await codes.issue(EMAIL, JANE, "user:2")
        assert await attempt(codes, issued.code) == "wrong"
    with clock.frozen(NOW + LASTS):
        fresh = await codes.issue(EMAIL, JANE, "user:2")
        assert await attempt(codes, issued.code) == "wrong"
        assert await attempt(codes, fresh.code) == "right"


async def test_in_a_day_an_address_takes_only_so_many_wrong_codes_from_everybody(codes: Codes) -> None:
    tries: Counter[str] = Counter()
    for hour in range(20):
        with clock.frozen(NOW + timedelta(hours=hour)):
            issued = await codes.issue(EMAIL, JANE, f"user:{hour}")
            for number in range(MOST_TRIES):
                tries[await attempt(codes, wrong(issued.code, number + 1), f"user:{hour}-{number}")] += 1
    assert tries == {"wrong": WRONG_FOR_ADDRESS.most, "too many": 100 - WRONG_FOR_ADDRESS.most}
    with clock.frozen(NOW + timedelta(hours=20)):
        issued = await codes.issue(EMAIL, JANE, "user:1")
        assert await attempt(codes, issued.code) == "too many"
    with clock.frozen(NOW + timedelta(hours=25)):
        issued = await codes.issue(EMAIL, JANE, "user:1")
        assert await attempt(codes, issued.code) == "right"


async def test_in_a_day_somebody_has_only_so_many_wrong_codes_for_all_addresses(codes: Codes) -> None:
    tries: Counter[str] = Counter()
    for number in range(WRONG_BY_ASKER.most + 10):
        address = f"jane{number}@acme.com"
        issued = await codes.issue(EMAIL, address, f"user:{number}")
        tries[await attempt(codes, wrong(issued.code), "user:guesser", address)] += 1
    assert tries == {"wrong": WRONG_BY_ASKER.most, "too many": 10}
    issued = await codes.issue(EMAIL, JANE, "user:1")
    assert await attempt(codes, issued.code, "user:honest") == "right"


async def test_guesses_where_no_code_is_out_lock_nobody_out(codes: Codes) -> None:
    for number in range(WRONG_FOR_ADDRESS.most + 5):
        assert await attempt(codes, "000000", f"user:{number}") == "wrong"
    issued = await codes.issue(EMAIL, JANE, "user:1")
    assert await attempt(codes, issued.code) == "right"


async def _issued(codes: Codes, number: int, *, address: str = JANE, asker: str = "user:1") -> int:
    """How many of so many requests at once were granted."""
    answers = await asyncio.gather(*(codes.issue(EMAIL, address, asker) for _ in range(number)), return_exceptions=True)
    assert all(isinstance(answer, TooManyRequests) for answer in answers if isinstance(answer, BaseException))
    return sum(not isinstance(answer, BaseException) for answer in answers)


async def test_a_code_is_sent_only_so_often(codes: Codes) -> None:
    assert await _issued(codes, MOST_TIMES_SENT + 5) == MOST_TIMES_SENT
    tries = await asyncio.gather(*(codes.issue(EMAIL, "june@acme.com", f"user:{n}") for n in range(3)))
    assert len({issued.code for issued in tries}) == 1


async def test_an_address_and_an_asker_have_only_so_many_codes_a_day(codes: Codes) -> None:
    granted = 0
    for hour in range(5):
        with clock.frozen(NOW + timedelta(hours=hour)):
            granted += await _issued(codes, 9, asker=f"user:{hour}")
    assert granted == SENT_TO_ADDRESS.most
    with clock.frozen(NOW):
        asked = [
            await asyncio.gather(codes.issue(EMAIL, f"{n}@acme.com", "user:pumping"), return_exceptions=True)
            for n in range(ASKED_BY_ASKER.most + 1)
        ]
    assert isinstance(asked[-1][0], TooManyRequests)
    assert not any(isinstance(answer, BaseException) for (answer,) in asked[:-1])


async def test_what_is_over_is_forgotten(codes: Codes, database: Database) -> None:
    with clock.frozen(NOW):
        await codes.issue(EMAIL, JANE, "user:1")
    with clock.frozen(NOW + timedelta(hours=23)):
        live = await codes.issue(EMAIL, "june@acme.com", "user:1")
    with clock.frozen(NOW + timedelta(hours=23, minutes=5)):
        async with database.work() as session:
            await forget(session)
            assert [*await session.scalars(select(VerificationCode.id))] == [live.id]
            assert await session.scalar(select(func.count()).select_from(Tally)) == 3
    with clock.frozen(NOW + timedelta(hours=24)):
        async with database.work() as session:
            await forget(session)
            assert await session.scalar(select(Tally.subject)) == "sent:email:june@acme.com"
