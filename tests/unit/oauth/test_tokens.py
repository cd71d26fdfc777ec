"""How long tokens are good, and what they say."""

import base64
import json
from datetime import UTC, datetime

import pytest

from locum.kit.signing import Signer
from locum.oauth.tokens import ACCESS, access_ends, is_over, make_token, refresh_ends

NOW = datetime(2050, 3, 14, 12, 0, 59, 999_000, tzinfo=UTC)


def test_an_access_token_lasts_an_hour_rounded_down_to_the_minute() -> None:
    assert access_ends(NOW) == datetime(2050, 3, 14, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (NOW, datetime(2051, 3, 14, tzinfo=UTC)),
        (datetime(2048, 2, 29, 1, tzinfo=UTC), datetime(2049, 2, 28, tzinfo=UTC)),
        (datetime(2047, 3, 1, tzinfo=UTC), datetime(2048, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_refresh_token_lasts_a_year_rounded_down_to_the_day(now: datetime, ends: datetime) -> None:
    assert refresh_ends(now) == ends


def test_a_token_says_what_the_sheet_says() -> None:
    token = make_token(Signer("p", "secret"), ACCESS, "cabc", 7, NOW, "nonce")
    payload = token.text.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    ends = 2_530_875_600_000
    assert claims == {
        "type": "access_token",
        "clientId": "cabc",
        "ownerId": 7,
        "expiresAt": ends,
        "iat": int(NOW.timestamp()),
        "jti": "nonce",
    }
    assert not is_over(claims, datetime.fromtimestamp((ends - 1) / 1000, UTC))
    assert is_over(claims, datetime.fromtimestamp(ends / 1000, UTC))
