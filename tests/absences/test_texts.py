"""Texts of one absence (bridge sheet, section 6), given with the absence itself."""

from tests.factories.absences import office, refusal
from tests.factories.world import World

SPEAKING = {"mode": "on", "internal": {"subject": " Out\n now ", "html": "<p onclick='x()'>Ask <b>Ben</b></p>"}}


async def test_texts_are_kept_clean_and_shown(world: World) -> None:
    place = await office(world)
    person = await place.person()
    data = await place.enter(person, "2050-05-02", "2050-05-04", replies=SPEAKING)
    expected = {
        "mode": "on",
        "internal": {"subject": "Out now", "html": "<p>Ask <b>Ben</b></p>"},
        "external": None,
    }
    assert data["replies"] == expected
    assert (await place.api.get(place.path(person))).json()["data"][0]["replies"] == expected


async def test_naming_one_text_leaves_the_other(world: World) -> None:
    place = await office(world)
    person = await place.person()
    entry = await place.enter(person, "2050-05-02", "2050-05-04", replies=SPEAKING)
    silent = {"external": {"html": "<p>&nbsp;</p>"}, "mode": "off"}
    changed = (await place.patch(person, entry["id"], {"replies": silent})).json()["data"]["replies"]
    assert changed["external"] == {"subject": None, "html": ""}
    assert changed["internal"]["html"] == "<p>Ask <b>Ben</b></p>"
    assert changed["mode"] == "off"
    plain = {"mode": "inherit", "internal": None, "external": None}
    assert "replies" not in (await place.patch(person, entry["id"], {"replies": plain})).json()["data"]


async def test_faulty_replies(world: World) -> None:
    place = await office(world)
    person = await place.person()
    for faulty in ({"mode": "maybe"}, {"internal": {"subject": "x"}}, {"internal": {"html": "x" * 60_001}}, "on"):
        answer = await place.post(person, "2050-05-02", "2050-05-04", replies=faulty)
        assert refusal(answer)[0] == 400


async def test_what_loads_or_runs_is_taken_out(world: World) -> None:
    place = await office(world)
    person = await place.person()
    html = (
        '<script>x</script><img src="https://spy.example/1.png"><a href="javascript:x()">a</a><a href="https://b">b</a>'
    )
    data = await place.enter(person, "2050-05-02", "2050-05-04", replies={"external": {"html": html}})
    kept = data["replies"]["external"]["html"]
    assert "script" not in kept
    assert "spy" not in kept
    assert '<a href="https://b"' in kept
