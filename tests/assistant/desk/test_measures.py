"""Measures of attention over small logs whose figures can be counted by hand."""

import itertools
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from assistant.database import writing
from assistant.desk.measures.askings import read_askings
from assistant.desk.measures.measuring import Measures, measure, read_measures
from assistant.desk.measures.shares import Share, wilson
from assistant.desk.measures.talks import read_talks
from assistant.desk.measures.waits import nine_of_ten
from governance.log.decision_log import DecisionLog
from governance.log.entries import LoggedTurn
from governance.log.event import Event, EventKind, LoggedEvent
from tests.governance import stores
from tests.governance.stores import a_decision, an_event

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template

NOW = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONTH = NOW - 30 * DAY


def no_hours(start: datetime, end: datetime) -> timedelta:
    """Say that nobody was at the office."""
    return timedelta()


def half(start: datetime, end: datetime) -> timedelta:
    """Say that half of any time is in office hours."""
    return (end - start) / 2


def logged(*events: Event) -> list[LoggedEvent]:
    return [LoggedEvent(str(n), n, e.at, e.retention, "", e) for n, e in enumerate(events, start=1)]


def act(case: int, kind: EventKind, at: datetime, reason: str = "") -> Event:
    by = "person" if kind in ("asked", "wrote") else "F-002"
    return Event(kind, at, by, case, f"c-{case}", reason)


def a_case(
    number: int,
    asked: datetime,
    *,
    reason: str = "requested",
    reply: timedelta | None = None,
    close: timedelta | None = None,
    why: str = "resolved",
) -> list[Event]:
    """The events of a case: asked, taken and answered after `reply`, closed after `close`."""
    found = [act(number, "asked", asked, reason)]
    if reply is not None:
        found += [act(number, "taken", asked + reply), act(number, "replied", asked + reply)]
    if close is not None:
        found.append(act(number, "closed", asked + close, why))
    return found


def turn(
    talk: str, outcome: str, at: datetime = NOW - DAY, audience: str = "ciudadania"
) -> LoggedTurn:
    return LoggedTurn(talk, at, outcome, audience)


def of(events: Iterable[Event], turns: Iterable[LoggedTurn] = ()) -> Measures:
    ordered = sorted(events, key=lambda event: event.at)
    return measure(logged(*ordered), turns, MONTH, NOW, half)


def test_an_empty_log_has_not_enough_data_and_no_zero_by_zero() -> None:
    found = of([])
    assert found.first_message.median is None and found.first_message.p90 is None
    assert (found.durable.value, found.talks.answered.value, found.oldest_wait) == (None,) * 3
    assert (found.open, found.waiting, found.resolved, found.reopened) == (0, 0, 0, 0)


def test_people_are_counted_by_the_reason_for_which_they_asked() -> None:
    found = of(
        [
            *a_case(1, NOW - 3 * DAY, reason="crisis"),
            *a_case(2, NOW - 3 * DAY, reason="unanswered"),
            *a_case(3, NOW - 2 * DAY, reason="unanswered"),
            *a_case(4, NOW - 31 * DAY, reason="requested"),  # before the window
        ]
    )
    assert found.handed_over == {"crisis": 1, "personal_case": 0, "unanswered": 2, "requested": 0}
    assert list(found.by_day) == [date(2026, 3, 28), date(2026, 3, 29)]
    assert found.by_day[date(2026, 3, 28)]["crisis"] == 1


def test_a_reason_that_got_worse_is_the_reason_and_not_another_asking() -> None:
    worse = act(1, "asked", NOW - HOUR, "crisis")
    found = of([*a_case(1, NOW - 2 * HOUR), worse])
    assert sum(found.handed_over.values()) == found.handed_over["crisis"] == 1
    assert found.oldest_wait == 2 * HOUR, "the wait does not start again"


def test_the_wait_is_for_the_first_reply_and_not_for_who_took_the_case() -> None:
    events = [
        act(1, "asked", NOW - 10 * HOUR, "requested"),
        act(1, "taken", NOW - 9 * HOUR),
        act(1, "noted", NOW - 9 * HOUR),
        act(1, "replied", NOW - 6 * HOUR),
        act(1, "replied", NOW - 2 * HOUR),
    ]
    waits = of(events).first_message
    assert (waits.by_clock, waits.working) == ((4 * HOUR,), (2 * HOUR,))
    assert (waits.median, waits.working_median) == (4 * HOUR, 2 * HOUR)


