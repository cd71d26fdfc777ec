"""Which substitute hears of what (out-of-office sheet, section 8)."""

from datetime import date

import pytest

from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated
from locum.mail.absence_news import AbsenceEvent, SubstituteNews, substitute_news
from locum.mail.notices import AbsenceKind

ONE, TWO, THREE, FOUR = (date(2050, 9, day) for day in (1, 2, 3, 4))


def change(before: int | None, after: int | None, days: tuple[date, date] = (ONE, TWO)) -> AbsenceUpdated:
    """A change of an absence of the first and second."""
    return AbsenceUpdated(7, 1, after, *days, before, ONE, TWO)


@pytest.mark.parametrize(
    ("event", "news"),
    [
        (AbsenceCreated(7, 1, 5, ONE, TWO), [SubstituteNews(AbsenceKind.ADDED, 5, ONE, TWO)]),
        (AbsenceCreated(7, 1, None, ONE, TWO), []),
        (AbsenceDeleted(7, 1, 5, ONE, TWO), [SubstituteNews(AbsenceKind.CANCELLED, 5, ONE, TWO)]),
        (AbsenceDeleted(7, 1, None, ONE, TWO), []),
        (change(5, 5), []),
        (change(None, None, (THREE, FOUR)), []),
        (change(5, 5, (THREE, FOUR)), [SubstituteNews(AbsenceKind.CHANGED, 5, THREE, FOUR, ONE, TWO)]),
        (
            change(5, 6, (THREE, FOUR)),
            [
                SubstituteNews(AbsenceKind.CANCELLED, 5, ONE, TWO),
                SubstituteNews(AbsenceKind.ADDED, 6, THREE, FOUR),
            ],
        ),
        (change(5, None), [SubstituteNews(AbsenceKind.CANCELLED, 5, ONE, TWO)]),
        (change(None, 6), [SubstituteNews(AbsenceKind.ADDED, 6, ONE, TWO)]),
    ],
)
def test_news(event: AbsenceEvent, news: list[SubstituteNews]) -> None:
    assert list(substitute_news(event)) == news
