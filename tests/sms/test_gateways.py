"""Messages to phones: over HTTP, onto the shelf, or nowhere."""

import json
from base64 import b64decode
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from sqlalchemy import select

from locum.db.session import Database
from locum.kit import clock
from locum.settings import Settings, WrongSetting, load_settings
from locum.sms import gateways
from locum.sms.gateways import gateway_for
from locum.sms.jobs import forget_old
from locum.sms.models import SmsMessage
from locum.sms.port import NotSent
from tests.factories.world import World
from tests.support.receiver import DROPPED, SILENCE, Reply, receiver

NUMBER, TEXT = "+4915112345678", "012345 is your code"


def with_gateway(settings: Settings, **values: str | None) -> Settings:
    return settings.model_copy(update={f"sms_{name}": value for name, value in values.items()})


async def test_a_message_is_posted_as_json_unless_something_else_is_set(settings: Settings, database: Database) -> None:
    async with receiver(Reply(202)) as phone:
        settings = with_gateway(settings, url=phone.url + "?v=1", authorization="Bearer token")
        await gateway_for(settings, database).send(NUMBER, TEXT)
    (heard,) = phone.heard
    assert (heard.method, heard.path) == ("POST", "/hook?v=1")
    assert heard.headers["content-type"] == "application/json"
    assert heard.headers["authorization"] == "Bearer token"
    assert json.loads(heard.body) == {"to": NUMBER, "text": TEXT}


async def test_a_message_in_the_form_of_twilio(settings: Settings, database: Database) -> None:
    async with receiver(Reply(201)) as phone:
        url = phone.url.replace("http://", "http://AC1:to%3Aken@")
        await gateway_for(with_gateway(settings, url=url, body="From=+15550100&To={to}&Body={text}"), database).send(
            NUMBER, TEXT
        )
    (heard,) = phone.heard
    assert heard.headers["authorization"].startswith("Basic ")
    assert b64decode(heard.headers["authorization"].removeprefix("Basic ")) == b"AC1:to:ken"
    assert parse_qs(heard.body.decode()) == {"From": ["+15550100"], "To": [NUMBER], "Body": [TEXT]}


@pytest.mark.parametrize(
    "reply", [Reply(400), Reply(500), Reply(302, headers=(("Location", "/ok"),)), DROPPED, SILENCE]
)
async def test_whatever_is_no_success_was_not_sent(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch, reply: Reply
) -> None:
    monkeypatch.setattr(gateways, "WITHIN_SECONDS", 0.3)
    async with receiver(reply) as phone:
        with pytest.raises(NotSent):
            await gateway_for(with_gateway(settings, url=phone.url), database).send(NUMBER, TEXT)
    assert len(phone.heard) == 1


async def test_without_a_gateway_nothing_is_sent(settings: Settings, database: Database) -> None:
    with pytest.raises(NotSent):
        await gateway_for(settings, database).send(NUMBER, TEXT)


async def test_kept_messages_are_forgotten_after_a_while(settings: Settings, database: Database, world: World) -> None:
    gateway = gateway_for(with_gateway(settings, url="keep"), database)
    with clock.frozen(clock.now() - timedelta(days=91)):
        await gateway.send(NUMBER, "old")
    await gateway.send(NUMBER, TEXT)
    await forget_old(world.session)
    (kept,) = await world.session.scalars(select(SmsMessage))
    assert (kept.recipient, kept.text) == (NUMBER, TEXT)


@pytest.mark.parametrize(
    "values",
    [
        {"sms_url": "ftp://gateway.example"},
        {"sms_url": "drop"},
        {"sms_body": '{"to": "{to}", "text": "{text}"'},
        {"sms_body": "To={to}"},
        {"sms_body": "Body={text}"},
        {"sms_authorization": "Bearer a\nX: b"},
    ],
)
def test_settings_that_cannot_work_stop_the_start(values: dict[str, str]) -> None:
    with pytest.raises(WrongSetting):
        load_settings(**values)
