"""Random questions for property tests: a few days, hosts in odd zones, much in the way."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from locum.kit.zones import instant_at, minute_floor, minutes_in
from locum.slots.question import (
    BusyBooking,
    CalendarBusy,
    CountedBooking,
    EventSettings,
    Host,
    Kind,
    Limits,
    SlotQuestion,
    Unit,
)
from locum.slots.schedule import Absence, DateOverride, Schedule, WeeklyRule

FIRST_DAY = date(2027, 3, 26)
"""A Friday before Europe's clocks change."""
DAYS = 4
TO_NEW_YEAR = 40
"""So many weeks later it is the last day of the year, and a Friday."""
NOW = datetime(2027, 3, 1, tzinfo=UTC)
START = datetime(2027, 3, 26, tzinfo=UTC)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Kiritimati",
    "Pacific/Chatham",
    "Europe/London",
)

thorough = settings(derandomize=True, max_examples=250, database=None)
quick = settings(derandomize=True, max_examples=80, database=None)

quarters = st.integers(0, 95).map(lambda quarter: quarter * 15)
wall_times = quarters | st.sampled_from([540, 1020, 1439, 125, 155])
near_minutes = st.integers(-600, DAYS * 1440 + 600).map(lambda minute: minute_floor(START) + minute)
full_hours = st.integers(0, DAYS * 24).map(lambda hour: minute_floor(START) + hour * 60)
dates = st.integers(-2, DAYS + 1).map(lambda days: FIRST_DAY + timedelta(days=days))
rules = st.builds(
    WeeklyRule, st.lists(st.integers(0, 6), min_size=1, max_size=7).map(tuple), wall_times, wall_times
) | st.just(WeeklyRule((0, 1, 2, 3, 4, 5, 6), 0, 1439))
overrides = st.builds(DateOverride, dates, wall_times, wall_times)
schedules = st.builds(
    Schedule,
    st.sampled_from(ZONES),
    st.lists(rules, min_size=1, max_size=3).map(tuple),
    st.lists(overrides, max_size=2).map(tuple),
)
absences = st.builds(
    lambda number, first, days: Absence(number, first, first + timedelta(days=days)),
    st.integers(1, 9),
    dates,
    st.integers(0, 1),
)
buffers = st.sampled_from([0, 0, 10, 45])
bookings = st.builds(
    lambda start, length, before, after: BusyBooking(start, start + length, before, after, f"b{start}"),
    near_minutes,
    st.integers(5, 300),
    buffers,
    buffers,
)
calendars = st.builds(lambda start, length: CalendarBusy(start, start + length), near_minutes, st.integers(1, 300))
reservations = st.builds(lambda start, length: (start, start + length), near_minutes, st.integers(15, 90))


def hosts(user_id: int) -> st.SearchStrategy[Host]:
    """One host."""
    return st.builds(
        Host,
        st.just(user_id),
        schedules,
        st.sampled_from(ZONES),
        st.booleans(),
        st.sampled_from([None, None, "a"]),
        st.lists(absences, max_size=1).map(tuple),
        st.lists(bookings, max_size=3).map(tuple),
        st.lists(calendars, max_size=2).map(tuple),
        st.lists(reservations, max_size=1).map(tuple),
    )


any_limits = st.builds(
    Limits,
    st.dictionaries(st.sampled_from(Unit), st.integers(1, 4), max_size=2),
    st.dictionaries(st.sampled_from(Unit), st.integers(60, 300), max_size=2),
)
day_limits = st.builds(
    Limits,
    st.just({}) | st.integers(1, 2).map(lambda count: {Unit.DAY: count}),
    st.just({}) | st.integers(60, 200).map(lambda minutes: {Unit.DAY: minutes}),
)
event_settings = st.builds(
    EventSettings,
    kind=st.sampled_from(Kind),
    length=st.sampled_from([15, 25, 30, 45, 60, 90]),
    slot_interval=st.sampled_from([None, None, 15, 40, 60]),
    offset_start=st.sampled_from([0, 0, 5]),
    minimum_notice=st.sampled_from([0, 60]),
    before_buffer=buffers,
    after_buffer=buffers,
    limits=day_limits,
    optimized=st.booleans(),
    zone=st.none() | st.sampled_from(ZONES),
)
counted_bookings = st.builds(
    lambda start, length, organizer: CountedBooking(start, start + length, organizer, f"c{start}"),
    near_minutes,
    st.integers(15, 90),
    st.integers(1, 3),
)

