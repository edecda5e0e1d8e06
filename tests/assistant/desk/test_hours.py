"""Office hours: the week, the exceptions, and the nights on which Chile moves its clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk.hours import OfficeHours
from knowledge_base.attention import WEEKDAYS, Attention

CHILE = ZoneInfo("America/Santiago")
OFFICE = [["08:30", "13:00"], ["14:00", "17:30"]]


def hours(**changes: object) -> OfficeHours:
    values: dict[str, object] = {
        "zone": "America/Santiago",
        "weekly": dict.fromkeys(WEEKDAYS[:5], OFFICE),
        "holidays": {"country": "CL", "subdivision": "NB"},
        "verified": True,
    }
    return OfficeHours(Attention.model_validate(values | changes))


def chile(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHILE, fold=fold)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-23 08:29", False),
        ("2026-11-23 08:30", True),
        ("2026-11-23 12:59:59.999999", True),
        ("2026-11-23 13:00", False),
        ("2026-11-23 14:00", True),
        ("2026-11-23 17:30", False),
        ("2026-11-22 10:00", False),  # a Sunday
        ("2026-12-25 10:00", False),  # Christmas
        ("2026-08-20 10:00", False),  # a holiday of Chillán alone
        ("2026-09-18 10:00", False),
    ],
)
def test_hours_are_what_the_clock_on_the_wall_shows(at: str, is_open: bool) -> None:
    assert hours().is_open(chile(at)) is is_open
    assert hours().is_open(chile(at).astimezone(UTC)) is is_open


def test_a_moment_without_a_time_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        hours().is_open(datetime(2026, 11, 23, 10))


def test_an_extra_closed_day_closes_and_says_why() -> None:
    found = hours(closed=[{"day": "2026-11-23", "reason": "mudanza"}, date(2026, 11, 24)])
    assert not found.is_open(chile("2026-11-23 10:00"))
    assert found.day_off(chile("2026-11-23 10:00")) == ("mudanza", False)
    assert found.day_off(chile("2026-11-24 10:00")) == ("", False)
    assert found.next_opening(chile("2026-11-23 10:00")) == chile("2026-11-25 08:30")


def test_an_extra_open_day_opens_though_it_is_a_holiday() -> None:
    found = hours(open=[{"day": "2026-12-25", "spans": [["10:00", "11:00"]]}])
    assert found.is_open(chile("2026-12-25 10:30"))
    assert not found.is_open(chile("2026-12-25 12:00"))
    assert found.day_off(chile("2026-12-25 12:00")) is None


def test_a_holiday_is_named_in_spanish_and_a_common_day_is_not() -> None:
    assert hours().day_off(chile("2026-07-16 10:00")) == ("Virgen del Carmen", True)
    assert hours().day_off(chile("2026-11-23 20:00")) is None


def test_a_region_keeps_its_own_holidays() -> None:
    country = hours(holidays={"country": "CL"})
    assert country.is_open(chile("2026-08-20 10:00"))


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-20 18:00", "2026-11-23 08:30"),  # Friday evening
        ("2026-11-23 07:00", "2026-11-23 08:30"),
        ("2026-11-23 13:10", "2026-11-23 14:00"),
        ("2026-11-23 10:00", "2026-11-23 14:00"),  # open: the opening after this one
        ("2026-12-24 18:00", "2026-12-28 08:30"),  # Christmas, then a weekend
    ],
)
def test_the_next_opening_skips_what_is_closed(at: str, opens: str) -> None:
    assert hours().next_opening(chile(at)) == chile(opens)


def test_who_never_opens_has_no_next_opening() -> None:
    found = hours(weekly={}, verified=False)
    assert found.next_opening(chile("2026-11-23 10:00")) is None
    assert not found.is_open(chile("2026-11-23 10:00"))


def test_an_opening_after_sixty_days_is_none() -> None:
    found = hours(
        weekly={}, verified=False, open=[{"day": "2027-02-01", "spans": [["09:00", "10:00"]]}]
    )
    assert found.next_opening(chile("2026-11-23 10:00")) is None
    assert found.next_opening(chile("2026-12-23 10:00")) == chile("2027-02-01 09:00")


def test_closing_is_the_end_of_the_span_in_local_time() -> None:
    closing = hours().closing(chile("2026-11-23 10:00").astimezone(UTC))
    assert closing is not None and f"{closing:%H:%M}" == "13:00"
    assert hours().closing(chile("2026-11-23 13:30")) is None


def test_a_wait_counts_only_inside_the_hours() -> None:
    waited = hours().working_time(chile("2026-11-20 17:00"), chile("2026-11-23 09:00"))
    assert waited == timedelta(hours=1)
    assert hours().working_time(chile("2026-11-23 09:00"), chile("2026-11-20 17:00")) == timedelta()


def test_hours_are_described_only_when_verified() -> None:
    assert hours().describe() == (
        "lunes a viernes de 08:30 a 13:00 y de 14:00 a 17:30, salvo feriados"
    )
    assert hours(verified=False).describe() == ""


def test_a_moment_is_said_as_people_say_it() -> None:
    today = chile("2026-11-23 07:00")
    said = hours().in_words
    assert said(chile("2026-11-23 08:30"), today) == "hoy a las 08:30"
    assert said(chile("2026-11-24 08:30"), today) == "el martes 24 de noviembre a las 08:30"
    assert said(chile("2027-01-04 09:00"), today) == "el lunes 4 de enero de 2027 a las 09:00"


# Chile moves its clocks at midnight between a Saturday and a Sunday: in April 23:00 to 24:00 comes
# twice, in September 00:00 to 01:00 does not come.


def test_the_office_opens_at_the_same_time_on_the_wall_after_each_change() -> None:
    for friday, monday, offset in (
        ("2026-04-03", "2026-04-06", -4),  # Good Friday; winter time begins
        ("2026-09-04", "2026-09-07", -3),  # summer time begins
    ):
        opens = hours().next_opening(chile(f"{friday} 20:00"))
        assert opens == chile(f"{monday} 08:30")
        assert opens.utcoffset() == timedelta(hours=offset)


def test_the_hour_that_comes_twice_is_open_both_times() -> None:
    late = hours(weekly={"sábado": [["22:00", "24:00"]]}, holidays={"country": "AQ"})
    assert late.is_open(chile("2026-04-04 23:30", fold=0))
    assert late.is_open(chile("2026-04-04 23:30", fold=1))
    whole = chile("2026-04-04 00:00"), chile("2026-04-05 12:00")
    assert late.working_time(*whole) == timedelta(hours=3)


def test_the_hour_that_does_not_come_is_not_waited_for() -> None:
    early = hours(weekly={"sábado": [["22:00", "24:00"]], "domingo": [["00:00", "02:00"]]})
    start, end = chile("2026-09-05 12:00"), chile("2026-09-06 12:00")
    assert early.working_time(start, end) == timedelta(hours=3)
    assert early.is_open(chile("2026-09-05 23:59"))
    assert early.is_open(chile("2026-09-06 01:00"))


def test_of_hours_that_the_clock_jumps_over_only_what_comes_is_open() -> None:
    lost = hours(weekly={"domingo": [["00:10", "00:20"]]})
    assert lost.next_opening(chile("2026-09-05 12:00")) == chile("2026-09-13 00:10")
    half = hours(weekly={"domingo": [["00:30", "01:30"]]})
    opens = half.next_opening(chile("2026-09-05 12:00"))
    assert opens == chile("2026-09-06 01:00")
    assert half.closing(opens) == chile("2026-09-06 01:30")


# Laws


@st.composite
def weeks(draw: st.DrawFn) -> OfficeHours:
    """Any week: up to three spans a day that do not overlap."""
    weekly = {}
    for name in draw(st.sets(st.sampled_from(WEEKDAYS))):
        cuts = sorted(draw(st.sets(st.integers(0, 24 * 4), max_size=6)))
        texts = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in cuts]
        weekly[name] = [list(pair) for pair in zip(texts[::2], texts[1::2], strict=False)]
    return hours(weekly=weekly, verified=False)


_ANY = (datetime(2026, 1, 1), datetime(2027, 12, 31))
_CHANGES = (
    (datetime(2026, 4, 3), datetime(2026, 4, 6)),
    (datetime(2026, 9, 4), datetime(2026, 9, 7)),
)
MOMENTS = st.one_of(
    *(st.datetimes(*between, timezones=st.just(UTC)) for between in (_ANY, *_CHANGES))
)


@given(weeks(), MOMENTS)
def test_what_opens_next_is_open_and_nothing_opened_before(week: OfficeHours, at: datetime) -> None:
    opens = week.next_opening(at)
    if opens is None:
        return
    assert opens > at and week.is_open(opens)
    if not week.is_open(at):
        assert week.working_time(at, opens) == timedelta()


@given(weeks(), MOMENTS, st.timedeltas(timedelta(), timedelta(days=20)), st.floats(0, 1))
def test_the_parts_of_a_wait_add_up_to_the_whole(
    week: OfficeHours, start: datetime, length: timedelta, part: float
) -> None:
    end, middle = start + length, start + length * part
    whole = week.working_time(start, end)
    assert timedelta() <= whole <= length
    assert week.working_time(start, middle) + week.working_time(middle, end) == whole


@given(weeks(), MOMENTS)
def test_it_is_open_until_it_closes(week: OfficeHours, at: datetime) -> None:
    closing = week.closing(at)
    assert (closing is not None) == week.is_open(at)
    if closing is not None:
        assert week.working_time(at, closing) == closing - at
