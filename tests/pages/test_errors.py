"""What nobody foresaw is told in the form of the face that was asked."""

import pytest
from fastapi import Request
from httpx import AsyncClient

from locum.pages import front
from tests.pages.browser import text_of


def breaks(*_: object, **__: object) -> None:
    raise RuntimeError("a secret of the house")


async def test_a_page_that_breaks_answers_with_a_page(client: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "page", breaks)
    answer = await client.get("/", headers={"Accept-Language": "de"})
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert '<html lang="de"' in answer.text
    assert "secret" not in text_of(answer.text)


async def test_when_the_error_page_breaks_too_somebody_is_still_answered(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken_page(request: Request, error: Exception) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(front, "page", breaks)
    # Not `setattr`: it would delete what a state keeps elsewhere, and other tests use this application too.
    monkeypatch.setitem(vars(client._transport.app.state)["_state"], "faces", ((lambda _: True, broken_page),))  # type: ignore[attr-defined]
    answer = await client.get("/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "INTERNAL_SERVER_ERROR")
    assert "secret" not in answer.text
