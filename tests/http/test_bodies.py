"""Bodies that nobody should have to read, and what log lines make of odd addresses."""

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from locum.http.bodies import LARGEST_BODY
from tests.factories.world import World


async def test_a_body_that_declares_too_much_is_not_read(world: World) -> None:
    api = await world.api(await world.user())
    answer = await api.call("POST", "/v2/schedules", content=b"x" * (LARGEST_BODY + 1))
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "PayloadTooLargeException"


async def test_a_body_that_declares_nothing_is_read_up_to_the_bound(world: World) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield b" " * 1_000_000

    answer = await world.client.post("/v2/teams", content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


async def test_a_body_below_the_bound_is_read(world: World) -> None:
    api = await world.api(await world.user())
    blanks = b" " * (LARGEST_BODY - 100)
    answer = await api.call(
        "POST", "/v2/teams", content=b'{"name": "Much air"}' + blanks, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 201


@pytest.mark.parametrize(("sent", "logged"), [("/v2/%1b[31m%0a%00", "/v2/%1B%5B31m%0A%00"), ("/v2/ä", "/v2/ä")])
async def test_log_lines_hold_nothing_that_a_terminal_obeys(world: World, sent: str, logged: str) -> None:
    with capture_logs() as lines:
        await world.client.get(sent)
    assert [line["path"] for line in lines if line["event"] == "request"] == [logged]
