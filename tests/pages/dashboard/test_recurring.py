"""Recurring absences in the dashboard: seen before they are entered, changed, left out once, removed."""

from datetime import date

import pytest
from sqlalchemy import select

from locum.absences.models import Absence, AbsenceSeries
from locum.absences.patterns import Details, Pattern
from locum.absences.series import enter
from locum.pages.dashboard.series_form import read_rule
from locum.users.models import User
from tests.factories.slots import busy
from tests.factories.world import World
from tests.pages.browser import Reader, forms_of, links_of, text_of
from tests.pages.dashboard.conftest import Sit

AWAY, RECURRING = "/dashboard/away", "/dashboard/away/recurring"
FRIDAYS = {"from": "2027-02-05", "opens": "13:00", "closes": "17:00", "every": "two_weeks"}
pytestmark = pytest.mark.usefixtures("morning")


async def series_of(world: World, user: User) -> list[AbsenceSeries]:
    statement = select(AbsenceSeries).where(AbsenceSeries.user_id == user.id).order_by(AbsenceSeries.id)
    return list(await world.session.scalars(statement.execution_options(populate_existing=True)))


async def occurrences(world: World, series: AbsenceSeries) -> list[date]:
    statement = select(Absence.first_day).where(Absence.series_id == series.id).order_by(Absence.first_day)
    return list(await world.session.scalars(statement))


async def test_it_is_shown_first_and_then_entered(world: World, desk: Reader, person: User) -> None:
    await busy(world, person, "2027-02-19T14:00")
    await busy(world, person, "2027-02-12T14:00")
    assert RECURRING in links_of((await desk.open(AWAY)).text)
    shown = await desk.send(await desk.open(RECURRING), RECURRING, **FRIDAYS, look="yes")
    told = text_of(shown.text)
    assert "Every second week: Friday, 1:00 PM – 5:00 PM : 26 dates in the next twelve months." in told
    assert "Friday, February 19, 2027, 1:00 PM – 5:00 PM" in told
    assert shown.text.count("/reschedule/") == 1
    assert await series_of(world, person) == []
    saved = await desk.send(shown, RECURRING)
    assert "Entered: Every second week: Friday" in text_of(saved.text)
    (made,) = await series_of(world, person)
    assert (made.rule, made.start_minute) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", 13 * 60)
    # The list of single absences is not flooded by it.
    assert "February 19" not in (await desk.open(AWAY)).text


async def test_what_was_changed_since_is_shown_again_first(world: World, desk: Reader, person: User) -> None:
    shown = await desk.send(await desk.open(RECURRING), RECURRING, **FRIDAYS, look="yes")
    again = await desk.send(shown, RECURRING, every="week", weekday=["MO", "FR"], ends="2027-02-28")
    assert "Every week: Monday, Friday, 1:00 PM – 5:00 PM, until Sunday, February 28, 2027" in text_of(again.text)
    assert await series_of(world, person) == []
    await desk.send(again, RECURRING)
    (made,) = await series_of(world, person)
    assert [day.day for day in await occurrences(world, made)] == [5, 8, 12, 15, 19, 22, 26]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"ends": "2027-01-01"}, "It would never come"),
        ({"ends": "soon"}, "Please enter a date."),
        ({"from": ""}, "Please enter a date."),
        ({"until": "2027-02-01"}, "The last day lies before the first."),
        ({"until": "2029-02-01"}, "One occurrence may take a year at most."),
        ({"substitute": "stranger"}, "Please choose somebody from your team or organization."),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(
    world: World, desk: Reader, typed: dict[str, str], told: str
) -> None:
    if "substitute" in typed:
        typed = {"substitute": str((await world.user()).id)}
    refused = await desk.send(await desk.open(RECURRING), RECURRING, **{**FRIDAYS, **typed}, look="yes")
    assert refused.status_code == 422
    assert told in refused.text


async def test_all_are_changed_one_is_left_out_and_all_are_removed(world: World, desk: Reader, person: User) -> None:
    shown = await desk.send(await desk.open(RECURRING), RECURRING, **FRIDAYS, look="yes")
    await desk.send(shown, RECURRING)
    (made,) = await series_of(world, person)
    one = f"{RECURRING}/{made.id}"
    page = await desk.open(one)
    left_out = next(
        form.action for form in forms_of(page.text) if form.action.endswith("/delete") and one not in form.action
    )
    await desk.send(page, left_out)
    assert (await series_of(world, person))[0].exceptions == [date(2027, 2, 5)]
    page = await desk.open(one)
    fields = next(form for form in forms_of(page.text) if form.action == one).fields
    assert (fields["every"], fields["weekday"], fields["opens"]) == (["two_weeks"], ["FR"], ["13:00"])
    changed = await desk.send(page, one, opens="14:00", notes="Gardening")
    assert "Changed: Every second week: Friday, 2:00 PM – 5:00 PM." in text_of(changed.text)
    (made,) = await series_of(world, person)
    assert (made.notes, made.exceptions) == ("Gardening", [date(2027, 2, 5)])
    removed = await desk.send(changed, f"{one}/delete")
    assert "Removed, with all its dates" in text_of(removed.text)
    assert await series_of(world, person) == []


async def test_a_rule_that_the_form_has_no_words_for_stays(world: World, desk: Reader, person: User) -> None:
    rule = "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"
    made = await enter(world.session, person, Pattern(date(2027, 2, 1), 1, None, None, rule), Details())
    await world.session.commit()
    one = f"{RECURRING}/{made.id}"
    page = await desk.open(one)
    assert f"By the rule {rule}" in text_of(page.text)
    await desk.send(page, one, notes="Board")
    assert [(row.rule, row.notes) for row in await series_of(world, person)] == [(rule, "Board")]


async def test_those_who_look_after_others_and_nobody_else(world: World, sit: Sit) -> None:
    organization = await world.organization()
    user, admin = await world.member(organization), await world.member(organization, "ADMIN")
    path = f"/dashboard/people/{user.id}/away/recurring"
    desk = await sit(admin)
    await desk.send(await desk.send(await desk.open(path), path, **FRIDAYS, look="yes"), path)
    (made,) = await series_of(world, user)
    mate = await sit(await world.member(organization))
    assert (await mate.open(f"{path}/{made.id}")).status_code == 403
    assert (await mate.open(f"{RECURRING}/{made.id}")).status_code == 404
    own = f"/dashboard/people/{admin.id}/away/recurring/{made.id}"
    assert (await desk.open(own)).status_code == 404


@pytest.mark.parametrize(
    ("rule", "read"),
    [
        ("FREQ=WEEKLY;BYDAY=FR", ("week", ("FR",), None)),
        ("FREQ=WEEKLY;INTERVAL=4;BYDAY=MO,WE;UNTIL=20271231", ("four_weeks", ("MO", "WE"), date(2027, 12, 31))),
        ("FREQ=MONTHLY;BYMONTHDAY=29", ("month_day", (), None)),
        ("FREQ=MONTHLY;BYDAY=-1FR", ("month_weekday", (), None)),
        ("FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=1", ("year", (), None)),
        ("FREQ=WEEKLY;INTERVAL=5;BYDAY=FR", ("kept", (), None)),
        ("FREQ=WEEKLY;COUNT=3", ("kept", (), None)),
        ("FREQ=MONTHLY;BYMONTHDAY=1", ("kept", (), None)),
        ("FREQ=DAILY", ("kept", (), None)),
    ],
)
def test_rules_are_read_as_choices(rule: str, read: tuple[str, tuple[str, ...], date | None]) -> None:
    assert read_rule(rule, date(2027, 1, 29)) == read
