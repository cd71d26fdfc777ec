"""Limits of their own replace the general one (organization plane sheet, section 6)."""

from datetime import UTC, datetime, timedelta

import pytest

from locum.kit import clock
from tests.factories.world import Api, World
from tests.verified_resources.conftest import MakePlace

NOW = datetime(2050, 3, 14, 12, 0, tzinfo=UTC)
PLACES = ["me", "team", "organization team"]
LIMITS = [
    ("/emails/verification-code/request", {"email": "jane@acme.com"}, "EmailCodeRequest", 5),
    ("/phones/verification-code/request", {"phone": "+4915112345678"}, "PhoneCodeRequest", 3),
    ("/emails/verification-code/verify", {"email": "jane@acme.com", "code": "1"}, "CodeVerification", 3),
    ("/phones/verification-code/verify", {"phone": "+4915112345678", "code": "1"}, "CodeVerification", 3),
]


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize(("path", "body", "name", "most"), LIMITS)
async def test_a_limit_of_its_own(
    place: MakePlace, kind: str, path: str, body: dict[str, str], name: str, most: int
) -> None:
    here = await place(kind)
    with clock.frozen(NOW):
        answers = [await here.api.post(here.base + path, body) for _ in range(most + 1)]
    assert [answer.status_code == 429 for answer in answers] == [False] * most + [True]
    first, last = answers[0].headers, answers[-1].headers
    assert first[f"X-RateLimit-Limit-{name}"] == str(most)
    assert first[f"X-RateLimit-Remaining-{name}"] == str(most - 1)
    assert (last[f"X-RateLimit-Remaining-{name}"], last[f"X-RateLimit-Reset-{name}"]) == ("0", "60")
    assert not any(header.endswith("-default") for header in first)
    text = "CustomThrottlerGuard - Too many requests. Please try again later."
    assert answers[-1].json()["error"] == {"code": "ThrottlerException", "message": text, "details": text}
    with clock.frozen(NOW + timedelta(seconds=61)):
        assert (await here.api.post(here.base + path, body)).status_code != 429


async def test_other_addresses_count_by_the_general_limit(place: MakePlace) -> None:
    here = await place("me")
    answer = await here.api.get(f"{here.base}/emails")
    assert "x-ratelimit-limit-default" in answer.headers
    assert not any("code" in header for header in answer.headers)


@pytest.mark.parametrize("spelled", ["/api/v2/verified-resources{0}", "/v2/verified-resources{0}/"])
async def test_other_spellings_of_an_address_are_counted_with_it(place: MakePlace, spelled: str) -> None:
    here = await place("me")
    path, body, _, most = LIMITS[0]
    with clock.frozen(NOW):
        for _ in range(most):
            await here.api.post(spelled.format(path), body)
        assert (await here.api.post(here.base + path, body)).status_code == 429


async def test_made_up_keys_share_the_limit_of_their_address(world: World) -> None:
    path, body, _, most = LIMITS[0]
    with clock.frozen(NOW):
        answers = [
            await Api(world.client, f"cal_{number}").post(f"/v2/verified-resources{path}", body)
            for number in range(most + 1)
        ]
    assert [answer.status_code for answer in answers] == [401] * most + [429]
    assert answers[0].json()["error"]["message"] == "ApiAuthStrategy - api key - Your api key is not valid"
