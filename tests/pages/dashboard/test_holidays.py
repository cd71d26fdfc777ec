"""Whose public holidays are kept, chosen in the dashboard."""

import pytest

from locum.holidays.calendar import Place
from locum.holidays.queries import Kept, kept_by, kept_by_organization
from locum.users.models import User
from tests.factories.world import World
from tests.pages.browser import Reader, forms_of, text_of
from tests.pages.dashboard.conftest import Sit

HOLIDAYS = "/dashboard/away/holidays"
pytestmark = pytest.mark.usefixtures("morning")


async def kept(world: World, user: User) -> Kept | None:
    return (await kept_by(world.session, [user.id])).get(user.id)


def ticked(html: str) -> list[str]:
    """The holidays that are off by the form."""
    return next(form.fields["off"] for form in forms_of(html) if "off" in form.fields)


async def save(desk: Reader, path: str, **typed: object) -> str:
    """Send the form that keeps holidays, as the page filled it in but for what is typed."""
    page = await desk.open(path)
    form = next(form for form in forms_of(page.text) if "shown" in form.fields)
    answer = await desk.client.post(
        form.action, data={**form.fields, **typed}, headers=desk.headers, follow_redirects=True
    )
    return answer.text


async def test_a_country_a_region_and_days_on_which_one_works(world: World, desk: Reader, person: User) -> None:
    assert "None: public holidays can be booked" in (await desk.open(HOLIDAYS)).text
    assert "Good Friday" in (await desk.open(f"{HOLIDAYS}?country=DE")).text
    await save(desk, f"{HOLIDAYS}?country=DE", region="BY")
    assert await kept(world, person) == Kept(Place("DE", "BY"), frozenset(), True)
    page = (await desk.open(HOLIDAYS)).text
    assert "Epiphany" in page
    await save(desk, HOLIDAYS, off=[key for key in ticked(page) if key != "epiphany"])
    assert await kept(world, person) == Kept(Place("DE", "BY"), frozenset({"epiphany"}), True)
    # What was said of a region's day is not lost when the region's days are not on the form.
    await save(desk, HOLIDAYS, region="")
    await save(desk, HOLIDAYS, region="BY")
    assert await kept(world, person) == Kept(Place("DE", "BY"), frozenset({"epiphany"}), True)
    await save(desk, f"{HOLIDAYS}?country=FR")
    assert await kept(world, person) == Kept(Place("FR"), frozenset(), True)


async def test_one_s_own_choice_and_that_for_everybody(world: World, sit: Sit) -> None:
    organization = await world.organization(name="Clinic")
    admin, member = await world.member(organization, "ADMIN"), await world.member(organization)
    desk, other = await sit(admin), await sit(member)
    await save(desk, f"{HOLIDAYS}?of=organization&country=AT")
    assert await kept_by_organization(world.session, organization.id) == Kept(Place("AT"))
    page = await other.open(HOLIDAYS)
    assert "Those of Austria are closed for booking. The organization chose so for everybody." in text_of(page.text)
    none = next(form for form in forms_of(page.text) if form.fields.get("country") == ["none"])
    await other.client.post(none.action, data=none.fields, headers=other.headers)
    assert await kept(world, member) == Kept(None, frozenset(), True)
    sent = [form for form in forms_of((await other.open(HOLIDAYS)).text) if form.method == "post"]
    follow = next(form for form in sent if form.fields.get("country") == [""])
    await other.client.post(follow.action, data=follow.fields, headers=other.headers)
    assert await kept(world, member) == Kept(Place("AT"), frozenset(), False)
    for_all = f"{HOLIDAYS}?of=organization"
    assert (await other.open(for_all)).status_code == 404
    assert (await other.client.post(for_all, data=none.fields, headers=other.headers)).status_code == 404
    assert await kept_by_organization(world.session, organization.id) == Kept(Place("AT"))


async def test_what_is_no_country_is_refused(world: World, desk: Reader, person: User) -> None:
    page = await desk.open(f"{HOLIDAYS}?country=XX")
    assert page.status_code == 200
    form = next(form for form in forms_of(page.text) if form.fields.get("country") == ["none"])
    sent = await desk.client.post(form.action, data={**form.fields, "country": "XX"}, headers=desk.headers)
    assert sent.status_code == 422
    assert await kept(world, person) is None
