"""Booking through private links (event types sheet, section 11; bookings sheet, section 3.3)."""

from datetime import datetime

import pytest

from locum.bookings.create import create_booking
from locum.bookings.rules.asked import Asked, Booker, EventTypeName
from locum.kit import clock
from locum.kit.crypto import Vault
from locum.kit.errors import Gone, NotFound
from locum.private_links import service
from locum.private_links.service import Wanted
from tests.factories.bookings import NOW, practice
from tests.factories.world import World

VAULT = Vault("a secret of the tests")


def asked(event_type_id: int, hour: int, name: str) -> Asked:
    start = datetime.fromisoformat(f"2050-01-05T{hour:02}:00:00+00:00")
    booker = Booker("Bea", "UTC", "bea@example.com")
    return Asked(EventTypeName(id=event_type_id), start, booker, private_link=name)


async def test_each_booking_counts_and_the_last_one_ends_it(world: World) -> None:
    place = await practice(world)
    link = await service.create(world.session, VAULT, place.event_type.id, Wanted(most_uses=2))
    name = VAULT.open(link.sealed_name)
    with clock.frozen(NOW):
        for hour in (10, 11):
            await create_booking(world.session, None, asked(place.event_type.id, hour, name))
        with pytest.raises(Gone):
            await create_booking(world.session, None, asked(place.event_type.id, 12, name))
        with pytest.raises(NotFound):
            await create_booking(world.session, None, asked(place.event_type.id, 12, "another"))
    await world.session.refresh(link)
    assert link.uses == 2
