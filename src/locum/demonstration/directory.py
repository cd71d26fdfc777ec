"""What an organization says of its people: roles of its own, attributes, and somebody who was asked in."""

from typing import Any

from locum.demonstration.cast import INVITED, LANGUAGES, OWNER, PEOPLE, PROFESSIONS, ROLES, SPOKEN
from locum.demonstration.stage import Cast


async def furnish(cast: Cast) -> None:
    """Make and give all of it."""
    base = f"/v2/organizations/{cast.organization_id}"
    owner = await cast.owner.send("GET", "/v2/me")
    cast.ids[OWNER.username] = owner["id"]
    await _roles(cast, base)
    await _languages(cast, base)
    await _professions(cast, base)
    await cast.owner.send("POST", f"{base}/users", {"email": INVITED})


async def _roles(cast: Cast, base: str) -> None:
    memberships = {one["userId"]: one["id"] for one in await cast.owner.send("GET", f"{base}/memberships")}
    for name, description, permissions, username in ROLES:
        body = {"name": name, "description": description, "permissions": list(permissions)}
        role = await cast.owner.send("POST", f"{base}/roles", body)
        membership = memberships[cast.ids[username]]
        await cast.owner.send("PATCH", f"{base}/memberships/{membership}", {"customRoleId": role["id"]})


async def _languages(cast: Cast, base: str) -> None:
    attribute, options = await _attribute(cast, base, "Languages", "MULTI_SELECT", LANGUAGES)
    for username, spoken in SPOKEN.items():
        for language in spoken:
            await _assign(cast, base, username, attribute, options[language])


async def _professions(cast: Cast, base: str) -> None:
    attribute, options = await _attribute(cast, base, "Profession", "SINGLE_SELECT", tuple(PROFESSIONS.values()))
    for person in PEOPLE:
        await _assign(cast, base, person.username, attribute, options[PROFESSIONS[person.team]])


async def _attribute(
    cast: Cast, base: str, name: str, kind: str, values: tuple[str, ...]
) -> tuple[str, dict[str, str]]:
    """The id of a new attribute, and those of its options by value."""
    options = [{"value": value, "slug": value.lower()} for value in values]
    body: dict[str, Any] = {"name": name, "slug": name.lower(), "type": kind, "options": options}
    attribute = (await cast.owner.send("POST", f"{base}/attributes", body))["id"]
    made = await cast.owner.send("GET", f"{base}/attributes/{attribute}/options")
    return attribute, {option["value"]: option["id"] for option in made}


async def _assign(cast: Cast, base: str, username: str, attribute: str, option: str) -> None:
    body = {"attributeId": attribute, "attributeOptionId": option}
    await cast.owner.send("POST", f"{base}/attributes/options/{cast.ids[username]}", body)
