"""The one character that no text of the database can hold: refused with the name of the property."""

from tests.factories.world import World


async def test_the_property_is_named(world: World) -> None:
    organization = await world.organization()
    api = await world.api(await world.member(organization, "ADMIN"))
    body = {"name": "Place", "slug": "pl\0ace", "type": "SINGLE_SELECT", "options": [{"value": "a\0", "slug": "a"}]}
    answer = await api.post(f"/v2/organizations/{organization.id}/attributes", body)
    assert answer.status_code == 400
    slug, options = sorted(answer.json()["error"]["details"]["errors"], key=lambda error: error["property"] != "slug")
    assert slug["constraints"] == {"isString": "slug must not contain null characters"}
    assert (options["property"], options["children"][0]["children"][0]["property"]) == ("options", "value")
