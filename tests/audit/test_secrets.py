"""What is secret is nowhere to be read: not in the audit log, not in log lines, not in refusals."""

import re
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from locum.db.base import Base
from tests.audit.test_audit_log import NOT_WATCHED
from tests.factories.world import World
from tests.permissions.building import build
from tests.webhooks.places import PLACES, URL, MakePlace

SECRET = re.compile(r"secret|sealed|digest|password|token|private_key|account_key|template|salt")
PLAIN = {"oauth2_application_secrets.hint": "the end of a secret, to tell it from others"}
PLANTED = "planted0123456789"
_TRIGGERS = text("""
    SELECT c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname = 'audit'
""")
_LOG = text("SELECT string_agg(coalesce(before::text, '') || coalesce(after::text, ''), ' ') FROM audit_entries")


async def _hidden(session: AsyncSession) -> set[str]:
    """Columns that are not shown, as `table.column`; of addresses only the host is."""
    rows = await session.execute(_TRIGGERS)
    return {
        f"{table}.{name.removeprefix('url:')}"
        for table, definition in rows
        for name in re.findall(r"'([^']+)'", definition)
    }


async def test_every_column_that_holds_a_secret_is_hidden(world: World) -> None:
    columns = [
        column for name, table in Base.metadata.tables.items() if name not in NOT_WATCHED for column in table.columns
    ]
    secret = {str(column) for column in columns if column.info.get("sealed") or SECRET.search(column.name)}
    hidden = await _hidden(world.session)
    assert secret - set(PLAIN) <= hidden
    assert hidden - secret == {"webhooks.subscriber_url"}
    assert hidden <= {str(column) for column in columns}


@pytest.mark.parametrize("make", PLACES)
async def test_of_webhooks(world: World, make: MakePlace) -> None:
    place = await make(world)
    with capture_logs() as lines:
        made = await place.manager.post(place.base, _webhook("a"))
        assert made.status_code == 201, made.text
        path = f"{place.base}/{made.json()['data']['id']}"
        assert (await place.manager.patch(path, _webhook("b"))).status_code == 200
        for wrong in ({"payloadTemplate": [PLANTED]}, {"payloadTemplate": PLANTED * 4000}, {"secret": [PLANTED]}):
            refused = await place.manager.patch(path, wrong)
            assert (refused.status_code, PLANTED in refused.text) == (400, False)
        assert (await place.manager.delete(path)).status_code == 200
    assert PLANTED not in str(lines)
    told = await world.session.scalar(_LOG)
    assert PLANTED not in told
    assert told.count("https://93.184.216.34/(hidden)") == 4, "made, changed from and to, removed"


def _webhook(mark: str) -> dict[str, Any]:
    return {
        "subscriberUrl": f"{URL}/{PLANTED}?token={PLANTED}{mark}",
        "triggers": ["BOOKING_CREATED"],
        "active": True,
        "secret": PLANTED + mark,
        "payloadTemplate": f'{{"token": "{PLANTED}{mark}", "url": "https://{PLANTED}"}}',
    }


async def test_whatever_is_written_and_removed(world: World) -> None:
    """Also by ways that nobody thought of here: each hidden column of everything that a house has."""
    house = await build(world)
    await world.key(house.people["owner"])
    session, changed = world.session, set()
    for column in sorted(await _hidden(session)):
        table, name = column.split(".")
        address = "https://a.example/" if name == "subscriber_url" else ""
        statement = text(f"UPDATE {table} SET {name} = '{address}{PLANTED}' || ctid::text RETURNING 1")
        if (await session.execute(statement)).all():
            changed.add(column)
    assert len(changed) >= 10, changed
    for table in ("users", "teams"):
        await session.execute(text(f"DELETE FROM {table}"))
    told = await session.scalar(_LOG)
    assert PLANTED not in told
    assert told.count("(hidden)") > 3 * len(changed)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://hooks.example/T0/B0?key=1#x", "https://hooks.example/(hidden)"),
        ("HTTP://hooks.example:8443", "HTTP://hooks.example:8443/(hidden)"),
        ("https://hooks.example?key=1", "https://hooks.example/(hidden)"),
        ("https://user:word@hooks.example/", "/(hidden)"),
        ("mailto:anna@example.com", "/(hidden)"),
    ],
)
async def test_of_an_address_the_host_is_shown(world: World, address: str, shown: str) -> None:
    statement = text("SELECT locum_audit_kept(jsonb_build_object('a', cast(:a AS text)), '{a}', '{url:a}')->>'a'")
    assert await world.session.scalar(statement, {"a": address}) == shown
