"""A mailbox's own target counts before its domain's, and that before Locum's own responder."""

from locum.targets.models import MailTarget
from locum.targets.queries import backend_of
from tests.factories.mailboxes import mail_house
from tests.factories.world import World


async def test_own_before_domain_before_embedded(world: World) -> None:
    house = await mail_house(world)
    ben = await world.member(house.organization, email="ben@acme.example.org")
    stranger = await world.user()
    ids = [house.anna.id, ben.id, stranger.id]
    assert set((await backend_of(world.session, ids)).values()) == {"embedded"}
    world.session.add(MailTarget(domain_id=house.domain.id, backend="sieve", settings={}))
    world.session.add(MailTarget(user_id=ben.id, backend="gmail", settings={}))
    await world.session.commit()
    found = await backend_of(world.session, ids)
    assert found == {house.anna.id: "sieve", ben.id: "gmail", stranger.id: "embedded"}
    assert not await backend_of(world.session, [])
