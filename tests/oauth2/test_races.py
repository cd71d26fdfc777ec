"""Of many who show the same code or refresh token at once, one gets tokens, and nobody keeps them.

Real commits on a database of its own.
"""

import asyncio

from tests.factories.oauth2 import make_app, refusal
from tests.factories.world import Api, World

AT_ONCE = 8


async def test_a_code_shown_many_times_at_once(live: World) -> None:
    app = await make_app(live)
    body = app.exchange(await app.code(await live.user()))
    answers = await asyncio.gather(*(app.send(body) for _ in range(AT_ONCE)))
    good = [answer for answer in answers if answer.status_code == 200]
    assert len(good) == 1
    others = {refusal(answer) for answer in answers if answer not in good}
    assert others == {(400, "invalid_grant", "code_invalid_or_expired")}
    assert (await Api(live.client, good[0].json()["access_token"]).get("/v2/me")).status_code == 401


async def test_a_refresh_token_shown_many_times_at_once(live: World) -> None:
    app = await make_app(live)
    pair = await app.tokens(await live.user())
    answers = await asyncio.gather(*(app.send(app.renewal(pair["refresh_token"])) for _ in range(AT_ONCE)))
    good = [answer for answer in answers if answer.status_code == 200]
    assert len(good) == 1
    others = {refusal(answer) for answer in answers if answer not in good}
    assert others == {(400, "invalid_grant", "refresh_token_revoked")}
    assert (await Api(live.client, good[0].json()["access_token"]).get("/v2/me")).status_code == 401
    assert refusal(await app.send(app.renewal(good[0].json()["refresh_token"])))[2] == "refresh_token_revoked"