def test_who_got_no_message_is_counted_apart_and_not_as_a_wait() -> None:
    found = of(
        [
            *a_case(1, NOW - 5 * DAY, reply=HOUR),
            *a_case(2, NOW - 4 * DAY),
            *a_case(3, NOW - 3 * DAY, close=HOUR, why="withdrawn"),
        ]
    )
    assert (found.first_message.count, found.without_message) == (1, 2)


@pytest.mark.parametrize(
    ("minutes", "median", "p90"),
    [
        ([5], 5, None),
        ([1, 2, 3, 10], 2.5, None),
        (range(1, 11), 5.5, 9),
        (range(1, 21), 10.5, 18),
        ([*range(1, 10), 500], 5.5, 9),
        ([*range(1, 11), 500], 6, 10),
    ],
)
def test_median_and_p90_are_those_of_the_textbook(
    minutes: Iterable[int], median: float, p90: float | None
) -> None:
    start = NOW - 2 * DAY
    cases = (a_case(n, start, reply=timedelta(minutes=m)) for n, m in enumerate(minutes))
    waits = of(itertools.chain(*cases)).first_message
    assert waits.median == timedelta(minutes=median)
    assert waits.p90 == (None if p90 is None else timedelta(minutes=p90))


def test_nine_of_ten_needs_ten() -> None:
    assert nine_of_ten([HOUR] * 9) is None
    assert nine_of_ten([HOUR] * 10) == HOUR


def test_a_reopened_case_waits_from_its_reopening_and_is_counted_apart() -> None:
    events = [
        *a_case(1, NOW - 10 * DAY, reply=HOUR, close=2 * HOUR),
        act(1, "reopened", NOW - 8 * DAY, "requested"),
        act(1, "replied", NOW - 8 * DAY + 3 * HOUR),
    ]
    found = of(events)
    assert found.first_message.by_clock == (HOUR,)
    assert (found.reopened, found.after_reopening.by_clock) == (1, (3 * HOUR,))
    assert sum(found.handed_over.values()) == 1


def test_what_is_open_now_may_be_older_than_the_window() -> None:
    events = [
        *a_case(1, NOW - 50 * DAY),
        *a_case(2, NOW - 3 * DAY, reply=HOUR),
        *a_case(3, NOW - 2 * DAY, reply=HOUR, close=2 * HOUR),
        *a_case(4, NOW - DAY, reply=HOUR),
        act(4, "released", NOW - HOUR),
    ]
    found = of(events)
    assert (found.open, found.waiting, found.oldest_wait) == (3, 2, 50 * DAY)


def test_closings_are_counted_by_reason_on_the_day_they_were_closed() -> None:
    events = [
        *a_case(1, NOW - 40 * DAY, close=15 * DAY),
        *a_case(2, NOW - 3 * DAY, close=HOUR, why="not_ours"),
        *a_case(3, NOW - 40 * DAY, close=HOUR, why="duplicate"),
    ]
    found = of(events)
    assert {reason: n for reason, n in found.closed.items() if n} == {"resolved": 1, "not_ours": 1}
    assert found.resolved == 1


@pytest.mark.parametrize(
    ("closed", "reopened", "expected"),
    [
        (10 * DAY, None, (1, 1)),
        (10 * DAY, 4 * DAY, (0, 1)),  # six days after it was closed
        (20 * DAY, 2 * DAY, (1, 1)),  # reopened, but after the seven days had passed
        (6 * DAY, None, (0, 0)),  # too early to know
        (36 * DAY, None, (1, 1)),  # its seventh day is in the window
        (38 * DAY, None, (0, 0)),
    ],
)
def test_a_resolution_lasts_if_the_case_stays_closed_seven_days(
    closed: timedelta, reopened: timedelta | None, expected: tuple[int, int]
) -> None:
    events = a_case(1, NOW - 60 * DAY, close=60 * DAY - closed)
    if reopened is not None:
        events.append(act(1, "reopened", NOW - reopened, "requested"))
    found = of(events).durable
    assert (found.part, found.whole) == expected


def test_only_resolutions_can_last() -> None:
    assert of(a_case(1, NOW - 20 * DAY, close=DAY, why="no_answer")).durable == Share(0, 0)


def test_events_of_a_case_whose_asking_was_purged_are_not_guessed() -> None:
    purged = LoggedEvent("x", 1, NOW - 400 * DAY, "limitado", "", None)
    rest = logged(act(1, "replied", NOW - DAY), act(1, "closed", NOW - DAY, "resolved"))
    assert read_askings([purged, *rest]) == ()
    found = measure([purged, *rest], [], MONTH, NOW, half)
    assert (found.open, found.resolved) == (0, 0)


