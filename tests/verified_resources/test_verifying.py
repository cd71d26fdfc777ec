"""From a code to a record, in the three places (platform sheet, section 8)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, text

from locum.kit import clock
from locum.users.models import User
from tests.factories.world import World
from tests.verified_resources.codes import mailed, mailed_code, texted, texted_code, wrong
from tests.verified_resources.conftest import MakePlace

PLACES = ["me", "team", "organization team"]
ADDRESSES = {"emails": "jane@acme.com", "phones": "+4915112345678"}
NOW = datetime(2050, 3, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("channel", ["emails", "phones"])
async def test_the_right_code_makes_a_record(place: MakePlace, kind: str, channel: str) -> None:
    here = await place(kind)
    record = await here.verify(channel, ADDRESSES[channel])
    named = "email" if channel == "emails" else "phoneNumber"
    expected: dict[str, Any] = {"id": record["id"], named: ADDRESSES[channel], "userId": here.user_id}
    if here.team_id is not None:
        expected["teamId"] = here.team_id
    assert record == expected
    assert isinstance(record["id"], int)
    assert await here.all(channel) == [record]
    assert (await here.api.get(f"{here.base}/{channel}/{record['id']}")).json() == {"status": "success", "data": record}
    other = "phones" if channel == "emails" else "emails"
    assert await here.all(other) == []
    assert (await here.api.get(f"{here.base}/{other}/{record['id']}")).status_code == 404


@pytest.mark.parametrize("kind", PLACES)
async def test_wrong_codes_are_refused_in_the_sheet_s_words(place: MakePlace, kind: str) -> None:
    here = await place(kind)
    for channel, read, words in (
        ("emails", mailed_code, "Invalid Verification Code"),
        ("phones", texted_code, "Could not verify phone number."),
    ):
        await here.ask(channel, ADDRESSES[channel])
        code = await read(here.world.session)
        for typed in (wrong(code), "", "abc", code + "0"):
            answer = await here.enter(channel, ADDRESSES[channel], typed)
            assert (answer.status_code, answer.json()["error"]["message"]) == (400, words)
        assert await here.all(channel) == []


async def test_a_code_that_nobody_asked_for_is_wrong(place: MakePlace) -> None:
    answer = await (await place("me")).enter("emails", "jane@acme.com", "123456")
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Invalid Verification Code")


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("operation", ["request", "verify"])
@pytest.mark.parametrize(
    ("channel", "body", "rule"),
    [
        ("emails", {"email": "nobody"}, "isEmail"),
        ("emails", {}, "isEmail"),
        ("phones", {"phone": "0151 12345678"}, "isPhoneNumber"),
        ("phones", {"phone": "+49 1"}, "isPhoneNumber"),
        ("phones", {"phone": "hello"}, "isPhoneNumber"),
    ],
)
async def test_bodies_that_name_nothing(
    place: MakePlace, kind: str, operation: str, channel: str, body: dict[str, str], rule: str
) -> None:
    here = await place(kind)
    answer = await here.api.post(f"{here.base}/{channel}/verification-code/{operation}", {"code": "1", **body})
    assert answer.status_code == 400
    (violation,) = answer.json()["error"]["details"]["errors"]
    assert violation["property"] == channel.removesuffix("s")
    if body:
        assert list(violation["constraints"]) == [rule]


async def test_spellings_of_an_address_or_number_are_one(place: MakePlace) -> None:
    here = await place("me")
    await here.ask("emails", "Jane@ACME.com")
    email = (await here.enter("emails", "JANE@acme.COM", await mailed_code(here.world.session))).json()["data"]
    assert email["email"] == "jane@acme.com"
    await here.ask("phones", "+49 151 123-456 78")
    phone = (await here.enter("phones", "+49 (151) 12345678", await texted_code(here.world.session))).json()["data"]
    assert phone["phoneNumber"] == "+4915112345678"
    assert (await here.ask("emails", "JANE@ACME.COM")).status_code == 409


@pytest.mark.parametrize("channel", ["emails", "phones"])
async def test_a_code_is_good_for_fifteen_minutes(place: MakePlace, channel: str) -> None:
    here, address = await place("team"), ADDRESSES[channel]
    with clock.frozen(NOW):
        await here.ask(channel, address)
        code = await (mailed_code if channel == "emails" else texted_code)(here.world.session)
    with clock.frozen(NOW + timedelta(minutes=15)):
        assert (await here.enter(channel, address, code)).status_code == 400
    with clock.frozen(NOW + timedelta(minutes=14, seconds=59)):
        assert (await here.enter(channel, address, code)).status_code == 200


async def test_one_code_verifies_an_address_for_several_owners_and_again(place: MakePlace) -> None:
    ada, ben, team = await place("me"), await place("me"), await place("team")
    await ada.ask("emails", "jane@acme.com")
    code = await mailed_code(ada.world.session)
    first = [(await here.enter("emails", "jane@acme.com", code)).json()["data"] for here in (ada, ben, team)]
    assert len({record["id"] for record in first}) == 3
    again = [(await here.enter("emails", "jane@acme.com", code)).json()["data"] for here in (ada, ben, team)]
    assert again == first
    assert [len(await here.all("emails")) for here in (ada, ben, team)] == [1, 1, 1]


async def test_who_asks_again_soon_gets_the_same_code_which_then_lasts_longer(place: MakePlace) -> None:
    here = await place("me")
    with clock.frozen(NOW):
        await here.ask("emails", "jane@acme.com")
        first = await mailed_code(here.world.session)
    with clock.frozen(NOW + timedelta(minutes=10)):
        await here.ask("emails", "jane@acme.com")
        assert await mailed_code(here.world.session) == first
    with clock.frozen(NOW + timedelta(minutes=24)):
        assert (await here.enter("emails", "jane@acme.com", first)).status_code == 200
    # Whoever asks after that gets another one: one in a million stays the same.
    with clock.frozen(NOW + timedelta(minutes=25)):
        await (await place("me")).ask("emails", "jane@acme.com")
        assert await mailed_code(here.world.session) != first


async def test_a_code_for_one_address_is_none_for_another(place: MakePlace) -> None:
    here = await place("me")
    await here.ask("emails", "jane@acme.com")
    await here.ask("emails", "june@acme.com")
    code = await mailed_code(here.world.session)
    assert (await here.enter("emails", "jane@acme.com", code)).status_code == 400
    assert (await here.enter("emails", "june@acme.com", code)).status_code == 200


@pytest.mark.parametrize("kind", PLACES)
async def test_asking_for_what_one_has_is_a_conflict(place: MakePlace, kind: str) -> None:
    here = await place(kind)
    await here.verify("emails", "jane@acme.com")
    answer = await here.ask("emails", "jane@acme.com")
    assert (answer.status_code, answer.json()["error"]["message"]) == (409, "Email is already verified.")
    # A number is no secret of its owner's devices: the sheet has no such refusal for phones.
    await here.verify("phones", "+4915112345678")
    assert (await here.ask("phones", "+4915112345678")).status_code == 200
    assert (await (await place("me")).ask("emails", "jane@acme.com")).status_code == 200


async def test_one_s_own_list_also_has_what_one_verified_for_teams(place: MakePlace, world: World) -> None:
    team = await place("organization team")
    record = await team.verify("emails", "team@acme.com")
    mine = {"id": record["id"], "email": "team@acme.com", "userId": team.user_id}
    assert (await team.api.get("/v2/verified-resources/emails")).json()["data"] == [mine]
    assert (await team.api.get(f"/v2/verified-resources/emails/{record['id']}")).json()["data"] == mine
    await team.ask("emails", "own@acme.com")
    own = await team.api.post(
        "/v2/verified-resources/emails/verification-code/verify",
        {"email": "own@acme.com", "code": await mailed_code(world.session)},
    )
    assert own.status_code == 200
    assert [kept["email"] for kept in await team.all("emails")] == ["team@acme.com"]
    assert len((await team.api.get("/v2/verified-resources/emails")).json()["data"]) == 2


async def test_what_a_team_verified_stays_when_its_admin_goes(place: MakePlace, world: World) -> None:
    here = await place("team")
    record = await here.verify("emails", "team@acme.com")
    own = await here.api.post("/v2/verified-resources/emails/verification-code/request", {"email": "own@acme.com"})
    assert own.status_code == 200
    other = await world.user()
    await world.session.execute(
        text(
            "INSERT INTO memberships (team_id, user_id, role, accepted, disable_impersonation, "
            "created_at, updated_at) VALUES (:team, :user, 'ADMIN', true, false, now(), now())"
        ),
        {"team": here.team_id, "user": other.id},
    )
    await world.session.execute(delete(User).where(User.id == here.user_id))
    await world.session.commit()
    left = (await (await world.api(other)).get(f"{here.base}/emails")).json()["data"]
    assert left == [{**record, "userId": None}]


async def test_messages_tell_who_asks_where_and_until_when(place: MakePlace, world: World) -> None:
    here = await place("me")
    user = await world.session.get_one(User, here.user_id)
    user.name, user.time_zone = "Ada\r\nBcc: all@acme.com", "Europe/Berlin"
    await world.session.commit()
    with clock.frozen(NOW):
        await here.ask("emails", "jane@acme.com")
        (message,) = await mailed(world.session)
    content = message.content.decode()
    assert message.recipient == "jane@acme.com"
    assert message.organization_id is None
    assert "\nBcc" not in content
    body = content.replace("=\r\n", "")
    assert "Ada Bcc: all@acme.com wants to use this address with Locum." in body
    assert "Good until: Monday, March 14, 2050, 1:15" in body


@pytest.mark.parametrize(
    ("locale", "subject", "sms"), [("de", "ist Ihr Code", "ist Ihr Code"), ("ar", "رمزك هو", "هو رمزك")]
)
async def test_messages_are_in_the_language_of_whoever_asks(
    place: MakePlace, world: World, locale: str, subject: str, sms: str
) -> None:
    here = await place("me")
    (await world.session.get_one(User, here.user_id)).locale = locale
    await world.session.commit()
    await here.ask("emails", "jane@acme.com")
    await here.ask("phones", "+4915112345678")
    assert subject in (await mailed(world.session))[0].subject
    assert sms in (await texted(world.session))[0].text


async def test_a_code_that_expired_before_it_could_be_mailed_is_not(place: MakePlace, world: World) -> None:
    here = await place("me")
    with clock.frozen(NOW):
        await here.ask("emails", "jane@acme.com")
    with clock.frozen(NOW + timedelta(minutes=15)):
        assert await mailed(world.session) == []


async def test_codes_are_nowhere_before_they_are_written(place: MakePlace, world: World) -> None:
    here = await place("me")
    await here.ask("emails", "jane@acme.com")
    whole = ""
    for table in ("procrastinate_jobs", "verification_codes", "tallies"):
        whole += "".join(
            row[0] for row in await world.session.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t"))
        )
    assert await mailed_code(world.session) not in whole
