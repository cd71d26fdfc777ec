"""Dates as their reader says them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest

from locum.mail.catalogue import words_for
from locum.mail.when import days, moment, span, zone_name
from tests.unit.mail.facts import ADA, END, START


@pytest.mark.parametrize(
    ("language", "zone", "text"),
    [
        ("en", "America/New_York", "Monday, September 5, 2050, 3:00 AM (Eastern Daylight Time)"),
        ("en-GB", "Europe/London", "Monday, 5 September 2050, 08:00 (British Summer Time)"),
        ("de", "Europe/Berlin", "Montag, 5. September 2050, 09:00 (Mitteleuropäische Sommerzeit)"),
        ("ar", "Asia/Riyadh", "الاثنين، 5 سبتمبر 2050، 10:00 ص (التوقيت العربي الرسمي)"),
        ("fr", "Europe/Paris", "Monday, September 5, 2050, 9:00 AM (Central European Summer Time)"),
    ],
)
def test_a_moment_is_said_in_zone_and_language(language: str, zone: str, text: str) -> None:
    assert moment(words_for(language), replace(ADA, zone=zone), START) == text


@pytest.mark.parametrize(("cycle", "text"), [(12, "3:00 PM"), (24, "15:00")])
def test_a_reader_may_prefer_the_other_clock(cycle: Literal[12, 24], text: str) -> None:
    reader = replace(ADA, zone="UTC", hour_cycle=cycle)
    assert text in moment(words_for("en"), reader, START + timedelta(hours=8))


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("UTC", "Coordinated Universal Time"),
        ("Asia/Kolkata", "India Standard Time"),
        ("Asia/Calcutta", "India Standard Time"),
        ("America/Argentina/Buenos_Aires", "Argentina Standard Time"),
        ("Europe/Istanbul", "Türkiye Time, GMT+03:00"),
        ("Etc/GMT+5", "GMT-05:00"),
        ("Mars/Olympus", "Coordinated Universal Time"),
    ],
)
def test_zones_without_an_easy_name(zone: str, name: str) -> None:
    assert zone_name(words_for("en"), replace(ADA, zone=zone), START) == name


def test_winter_and_summer_have_different_names() -> None:
    berlin = replace(ADA, zone="Europe/Berlin")
    assert zone_name(words_for("de"), berlin, datetime(2050, 1, 1, tzinfo=UTC)) == "Mitteleuropäische Normalzeit"


def test_a_span_within_a_day() -> None:
    assert span(words_for("en"), replace(ADA, zone="UTC"), START, END) == (
        "Monday, September 5, 2050",
        "7:00 AM – 7:30 AM (Coordinated Universal Time)",
    )


def test_a_span_over_midnight_names_both_days() -> None:
    first, second = span(words_for("en"), replace(ADA, zone="UTC"), START, START + timedelta(hours=20))
    assert first.startswith("Monday, September 5")
    assert second.startswith("Tuesday, September 6")


def test_a_span_over_a_clock_change_names_both_zones() -> None:
    start = datetime(2050, 10, 30, 0, 30, tzinfo=UTC)
    lines = span(words_for("en"), replace(ADA, zone="Europe/Berlin"), start, start + timedelta(hours=1))
    assert [("Summer" in line) for line in lines] == [True, False]


def test_days() -> None:
    words = words_for("en")
    assert days(words, date(2050, 9, 6), date(2050, 9, 6)) == "Tuesday, September 6, 2050"
    assert days(words, date(2050, 9, 6), date(2050, 9, 9)) == "Tue, Sep 6 – Fri, Sep 9, 2050"
    assert "2050" in days(words, date(2050, 12, 30), date(2051, 1, 2))
    assert "2051" in days(words, date(2050, 12, 30), date(2051, 1, 2))
