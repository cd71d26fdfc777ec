"""`/dashboard/away/holidays`: whose public holidays are kept: one's own choice, or that of the organization for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from locum.holidays import queries, service
from locum.holidays.calendar import Country, Holiday, Place, countries, holidays_between, is_known
from locum.holidays.queries import NOTHING_KEPT, Kept
from locum.holidays.service import Owner
from locum.http.permissions import Permission
from locum.http.session import Session
from locum.kit import clock
from locum.kit.errors import NotFound
from locum.pages.dashboard.desk import CurrentDesk, Desk
from locum.pages.dashboard.news import News
from locum.pages.dashboard.own_absences import AWAY
from locum.pages.forms import TrustedForm
from locum.pages.when import full_day

router = APIRouter(include_in_schema=False)

HOLIDAYS = f"{AWAY}/holidays"
OF, ALL = "of", "organization"
"""In the address: `of=organization` is the choice for everybody."""
COUNTRY, NONE = "country", "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose choice is looked at, what it is, and whether the person may make it for the organization."""

    desk: Desk
    is_for_all: bool
    may_for_all: bool
    kept: Kept
    is_made: bool

    @property
    def owner(self) -> Owner:
        """As the use cases know it."""
        if self.is_for_all:
            return Owner(organization_id=self.desk.organization.id)
        return Owner(user_id=self.desk.person.id)

    @property
    def query(self) -> dict[str, str]:
        """What an address needs to lead here."""
        return {OF: ALL} if self.is_for_all else {}


async def _choice(session: Session, desk: CurrentDesk) -> Choice:
    """What the address asks for. Raises NotFound for the organization's where it is not the person's to make."""
    may_for_all = desk.place is not None and desk.may(Permission.ABSENCE_UPDATE)
    if desk.request.query_params.get(OF) != ALL:
        found = (await queries.kept_by(session, [desk.person.id])).get(desk.person.id)
        return Choice(desk, False, may_for_all, found or NOTHING_KEPT, found is not None and found.is_own)
    if not may_for_all:
        raise NotFound("This is for those who look after everybody's absences.")
    made = await queries.kept_by_organization(session, desk.organization.id)
    return Choice(desk, True, may_for_all, made or NOTHING_KEPT, made is not None)


CurrentChoice = Annotated[Choice, Depends(_choice)]


@router.get(HOLIDAYS)
async def holidays(choice: CurrentChoice) -> Response:
    """What is kept, or what there is in a country that was chosen."""
    return _page(choice, choice.desk.request.query_params.get(COUNTRY))


@router.post(HOLIDAYS)
async def choose(session: Session, choice: CurrentChoice, form: TrustedForm) -> Response:
    """Keep those of a place, none, or whatever the organization keeps."""
    code, region = str(form.get(COUNTRY, "")), str(form.get("region", "")) or None
    if not code:
        await service.forget(session, choice.owner)
        return _told(choice, "holidays.forgotten")
    place = None if code == NONE else Place(code, region)
    if place is not None and not is_known(place):
        place = Place(code)
        if not is_known(place):
            return _page(choice, None, {COUNTRY: choice.desk.text("form.option")})
    shown = [] if place is None else _of_year(choice.desk, Place(code, str(form.get("shown", "")) or None))
    await service.choose(session, choice.owner, place, _worked(choice, place, shown, form.getlist("off")))
    return _told(choice, "holidays.chosen")


def _worked(choice: Choice, place: Place | None, shown: Sequence[Holiday], off: Sequence[object]) -> set[str]:
    """The holidays that were shown and not ticked; of those that were not shown, what was said before."""
    keys = {holiday.key for holiday in shown}
    before = choice.kept.working if place and choice.kept.place and choice.kept.place.country == place.country else ()
    return {key for key in before if key not in keys} | (keys - {str(key) for key in off})


def _told(choice: Choice, key: str) -> Response:
    return choice.desk.go(HOLIDAYS, News(key), **choice.query)


def _page(choice: Choice, asked: str | None, errors: dict[str, str] | None = None) -> Response:
    desk, kept = choice.desk, choice.kept
    place, is_new = kept.place, False
    if asked in countries() and (place is None or asked != place.country):
        place, is_new = Place(str(asked)), True
    working = frozenset[str]() if is_new else kept.working
    return desk.show(
        "holidays.html",
        desk.text("holidays.title"),
        trail=[(AWAY, desk.text("away.title"))],
        status=422 if errors else 200,
        errors=errors,
        path=HOLIDAYS,
        action=desk.url(HOLIDAYS, **choice.query),
        choice=choice,
        place=place,
        is_new=is_new,
        country=_named(desk, countries()[place.country]) if place else None,
        countries=[("", desk.text("holidays.choose")), *_countries(desk)],
        regions=[("", desk.text("holidays.whole")), *countries()[place.country].regions.items()] if place else [],
        days=[
            (one.key, full_day(desk.words.locale, one.day), one.name, one.key not in working)
            for one in (_of_year(desk, place) if place else ())
        ],
    )


def _of_year(desk: Desk, place: Place) -> list[Holiday]:
    """Each of this year once."""
    year = clock.now().year
    found = holidays_between(place, date(year, 1, 1), date(year, 12, 31), desk.words.locale.language)
    return list({holiday.key: holiday for holiday in reversed(found)}.values())[::-1]


def _countries(desk: Desk) -> list[tuple[str, str]]:
    return sorted(((code, _named(desk, country)) for code, country in countries().items()), key=lambda one: one[1])


def _named(desk: Desk, country: Country) -> str:
    return str(desk.words.locale.territories.get(country.code, country.name))
