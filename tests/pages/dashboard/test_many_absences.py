"""A file of absences: looked at line by line, then entered as a whole; by those who may."""

import re

import pytest
from sqlalchemy import func, select

from locum.absences.bulk.faults import WORDS
from locum.absences.models import Absence
from locum.pages.words import words_in
from tests.factories.world import World
from tests.pages.browser import Reader, text_of
from tests.pages.dashboard.conftest import Sit

MANY = "/dashboard/away/calendar/many"
pytestmark = pytest.mark.usefixtures("morning")


async def count(world: World) -> int:
    return await world.session.scalar(select(func.count()).select_from(Absence)) or 0


async def file(desk: Reader, content: bytes) -> str:
    """A file is chosen and sent; what the page says."""
    page = await desk.open(MANY)
    token = page.text.split('name="token" value="')[1].split('"')[0]
    files = {"file": ("absences.csv", content, "text/csv")}
    answer = await desk.client.post(MANY, data={"token": token}, files=files, headers=desk.headers)
    return answer.text


async def test_a_file_is_looked_at_and_entered(world: World, sit: Sit) -> None:
    organization = await world.organization()
    ada, ben = await world.member(organization), await world.member(organization)
    desk = await sit(await world.member(organization, "ADMIN"))
    assert MANY in (await desk.open("/dashboard/away/calendar")).text
    lines = f"email;start;end;start_time;substitute\r\n{ada.email};2027-03-01;2027-03-02;;{ben.email}\r\n"
    lines += f"{ben.email};2027-03-09;2027-03-09;13:00;\r\n"
    shown = await file(desk, b"\xef\xbb\xbf" + lines.encode())
    told = text_of(shown)
    assert "2 new" in told
    assert "Tuesday, March 9, 2027, 1:00 PM – 12:00 AM" in told
    assert await count(world) == 0
    page = await desk.send(await desk.open(MANY), MANY, content=lines)
    entered = await desk.send(page, MANY, content=lines, enter="yes")
    assert "Entered 2, changed 0, as before 0, left to the person 0." in text_of(entered.text)
    assert await count(world) == 2
    again = await desk.send(await desk.open(MANY), MANY, content=lines)
    assert "2 as before" in text_of(again.text)


async def test_every_fault_is_told_with_its_line_and_nothing_is_entered(world: World, sit: Sit) -> None:
    organization = await world.organization()
    ada = await world.member(organization)
    desk = await sit(await world.member(organization, "ADMIN"))
    lines = f"email,start,end\n{ada.email},2027-03-01,2027-03-02\nnobody@x.example,2027-03-01,never\n<b>,2027-03-01,1\n"
    page = await desk.send(await desk.open(MANY), MANY, content=lines, enter="yes")
    assert page.status_code == 422
    told = text_of(page.text)
    assert "Line 3, end : Must be a date" in told
    assert "Line 4, email : Must be an e-mail address." in told
    assert "<b>," not in page.text
    assert ada.email in page.text
    assert "UTF-8" in await file(desk, "email,start,end\nJörg,1,2\n".encode("latin-1"))
    assert await count(world) == 0
    assert (await desk.send(await desk.open(MANY), MANY)).status_code == 422


@pytest.mark.parametrize(("language", "told"), [("de", "Zeile 2, end"), ("ar", "السطر 2, end")])
async def test_faults_are_told_in_the_language_of_the_reader(world: World, sit: Sit, language: str, told: str) -> None:
    organization = await world.organization()
    desk = await sit(await world.member(organization, "ADMIN", locale=language))
    page = await desk.send(await desk.open(MANY), MANY, content="email,start,end\na@b.example,2027-03-01,never\n")
    assert told in text_of(page.text)
    words = words_in(language)
    assert words is not None
    assert words.text("many.fault.date") in text_of(page.text)


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_every_fault_has_words_with_the_same_values(language: str) -> None:
    words = words_in(language)
    assert words is not None
    for fault, text in WORDS.items():
        assert re.findall(r"{\w+}", str(words.entries[f"many.fault.{fault}"])) == re.findall(r"{\w+}", text)


async def test_only_those_who_may_enter_absences_of_others_and_only_in_their_organization(
    world: World, sit: Sit
) -> None:
    organization, other = await world.organization(), await world.organization()
    stranger = await world.member(other)
    assert (await (await sit(await world.member(organization))).open(MANY)).status_code == 403
    assert (await (await sit(await world.user())).open(MANY)).status_code == 404
    desk = await sit(await world.member(organization, "ADMIN"))
    page = await desk.send(
        await desk.open(MANY), MANY, content=f"email,start,end\n{stranger.email},2027-03-01,2027-03-02\n"
    )
    assert "Must be the address of somebody in this organization." in page.text
    unasked = await desk.client.post(MANY, data={"content": "x", "enter": "yes"}, headers=desk.headers)
    assert unasked.status_code == 403
