"""Health, readiness, numbers and the API's document: for operators, not for clients."""

import re

from httpx import AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def test_health_answers_without_a_database(client: AsyncClient) -> None:
    answer = await client.get("/health")
    assert (answer.status_code, answer.text) == (200, "OK")


async def test_ready_names_what_is_missing_and_what_is_there(client: AsyncClient, session: AsyncSession) -> None:
    answer = await client.get("/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": True, "migrations": True, "worker": False}
    await session.execute(text("INSERT INTO procrastinate_workers DEFAULT VALUES"))
    await session.commit()
    answer = await client.get("/ready")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": {"database": True, "migrations": True, "worker": True}}
    await session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    await session.commit()
    assert (await client.get("/ready")).json()["checks"]["migrations"] is False


async def _counted(client: AsyncClient) -> float:
    told = (await client.get("/metrics")).text
    line = r'locum_http_requests_total\{method="GET",route="/v2/schedules/\{scheduleId\}",status="401"\} (\S+)'
    found = re.search(line, told)
    return float(found[1]) if found else 0.0


async def test_metrics_count_by_route_and_not_by_address(client: AsyncClient) -> None:
    before = await _counted(client)
    for number in range(3):
        await client.get(f"/v2/schedules/{number}")
    assert await _counted(client) == before + 3


async def test_the_reference_loads_nothing_from_elsewhere(client: AsyncClient) -> None:
    page = await client.get("/docs")
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for address in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert address.startswith("/"), address
        assert (await client.get(address)).status_code == 200, address


async def test_the_document_is_served(client: AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    assert "/v2/organizations/{orgId}/users/{userId}/ooo" in document["paths"]
