"""Making the house, with everybody and everything in it."""

from tests.factories.oauth import oauth_client
from tests.factories.world import World
from tests.permissions.house import House
from tests.permissions.people import name_attributes, name_places
from tests.permissions.things import name_links, name_things, name_webhooks
from tests.permissions.times import name_absences, name_bookings, name_mail

CLERKS_ROLE = (
    "organization.listMembers",
    "team.update",
    "role.read",
    "webhook.read",
    "ooo.create",
    "availability.read",
)
"""What the custom role of the matrix opens; with it the clerk may also read in `team` and `ooo`."""


async def build(world: World) -> House:
    """Make one."""
    organization = await world.organization(is_platform=True)
    team = await world.team(organization)
    client = await oauth_client(world, organization)
    people = {
        "owner": await world.member(organization, "OWNER"),
        "admin": await world.member(organization, "ADMIN"),
        "member": await world.member(organization),
        "self": await world.member(organization),
        "lead": await world.member(organization),
        "captain": await world.member(organization),
        "clerk": await world.holder(organization, *CLERKS_ROLE),
        "managed": await world.member(organization, platform_client_id=client.id),
    }
    house = House(organization, team, client, people)
    own = await world.join(people["self"], team)
    await world.join(people["lead"], team, "ADMIN")
    await world.join(people["captain"], team, "OWNER")
    await name_places(world, house, own)
    await name_things(world, house)
    await name_bookings(world, house)
    await name_links(world, house)
    await name_absences(world, house)
    await name_mail(world, house)
    await name_attributes(world, house)
    await name_webhooks(world, house)
    return house
