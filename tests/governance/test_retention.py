"""How long the log keeps: the policy's terms, levels that change, and legal holds."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, select, update

from assistant.database import reading, writing
from governance.log.clock import ClockDoubted
from governance.log.decision_log import DecisionLog
from governance.log.holds import HoldNotFound, HoldRefused, Holds
from governance.log.levels import read_level_changes
from governance.log.protection import Between, Everything, OfConversation, Scope
from governance.log.retention import class_of, days_by_class
from governance.log.tables import decision_log
from governance.log.writer import LogWriter, NewEntry
from governance.policy.load import policies
from governance.policy.model import LEVELS
from tests.governance import stores
from tests.governance.signing import DAY, YEAR, a_signed_log, append, start
from tests.governance.stores import NOON, a_decision, drop_guards

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template

LOG = DecisionLog()
HOLDS = Holds(LOG)
HOUR = timedelta(hours=1)


def purge(engine: Engine, now: datetime) -> tuple[tuple[int, int], ...]:
    with writing(engine) as connection:
        return LOG.purge(connection, now).ranges


def findings(engine: Engine) -> set[tuple[str, int]]:
    with reading(engine) as connection:
        return {(p.kind, p.sequence) for p in LOG.verify(connection).problems}


def set_level(engine: Engine, level: str, at: datetime) -> None:
    with writing(engine) as connection:
        LOG.set_level(connection, level, level, by="F-1", reason="Acta 3", at=at)


def hold(engine: Engine, scope: Scope, at: datetime = NOON) -> str:
    with writing(engine) as connection:
        return HOLDS.place(
            connection,
            matter="reclamo",
            reference="CGR-12",
            justification="Se investiga",
            by="F-1",
            scope=scope,
            at=at,
        ).id


def release(engine: Engine, hold_id: str, at: datetime) -> None:
    with writing(engine) as connection:
        HOLDS.release(connection, hold_id, by="F-1", reason="Se cerró", at=at)


def erase_by_hand(engine: Engine, sequence: int) -> None:
    drop_guards(engine)
    with engine.begin() as connection:
        this = decision_log.c.sequence == sequence
        connection.execute(update(decision_log).where(this).values(content=None))


def forge_proof(engine: Engine, at: datetime, before: str, days: int, sequence: int) -> None:
    """Erase an entry and prove it, as somebody with the key and bad intentions would."""
    content = (
        f'{{"classes":{{"limitado":{{"before":"{before}","days":{days},'
        f'"ranges":[[{sequence},{sequence}]]}}}},"entries":1,"extended":[],"held":[]}}'
    )
    with writing(engine) as connection:
        writer = LogWriter()
        proof = NewEntry("purge_proof", 2, at, "permanente", content)
        writer.append(connection, writer.lock(connection), proof)
    erase_by_hand(engine, sequence)


# --- terms ---


def test_the_terms_are_those_of_the_policy() -> None:
    assert LOG.retention_days == days_by_class(policies()[-1]) == {"limitado": 365, "alto": 1095}


def test_the_checklist_of_the_policy_demands_the_same_terms() -> None:
    policy = policies()[-1]
    years = {
        level: demanded.retention_years
        for item in policy.checklist
        for level, demanded in item.by_level.items()
        if demanded.retention_years
    }
    assert {level: days // 365 for level, days in days_by_class(policy).items()} == years


def test_each_level_of_the_policy_has_a_class() -> None:
    days = days_by_class(policies()[-1])
    assert {class_of(policies()[-1], level) for level in LEVELS} == set(days)


# --- levels ---


def test_a_level_that_rises_extends_what_there_is_and_rules_what_comes(engine: Engine) -> None:
    append(engine, LOG, NOON)
    set_level(engine, "alto", NOON + DAY)
    append(engine, LOG, NOON + 2 * DAY)
    assert purge(engine, NOON + 2 * YEAR) == ()
    assert purge(engine, NOON + 3 * YEAR + HOUR) == ((1, 1),)
    assert purge(engine, NOON + 3 * YEAR + 3 * DAY) == ((3, 3),)
    assert findings(engine) == set()
    with reading(engine) as connection:
        kept = select(decision_log.c.retention).order_by(decision_log.c.sequence)
        assert connection.execute(kept).scalars().all()[:3] == ["limitado", "permanente", "alto"]


def test_a_level_that_falls_shortens_nothing_of_what_there_is(engine: Engine) -> None:
    set_level(engine, "alto", NOON)
    append(engine, LOG, NOON + HOUR)
    set_level(engine, "limitado", NOON + DAY)
    append(engine, LOG, NOON + 2 * DAY)
    assert purge(engine, NOON + 2 * YEAR) == ((4, 4),)
    assert findings(engine) == set()
    with reading(engine) as connection:
        said = [(c.level, c.by, c.reason) for c in read_level_changes(connection)]
    assert said == [("alto", "F-1", "Acta 3"), ("limitado", "F-1", "Acta 3")]


def test_what_a_rise_extends_and_is_purged_as_before_is_found_out(engine: Engine) -> None:
    append(engine, LOG, NOON)
    set_level(engine, "alto", NOON + DAY)
    at = NOON + YEAR + 2 * DAY
    forge_proof(engine, at, "2026-03-03T12:00:00.000000Z", 365, 1)
    assert findings(engine) == {("bad_proof", 3)}


@pytest.mark.parametrize(
    ("before", "days"),
    [
        ("2026-03-02T12:00:00.000001Z", 364),  # less than the policy allows
        ("2026-03-05T12:00:00.000000Z", 365),  # later than a year ago
        ("2026-03-02T12:00:00.000000Z", 365),  # a year ago, and the entry is not older
    ],
)
def test_a_proof_that_does_not_keep_the_terms_is_found_out(
    engine: Engine, before: str, days: int
) -> None:
    append(engine, LOG, NOON)
    forge_proof(engine, NOON + YEAR + HOUR, before, days, 1)
    assert findings(engine) == {("bad_proof", 2)}


# --- holds ---


def test_nothing_is_purged_while_everything_is_held(engine: Engine) -> None:
    append(engine, LOG, NOON, NOON + DAY)
    held = hold(engine, Everything(), NOON + 2 * DAY)
    assert purge(engine, NOON + 2 * YEAR) == ()
    release(engine, held, NOON + 2 * YEAR)
    assert purge(engine, NOON + 2 * YEAR) == ((1, 2),)
    assert findings(engine) == set()


def test_a_period_is_held_and_the_rest_is_purged(engine: Engine) -> None:
    append(engine, LOG, *(NOON + n * DAY for n in range(5)))
    hold(engine, Between(NOON + DAY, NOON + 3 * DAY), NOON + 5 * DAY)
    assert purge(engine, NOON + 2 * YEAR) == ((1, 1), (5, 5))
    assert findings(engine) == set()


def test_a_conversation_is_held_with_what_comes_later(engine: Engine) -> None:
    with writing(engine) as connection:
        for talk in ("c-1", "C-1", "c-2"):
            LOG.append(connection, a_decision(conversation_id=talk))
    held = hold(engine, OfConversation("c-1"))
    with writing(engine) as connection:
        LOG.append(connection, a_decision(conversation_id="c-1", question='"conversation_id":"x"'))
    assert purge(engine, NOON + 2 * YEAR) == ((2, 3),)
    release(engine, held, NOON + 2 * YEAR)
    assert purge(engine, NOON + 2 * YEAR) == ((1, 1), (5, 5))
    assert findings(engine) == set()


@pytest.mark.parametrize(
    "scope", [Everything(), OfConversation("c-1"), Between(NOON - DAY, NOON + DAY)], ids=str
)
def test_what_was_purged_while_held_is_found_out(engine: Engine, scope: Scope) -> None:
    append(engine, LOG, NOON)
    hold(engine, scope)
    at = NOON + 2 * YEAR
    forge_proof(engine, at, "2027-03-02T12:00:00.000000Z", 365, 1)
    assert findings(engine) == {("bad_proof", 3)}


def test_a_hold_that_was_lifted_by_hand_is_found_out(engine: Engine) -> None:
    append(engine, LOG, NOON)
    hold(engine, Everything())
    erase_by_hand(engine, 2)
    assert ("erased", 2) in findings(engine)


def test_holds_are_told_with_who_and_why(engine: Engine) -> None:
    first, second = hold(engine, Everything()), hold(engine, OfConversation("c-9"))
    release(engine, "r-001", NOON + DAY)
    with reading(engine) as connection:
        assert [h.id for h in HOLDS.list(connection)] == [second]
        told = HOLDS.list(connection, only_open=False)[0]
        assert HOLDS.protection(connection).protects(NOON, "c-9")
        assert not HOLDS.protection(connection).protects(NOON, "c-1")
    assert (told.id, told.matter, told.reference, told.by) == (first, "reclamo", "CGR-12", "F-1")
    assert (told.released_at, told.release_reason) == (NOON + DAY, "Se cerró")


def test_a_hold_without_a_reason_or_that_is_not_there_is_refused(engine: Engine) -> None:
    held = hold(engine, Everything())
    release(engine, held, NOON)
    for wrong, expected in (
        (lambda: release(engine, held, NOON), HoldNotFound),
        (lambda: release(engine, "R-9", NOON), HoldNotFound),
        (lambda: hold(engine, Between(NOON, NOON - DAY)), HoldRefused),
    ):
        with pytest.raises(expected):
            wrong()
    with pytest.raises(HoldRefused), writing(engine) as connection:
        HOLDS.place(
            connection,
            matter="reclamo",
            reference=" ",
            justification="x",
            by="F-1",
            scope=Everything(),
            at=NOON,
        )


# --- the clock ---


def check(connection: Connection, now: datetime) -> bool:
    """Return whether a purge at `now` is believed."""
    try:
        LOG.check_clock(connection, now)
    except ClockDoubted:
        return False
    return True


def test_a_clock_that_leapt_does_not_wipe_the_log(engine: Engine) -> None:
    append(engine, LOG, *(NOON + n * 20 * DAY for n in range(10)))
    with reading(engine) as connection:
        assert check(connection, NOON + 200 * DAY)
        assert check(connection, NOON + 200 * DAY + 400 * DAY) is False
        with pytest.raises(ClockDoubted, match="--yes-clock"):
            LOG.check_clock(connection, datetime(2199, 1, 1, tzinfo=NOON.tzinfo))


def test_a_turn_recorded_after_the_leap_does_not_make_it_believed(engine: Engine) -> None:
    log = a_signed_log()
    start(engine, log)
    append(engine, log, *(NOON + n * DAY for n in range(60)))
    leapt = NOON + 900 * DAY
    append(engine, log, leapt)
    with reading(engine) as connection:
        assert check(connection, leapt) is False
    append(engine, log, *(leapt + n * DAY for n in range(1, 6)))
    with reading(engine) as connection:
        assert check(connection, leapt + 5 * DAY) is False
    append(engine, log, leapt + 6 * DAY)
    with reading(engine) as connection:
        assert check(connection, leapt + 6 * DAY), "a week of days signed one after the other"


def test_a_purge_that_was_late_is_believed_where_the_clock_did_not_leap(engine: Engine) -> None:
    append(engine, LOG, *(NOON + n * 20 * DAY for n in range(60)))
    with reading(engine) as connection:
        assert check(connection, NOON + 1185 * DAY)


def test_a_clock_that_goes_back_neither_breaks_the_chain_nor_purges_early(engine: Engine) -> None:
    append(engine, LOG, NOON, NOON - 3 * YEAR, NOON + HOUR)
    assert purge(engine, NOON) == ((2, 2),)
    assert purge(engine, NOON - YEAR) == ()
    assert findings(engine) == set()