over_midnight = st.builds(
    lambda day, organizer: CountedBooking(day - 30, day + 30, organizer, f"m{day}"),
    st.integers(0, DAYS).map(lambda days: minute_floor(START) + days * 1440),
    st.integers(1, 3),
)


@st.composite
def questions(draw: st.DrawFn) -> SlotQuestion:
    """Any kind of event type, with one host where it has but one."""
    chosen = draw(event_settings)
    count = 1 if chosen.kind is Kind.ONE_HOST else draw(st.integers(1, 3))
    first = draw(st.integers(0, 1440))
    return SlotQuestion(
        chosen,
        tuple(draw(hosts(number)) for number in range(1, count + 1)),
        START + timedelta(minutes=first),
        START + timedelta(days=DAYS - 1, minutes=draw(st.integers(0, 1440))),
        draw(st.just(NOW) | st.just(START + timedelta(hours=5, seconds=20))),
        draw(st.sampled_from(ZONES)),
        draw(st.sampled_from([None, None, 20, 60])),
        tuple(draw(st.lists(counted_bookings, max_size=2))),
    )


def shifted(question: SlotQuestion, weeks: int) -> SlotQuestion:
    """Everything so many weeks later."""
    by, minutes = timedelta(weeks=weeks), weeks * 7 * 1440
    return replace(
        question,
        hosts=tuple(_shifted_host(host, by, minutes) for host in question.hosts),
        start=question.start + by,
        end=question.end + by,
        now=question.now + by,
        bookings=tuple(one._replace(start=one.start + minutes, end=one.end + minutes) for one in question.bookings),
    )


def _shifted_host(host: Host, by: timedelta, minutes: int) -> Host:
    overrides = tuple(one._replace(day=one.day + by) for one in host.schedule.overrides)
    return replace(
        host,
        schedule=replace(host.schedule, overrides=overrides),
        absences=tuple(one._replace(first=one.first + by, last=one.last + by) for one in host.absences),
        bookings=tuple(one._replace(start=one.start + minutes, end=one.end + minutes) for one in host.bookings),
        calendar=tuple(one._replace(start=one.start + minutes, end=one.end + minutes) for one in host.calendar),
        reservations=tuple((start + minutes, end + minutes) for start, end in host.reservations),
    )


@st.composite
def limited(draw: st.DrawFn) -> SlotQuestion:
    """Limits of any periods, with many bookings that count, now or where weeks, months and years end."""
    question = draw(questions())
    zone = draw(st.sampled_from(["UTC", "UTC", None, *ZONES]))
    settings = replace(question.settings, limits=draw(any_limits), zone=zone)
    counted = tuple(draw(st.lists(counted_bookings | over_midnight, min_size=1, max_size=5)))
    return shifted(replace(question, settings=settings, bookings=counted), draw(st.sampled_from([0, 31, TO_NEW_YEAR])))


@st.composite
def around_new_year(draw: st.DrawFn) -> SlotQuestion:
    """Limits of years, with bookings before the last midnight of one, after it, and over it, in whatever zone."""
    zone = draw(st.sampled_from(ZONES))
    midnight = minutes_in(zone).wall(date(2028, 1, 1).toordinal() - date(1970, 1, 1).toordinal(), 0)
    spans = draw(st.lists(st.tuples(st.integers(-4, 2), st.integers(1, 4)), min_size=1, max_size=4, unique=True))
    counted = tuple(
        CountedBooking(midnight + first * 30, midnight + (first + length) * 30, draw(st.integers(1, 2)), f"y{number}")
        for number, (first, length) in enumerate(spans)
    )
    limits = Limits(
        draw(st.just({}) | st.integers(1, 3).map(lambda count: {Unit.YEAR: count})),
        draw(st.just({}) | st.integers(2, 8).map(lambda halves: {Unit.YEAR: halves * 30})),
    )
    always = Schedule(zone, (WeeklyRule((0, 1, 2, 3, 4, 5, 6), 0, 1439),), ())
    settings = EventSettings(kind=Kind.ONE_HOST, length=30, limits=limits, zone=draw(st.just(zone) | st.none()))
    start = instant_at(midnight) - timedelta(days=2)
    return SlotQuestion(
        settings, (Host(1, always, zone),), start, start + timedelta(days=4), NOW, zone, None, tuple(counted)
    )


def in_utc(question: SlotQuestion) -> SlotQuestion:
    """The same with every clock on UTC."""
    moved = (replace(host, profile_zone="UTC", schedule=replace(host.schedule, zone="UTC")) for host in question.hosts)
    return replace(question, hosts=tuple(moved), booker_zone="UTC", settings=replace(question.settings, zone=None))
