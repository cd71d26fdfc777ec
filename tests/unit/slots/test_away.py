"""What a day off takes away, for those who show it (slots sheet, sections 8 and 12)."""

from datetime import date

from locum.kit.zones import instant_at
from locum.slots.answer import SlotAnswer
from locum.slots.engine import find_slots
from locum.slots.question import DaysAhead, Kind
from locum.slots.schedule import Absence, Schedule, Travel, WeeklyRule
from tests.unit.slots.making import WORKDAYS, ask, at, away, booking, host, mon, on, schedule, shown, texts, w

TUESDAY, WEDNESDAY = date(2027, 2, 2), date(2027, 2, 3)


def missed(answer: SlotAnswer) -> list[tuple[str, int]]:
    """Away slots as texts, with their absences."""
    return [(instant_at(slot.start).strftime("%m-%dT%H:%M"), slot.absence_id) for slot in answer.away_slots]


def test_slots_of_a_day_off_are_told_apart() -> None:
    absences = (Absence(5, TUESDAY, TUESDAY), Absence(6, TUESDAY, WEDNESDAY))
    answer = find_slots(ask(host(w(), absences=absences), "02-01/02-04", 240))
    assert texts(answer) == on("02-01 02-04", "09:00 13:00")
    assert missed(answer) == [("02-02T09:00", 5), ("02-02T13:00", 5), ("02-03T09:00", 6), ("02-03T13:00", 6)]
    assert answer.away_dates == {TUESDAY: 5, WEDNESDAY: 6}


def test_days_off_without_hours_are_known_too() -> None:
    absences = (away("01-01T00:00", "12-31T00:00", 4),)
    answer = find_slots(ask(host(mon("09:00-10:00"), absences=absences), "02-01/02-03"))
    assert answer.slots == ()
    assert missed(answer) == [("02-01T09:00", 4)]
    assert list(answer.away_dates) == [date(2027, 2, 1), TUESDAY, WEDNESDAY]


def test_dates_are_those_of_the_schedules_zone() -> None:
    """The window is 09:00 of the first to 09:00 of the third in Tokyo."""
    answer = find_slots(
        ask(host(schedule("Asia/Tokyo", "00:00-23:59"), absences=(Absence(5, TUESDAY, TUESDAY),)), "02-01/02-02", 480)
    )
    assert texts(answer) == {"02-01": "00:00", "02-02": "15:00"}
    assert missed(answer) == [("02-01T15:00", 5), ("02-01T23:00", 5), ("02-02T07:00", 5)]
    assert answer.away_dates == {TUESDAY: 5}


def test_busy_and_reserved_times_are_not_missed() -> None:
    person = host(
        mon("09:00-12:00"),
        absences=(away("02-01T00:00", "02-01T00:00"),),
        bookings=(booking("02-01T10:00"),),
        reservations=((at("02-01T11:00"), at("02-01T12:00")),),
    )
    assert missed(find_slots(ask(person, "02-01"))) == [("02-01T09:00", 7)]


def test_nothing_is_missed_behind_the_booking_window() -> None:
    person = host(w(), absences=(Absence(5, TUESDAY, date(2027, 2, 5)),))
    question = ask(person, "02-01/02-05", 480, now="02-01T00:00", booking_window=DaysAhead(2))
    assert missed(find_slots(question)) == [("02-02T09:00", 5), ("02-03T09:00", 5)]


def test_only_the_first_of_a_date() -> None:
    person = host(w(), absences=(Absence(5, TUESDAY, TUESDAY),))
    answer = find_slots(ask(person, "02-01/02-02", first_slot_only=True))
    assert texts(answer) == on("02-01", "09:00")
    assert missed(answer) == [("02-02T09:00", 5)]


def test_a_date_with_a_slot_shows_no_missed_one_when_only_the_first_is_shown() -> None:
    """The booker's first of February holds the end of the first and the beginning of the second in Tokyo."""
    person = host(schedule("Asia/Tokyo", "00:00-23:59"), absences=(Absence(5, TUESDAY, TUESDAY),))
    answer = find_slots(ask(person, "02-01", first_slot_only=True))
    assert texts(answer) == on("02-01", "00:00")
    assert answer.away_slots == ()


def test_a_day_off_elsewhere_is_none() -> None:
    answer = find_slots(ask(host(w(), absences=(away("03-01T00:00", "03-02T00:00"),)), "02-01"))
    assert answer.away_slots == ()
    assert answer.away_dates == {}


def test_team_event_types_do_not_tell_who_is_away() -> None:
    person = host(w(), absences=(Absence(5, TUESDAY, TUESDAY),))
    answer = find_slots(ask((person, host(w(), 2)), "02-01/02-02", 480, kind=Kind.ROUND_ROBIN))
    assert texts(answer) == on("02-01 02-02", "09:00")
    assert (answer.away_slots, answer.away_dates) == ((), {})


def test_unreadable_calendars_offer_nothing_to_miss() -> None:
    person = host(w(), absences=(Absence(5, TUESDAY, TUESDAY),), calendars_unreadable=True)
    answer = find_slots(ask(person, "02-01/02-02"))
    assert (answer.slots, answer.away_slots) == ((), ())


def test_travel_moves_the_hours_of_its_dates() -> None:
    trip = Travel(TUESDAY, TUESDAY, "Asia/Tokyo")
    hours = Schedule("America/New_York", (WeeklyRule(WORKDAYS, 540, 1020),), travel=(trip,))
    assert shown(ask(hours, "02-01/02-03", 240)) == {
        "02-01": "14:00 18:00",
        "02-02": "00:00 04:00",
        "02-03": "14:00 18:00",
    }


def test_travel_moves_days_off_and_the_clock() -> None:
    """In Kolkata nine o'clock is 03:30Z: the grid follows the clock of the place."""
    trip = Travel(TUESDAY, WEDNESDAY, "Asia/Kolkata")
    hours = Schedule("America/New_York", (WeeklyRule(WORKDAYS, 540, 660),), travel=(trip,))
    person = host(hours, absences=(Absence(5, WEDNESDAY, WEDNESDAY),))
    answer = find_slots(ask(person, "02-01/02-04"))
    assert texts(answer) == {"02-01": "14:00 15:00", "02-02": "03:30 04:30", "02-04": "14:00 15:00"}
    assert missed(answer) == [("02-03T03:30", 5), ("02-03T04:30", 5)]