def test_acts_that_concern_no_case_change_nothing() -> None:
    assert of([Event("entered", NOW - HOUR, "F-001"), Event("left", NOW, "F-001")]) == of([])


def test_a_clock_that_went_back_makes_no_negative_wait() -> None:
    events = logged(act(1, "asked", NOW - HOUR, "requested"), act(1, "replied", NOW - 2 * HOUR))
    found = measure(events, [], MONTH, NOW, half)
    assert found.first_message.by_clock == (timedelta(),)


# --- conversations ---


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["answered"], (1, 0, 0)),
        (["answered_partially", "abstained_no_evidence"], (1, 0, 0)),
        (["abstained_no_evidence", "declined_out_of_scope"], (0, 0, 1)),
        (["failed"], (0, 0, 1)),
        (["clarified"], (0, 0, 1)),
        (["answered", "handed_off_requested"], (0, 1, 0)),
        (["handed_off_crisis"], (0, 1, 0)),
        (["small_talk", "about_assistant"], (0, 0, 0)),
        (["small_talk", "answered"], (1, 0, 0)),
        (["an_outcome_of_another_version"], (0, 0, 1)),
    ],
)
def test_a_conversation_ends_in_one_way(
    outcomes: list[str], expected: tuple[int, int, int]
) -> None:
    found = read_talks([turn("c-1", outcome) for outcome in outcomes], set())
    assert (found.by_assistant, found.handed_over, found.neither) == expected


def test_a_person_asked_for_at_the_desk_makes_it_handed_over() -> None:
    found = of(a_case(1, NOW - 5 * DAY), [turn("c-1", "answered"), turn("c-2", "answered")])
    assert (found.talks.by_assistant, found.talks.handed_over) == (1, 1)
    assert found.talks.answered == Share(1, 2)


def test_conversations_of_staff_are_not_counted() -> None:
    assert read_talks([turn("c-1", "answered", audience="funcionarios")], set()).answered.whole == 0


def test_a_week_begins_on_monday_in_chile() -> None:
    sunday_night = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)  # Sunday 22nd, 23:00, in Chile
    monday = datetime(2026, 3, 23, 4, 0, tzinfo=UTC)
    found = read_talks(
        [
            turn("a", "answered", sunday_night),
            turn("b", "failed", monday),
            turn("a", "failed", monday),
        ],
        set(),
    )
    assert found.by_week == {date(2026, 3, 16): Share(1, 1), date(2026, 3, 23): Share(0, 1)}


def test_turns_without_an_answer_are_counted_by_outcome() -> None:
    outcomes = ("abstained_no_evidence", "abstained_no_evidence", "failed", "answered")
    found = read_talks([turn(f"c-{n}", one) for n, one in enumerate(outcomes)], set())
    assert {kind: n for kind, n in found.unanswered.items() if n} == {
        "abstained_no_evidence": 2,
        "failed": 1,
    }


# --- intervals ---


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_the_published_tables(
    part: int, whole: int, low: float, high: float
) -> None:
    found = wilson(part, whole)
    assert found is not None
    assert list(found) == pytest.approx([low, high], abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(share: tuple[int, int]) -> None:
    interval = wilson(*share)
    assert interval is not None
    assert 0 <= interval[0] <= share[0] / share[1] + 1e-12
    assert share[0] / share[1] - 1e-12 <= interval[1] <= 1


def test_what_is_not_a_share_is_refused() -> None:
    for part, whole in ((2, 1), (-1, 3)):
        with pytest.raises(ValueError, match="not a share"):
            wilson(part, whole)


# --- from the database ---


def test_the_measures_of_a_window_are_read_from_the_log(engine: Engine) -> None:
    log = DecisionLog()
    with writing(engine) as connection:
        for event in a_case(1, NOW - 40 * DAY) + a_case(2, NOW - 2 * DAY, reply=HOUR):
            log.append_event(connection, event)
        log.append_event(connection, an_event("entered", case=None, at=NOW))
        for days in (1, 8):
            at = NOW - days * DAY
            log.append(connection, a_decision(at=at, conversation_id=f"c-{days * 10}"))
    week = read_measures(engine, log, 7, NOW, no_hours)
    assert (week.open, week.waiting, sum(week.handed_over.values())) == (2, 1, 1)
    assert week.talks.answered == Share(1, 1)
    assert (week.first_message.median, week.first_message.working_median) == (HOUR, timedelta())
    assert read_measures(engine, log, 30, NOW, no_hours).talks.answered == Share(2, 2)
