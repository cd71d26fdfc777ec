"""Seeing what would be answered before it is (bridge sheet, section 6)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import func, select

from locum.absences.models import Absence, AbsenceReply
from locum.kit import clock
from locum.kit.html import cleaned
from locum.mail.catalogue import languages
from locum.replies.preview import preview
from locum.responder.plain_text import plain
from locum.settings import Settings
from locum.users.models import User
from locum.webhooks.models import WebhookEvent
from tests.factories.absences import Office, days, office, refusal, to
from tests.factories.slots import hours
from tests.factories.world import World

NOW = datetime(2027, 4, 1, 12, tzinfo=UTC)


async def _preview(here: Office, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    with clock.frozen(NOW):
        answer = await here.api.post(f"{path}/preview", body)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def test_the_usual_text_tells_days_return_and_who_stands_in(world: World) -> None:
    here = await office(world)
    anna = await here.person(name="Anna", username="anna", time_zone="Europe/Berlin")
    ben = await here.person(name="Ben", email="ben@example.com", username="ben")
    await hours(world, anna, "Europe/Berlin")
    await here.api.call("PUT", f"/v2/organizations/{here.organization.id}/holidays", json={"country": "DE"})
    # Thursday to Thursday; Good Friday and Easter Monday follow, and she is back on Tuesday.
    body = {**days("2027-03-18", "2027-03-25"), **to(ben), "reason": "sick", "notes": "Flu"}
    data = await _preview(here, here.path(anna), body)
    assert (data["answers"], data["audience"], data["languages"], data["oooId"]) == (True, "all", ["en"], None)
    assert (data["start"], data["end"]) == ("2027-03-17T23:00:00.000Z", "2027-03-25T23:00:00.000Z")
    html = data["external"]["html"]
    for told in ("Thursday, March 25, 2027", "Tuesday, March 30, 2027", "ben@example.com", "/ben", "/anna"):
        assert told in html, told
    for hidden in ("sick", "Flu", "ill"):
        assert hidden not in str(data)


async def test_who_stands_in_is_named_though_away_for_hours_but_not_for_days(world: World) -> None:
    here = await office(world)
    anna, ben = await here.person(name="Anna"), await here.person(name="Ben", email="ben@example.com")
    body = {**days("2050-05-02", "2050-05-06"), **to(ben)}
    entry = await here.enter(ben, "2050-05-03", "2050-05-03", startTime="13:00", endTime="15:00")
    assert "ben@example.com" in (await _preview(here, here.path(anna), body))["external"]["html"]
    noon = {**days("2050-05-03", "2050-05-03"), **to(ben), "startTime": "13:30", "endTime": "14:00"}
    assert "ben@example.com" not in (await _preview(here, here.path(anna), noon))["external"]["html"]
    await here.patch(ben, entry["id"], {"startTime": None, "endTime": None})
    assert "ben@example.com" not in (await _preview(here, here.path(anna), body))["external"]["html"]


async def test_nobody_is_back_on_a_day_that_is_off_anyway(world: World) -> None:
    here = await office(world)
    anna = await here.person(name="Anna")
    await hours(world, anna, "UTC")
    fridays = {**days("2027-05-07", "2027-05-07"), "rule": "FREQ=WEEKLY;BYDAY=FR"}
    with clock.frozen(NOW):
        await here.api.post(f"{here.path(anna)}/recurring", fridays)
    data = await _preview(here, here.path(anna), days("2027-05-10", "2027-05-13"))
    assert "Back on Monday, May 17, 2027." in data["external"]["html"]


async def test_nothing_of_a_trial_stays(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    await here.api.post(
        "/v2/webhooks", {"subscriberUrl": "https://hooks.example/1", "triggers": ["OOO_CREATED"], "active": True}
    )
    texts = {"internal": {"html": "<p>Own</p>"}, "external": {"html": ""}}
    data = await _preview(here, here.path(anna), {**days("2050-05-02", "2050-05-04"), "replies": texts})
    assert data["internal"] == {"subject": None, "html": "<p>Own</p>"}
    assert data["external"] is None
    for table in (Absence, AbsenceReply, WebhookEvent):
        assert await world.session.scalar(select(func.count()).select_from(table)) == 0


async def test_of_an_entered_absence_and_of_silence(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    entry = await here.enter(anna, "2050-05-02", "2050-05-04", replies={"external": {"html": "<p>Back soon</p>"}})
    data = await _preview(here, here.path(anna, entry["id"]))
    assert (data["oooId"], data["external"]["html"]) == (entry["id"], "<p>Back soon</p>")
    await here.patch(anna, entry["id"], {"replies": {"mode": "off"}})
    silent = await _preview(here, here.path(anna, entry["id"]))
    assert (silent["answers"], silent["internal"], silent["external"]) == (False, None, None)
    holiday = {**days("2050-06-02", "2050-06-04"), "reason": "public_holiday"}
    assert (await _preview(here, here.path(anna), holiday))["answers"] is False


async def test_in_the_language_of_the_absent_person(world: World) -> None:
    here = await office(world)
    anna = await here.person(locale="de", name="Anna")
    data = await _preview(here, here.path(anna), days("2050-05-02", "2050-05-04"))
    assert data["languages"] == ["de"]
    assert "2. Mai 2050" in data["external"]["html"]


async def test_a_second_language_stands_below_the_own_one(world: World, settings: Settings) -> None:
    here = await office(world)
    anna = await here.person(name="Anna", locale="de")
    session = world.session
    absence = await session.get_one(Absence, (await here.enter(anna, "2050-05-02", "2050-05-04"))["id"])
    user = await session.get_one(User, anna.id)
    found = await preview(session, settings.model_copy(update={"replies_second_language": "en"}), user, absence)
    assert found.languages == ("de", "en")
    assert found.texts.external.subject == "Abwesend: Anna / Out of office: Anna"
    first, second = (found.texts.external.html or "").split("<hr>")
    assert 'lang="de"' in first
    assert "2. Mai 2050" in first
    assert 'lang="en"' in second
    assert "May 2, 2050" in second
    told = plain(cleaned(found.texts.external.html or ""))
    assert told.index("2. Mai 2050") < told.index("May 2, 2050")
    same = await preview(session, settings.model_copy(update={"replies_second_language": "de"}), user, absence)
    assert (same.languages, "<hr>" in (same.texts.external.html or "")) == (("de",), False)


def test_the_second_language_is_one_that_is_written() -> None:
    for language in languages():
        assert Settings(replies_second_language=language).replies_second_language == language
    with pytest.raises(ValidationError):
        Settings(replies_second_language="fr")


async def test_what_would_be_refused_is_refused(world: World) -> None:
    here = await office(world)
    anna = await here.person()
    entry = await here.enter(anna, "2050-05-02", "2050-05-04")
    again = await here.api.post(f"{here.path(anna)}/preview", days("2050-05-02", "2050-05-04"))
    assert refusal(again) == (409, "Ooo entry already exists.")
    other = await here.person()
    assert (await here.api.post(f"{here.path(other, entry['id'])}/preview")).status_code == 403
    stranger = await world.api(await world.user())
    assert (await stranger.post(f"{here.path(anna)}/preview", days("2050-05-02", "2050-05-04"))).status_code == 403
    assert (await stranger.post(f"/v2/me/ooo/{entry['id']}/preview")).status_code == 403
