"""What a substitute is told, and what never leaves the house."""

from dataclasses import fields, replace
from datetime import date

import pytest

from locum.mail import render
from locum.mail.absence_letter import absence_letter
from locum.mail.notices import AbsenceKind, AbsenceNotice
from tests.unit.mail.facts import ABSENCE


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (AbsenceKind.ADDED, "You stand in for Ada Lovelace: Tue, Sep 6 – Fri, Sep 9, 2050"),
        (AbsenceKind.CHANGED, "New dates: you stand in for Ada Lovelace, Tue, Sep 6 – Fri, Sep 9, 2050"),
        (AbsenceKind.CANCELLED, "You no longer stand in for Ada Lovelace: Tue, Sep 6 – Fri, Sep 9, 2050"),
    ],
)
def test_subjects(kind: AbsenceKind, subject: str) -> None:
    assert absence_letter(replace(ABSENCE, kind=kind), "Locum").subject == subject


def test_old_and_new_dates() -> None:
    notice = replace(
        ABSENCE,
        kind=AbsenceKind.CHANGED,
        previous_first_day=date(2050, 9, 1),
        previous_last_day=date(2050, 9, 2),
        link="https://locum.example/away",
    )
    assert render.text(absence_letter(notice, "Locum")) == (
        "The dates have changed\n"
        "\n"
        "Ada Lovelace is away on other days than planned. You stand in on the new dates.\n"
        "\n"
        "Away: Ada Lovelace\n"
        "Dates: Tue, Sep 6 – Fri, Sep 9, 2050\n"
        "Before: Thu, Sep 1 – Fri, Sep 2, 2050\n"
        "\n"
        "See the absences: https://locum.example/away\n"
        "\n"
        "-- \n"
        "Sent by Locum because you stand in for a colleague.\n"
    )


def test_a_note_is_shown_if_given() -> None:
    assert "Note: Call the desk\n" in render.text(absence_letter(replace(ABSENCE, note="Call the desk"), "Locum"))
    assert "Note" not in render.text(absence_letter(ABSENCE, "Locum"))


def test_a_cancelled_absence_strikes_its_dates() -> None:
    found = absence_letter(replace(ABSENCE, kind=AbsenceKind.CANCELLED), "Locum")
    assert [line.struck for line in found.rows[1].lines] == [True]


def test_there_is_no_room_for_the_reason_of_an_absence() -> None:
    assert not [field.name for field in fields(AbsenceNotice) if "reason" in field.name]


@pytest.mark.parametrize(("language", "start"), [("de", "Sie vertreten Ada Lovelace: "), ("ar", "أنت تنوب عن ")])
def test_languages(language: str, start: str) -> None:
    notice = replace(ABSENCE, substitute=replace(ABSENCE.substitute, language=language))
    assert absence_letter(notice, "Locum").subject.startswith(start)
