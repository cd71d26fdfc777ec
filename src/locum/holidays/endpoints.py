"""Public holidays over HTTP (extension): which countries there are, and whose somebody keeps."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from locum.holidays import queries, service
from locum.holidays.calendar import FIRST_YEAR, LAST_YEAR, Holiday, countries, holidays_between
from locum.holidays.queries import NOTHING_KEPT, Kept
from locum.holidays.schemas import CountryOut, HolidaysIn, HolidaysOut, country_out, holidays_out
from locum.holidays.service import Owner
from locum.http.envelope import Envelope, success
from locum.http.parameters import bounded
from locum.http.permissions import Permission
from locum.http.realms import CurrentRealm, Realm, Resource
from locum.http.session import Session
from locum.kit import clock

holiday_countries = Resource("countries with holidays")
personal_holidays = Resource("holidays of a person")
organization_holidays = Resource("holidays of an organization")


async def _asked(year: Annotated[str | None, Query(description="Of which year; this one unless named")] = None) -> int:
    return bounded("year", year, clock.now().year, FIRST_YEAR, LAST_YEAR)


Year = Annotated[int, Depends(_asked)]
Language = Annotated[str, Query(max_length=20, description="Of the names, where the country's are known in it")]


@holiday_countries.get("/countries", permission=Permission.ME_READ)
async def list_holiday_countries() -> Envelope[list[CountryOut]]:
    """The countries and regions whose public holidays are known."""
    return success([country_out(country) for country in countries().values()])


@personal_holidays.get(permission=Permission.ABSENCE_READ)
async def get_holidays(
    realm: CurrentRealm, session: Session, year: Year, language: Language = "en"
) -> Envelope[HolidaysOut]:
    """Whose holidays a person keeps: those he chose, else those of his main organization."""
    return success(await _shown(session, realm.owner_id, year, language))


@personal_holidays.put(permission=Permission.ABSENCE_UPDATE)
async def choose_holidays(
    realm: CurrentRealm, session: Session, body: HolidaysIn, year: Year, language: Language = "en"
) -> Envelope[HolidaysOut]:
    """Choose a country and region, or none, and the holidays on which one works nevertheless."""
    await service.choose(session, Owner(user_id=realm.owner_id), body.place(), body.working)
    return success(await _shown(session, realm.owner_id, year, language))


@personal_holidays.delete(permission=Permission.ABSENCE_UPDATE)
async def forget_holidays(
    realm: CurrentRealm, session: Session, year: Year, language: Language = "en"
) -> Envelope[HolidaysOut]:
    """Follow the organization again."""
    await service.forget(session, Owner(user_id=realm.owner_id))
    return success(await _shown(session, realm.owner_id, year, language))


@organization_holidays.get(permission=Permission.ABSENCE_READ)
async def get_organization_holidays(
    realm: CurrentRealm, session: Session, year: Year, language: Language = "en"
) -> Envelope[HolidaysOut]:
    """Whose holidays the people of an organization keep, unless they chose themselves."""
    return success(await _shown_of_organization(session, realm, year, language))


@organization_holidays.put(permission=Permission.ABSENCE_UPDATE)
async def choose_organization_holidays(
    realm: CurrentRealm, session: Session, body: HolidaysIn, year: Year, language: Language = "en"
) -> Envelope[HolidaysOut]:
    """Choose for the organization."""
    await service.choose(session, Owner(organization_id=realm.organization), body.place(), body.working)
    return success(await _shown_of_organization(session, realm, year, language))


@organization_holidays.delete(permission=Permission.ABSENCE_UPDATE)
async def forget_organization_holidays(
    realm: CurrentRealm, session: Session, year: Year, language: Language = "en"
) -> Envelope[HolidaysOut]:
    """Choose nothing for the organization any more."""
    await service.forget(session, Owner(organization_id=realm.organization))
    return success(await _shown_of_organization(session, realm, year, language))


async def _shown(session: Session, user_id: int, year: int, language: str) -> HolidaysOut:
    found = (await queries.kept_by(session, [user_id])).get(user_id)
    if found is None:
        return holidays_out(NOTHING_KEPT, "nobody", year, [])
    return holidays_out(found, "person" if found.is_own else "organization", year, _of_year(found, year, language))


async def _shown_of_organization(session: Session, realm: Realm, year: int, language: str) -> HolidaysOut:
    found = await queries.kept_by_organization(session, realm.organization)
    if found is None:
        return holidays_out(NOTHING_KEPT, "nobody", year, [])
    return holidays_out(found, "organization", year, _of_year(found, year, language))


def _of_year(found: Kept, year: int, language: str) -> list[Holiday]:
    if found.place is None:
        return []
    return holidays_between(found.place, date(year, 1, 1), date(year, 12, 31), language)
