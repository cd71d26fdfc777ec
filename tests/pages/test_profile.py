"""A person's public page."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.kit import clock
from tests.factories.event_types import event_type
from tests.factories.world import World
from tests.pages.browser import Reader, links_of, text_of


async def test_event_types_are_shown_and_hidden_ones_are_not(world: World, reader: Reader) -> None:
    user = await world.user(name="Ada Lovelace", bio="Numbers & poetry")
    await event_type(world, user, slug="coffee", description="With <milk>")
    await event_type(world, user, title="Secret", slug="secret", hidden=True)
    page = await reader.open(f"/{user.username}")
    assert page.status_code == 200
    assert f"/{user.username}/coffee" in links_of(page.text)
    assert "Secret" not in page.text
    assert "With &lt;milk&gt;" in page.text
    assert "Numbers &amp; poetry" in page.text
    assert user.email not in page.text


async def test_unknown_people_are_not_found(reader: Reader) -> None:
    assert (await reader.open("/nobody-of-that-name")).status_code == 404


async def test_people_stand_below_their_organization_too(world: World, reader: Reader) -> None:
    organization = await world.organization(brand_color="#7a0019")
    user = await world.member(organization, name="Ada")
    await event_type(world, user, slug="coffee")
    page = await reader.open(f"/org/{organization.slug}/{user.username}")
    assert f"/org/{organization.slug}/{user.username}/coffee" in links_of(page.text)
    assert "#7a0019" in page.text
    assert "style-src 'self' 'nonce-" in page.headers["content-security-policy"]
    assert (await reader.open(f"/org/no-such-place/{user.username}")).status_code == 404


@pytest.mark.usefixtures("morning")
async def test_somebody_away_is_shown_as_such_with_who_stands_in(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    user, substitute = await world.user(name="Ada"), await world.user(name="Charles")
    today = clock.now().date()
    session.add(
        Absence(
            user_id=user.id,
            substitute_id=substitute.id,
            first_day=today - timedelta(days=1),
            last_day=today + timedelta(days=3),
            reason="sick",
            notes="Back on my feet soon",
        )
    )
    await session.commit()
    page = await reader.open(f"/{user.username}")
    assert "Ada is away until" in text_of(page.text)
    assert "Book with Charles instead" in page.text
    assert f"/{substitute.username}" in links_of(page.text)
    assert "Back on my feet" not in page.text
    assert "sick" not in page.text.lower()


@pytest.mark.usefixtures("morning")
async def test_the_note_is_shown_only_where_it_is_meant_for_all(
    world: World, reader: Reader, session: AsyncSession
) -> None:
    user = await world.user()
    today = clock.now().date()
    session.add(Absence(user_id=user.id, first_day=today, last_day=today, notes="At sea", show_note_publicly=True))
    await session.commit()
    assert "At sea" in (await reader.open(f"/{user.username}")).text


async def test_pages_of_people_may_stand_in_frames(world: World, reader: Reader) -> None:
    user = await world.user()
    page = await reader.open(f"/{user.username}")
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert "x-frame-options" not in page.headers


async def test_wishes_are_carried_from_page_to_page(world: World, reader: Reader) -> None:
    user = await world.user()
    await event_type(world, user, slug="coffee")
    page = await reader.open(f"/{user.username}?lang=ar&theme=dark")
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in page.text
    assert f"/{user.username}/coffee?lang=ar&amp;theme=dark" in page.text
