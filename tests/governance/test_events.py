"""Events of the desk in the decision log: chained, found and purged with the decisions."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from assistant.database import reading, writing
from governance.log import entries as log_entries
from governance.log.chain import Entry, Verification, link_hash
from governance.log.decision_log import DecisionLog, DecisionNotFound, verify_export
from governance.log.event import Event, read_event
from governance.log.tables import decision_log
from tests.governance import stores
from tests.governance.stores import NOON, a_decision, an_event, drop_guards

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template

LOG = DecisionLog()
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


def append(engine: Engine, *events: Event) -> list[str]:
    with writing(engine) as connection:
        return [LOG.append_event(connection, event) for event in events]


def decide(engine: Engine, **changes: object) -> str:
    with writing(engine) as connection:
        return LOG.append(connection, a_decision(**changes))  # type: ignore[arg-type]


def verify(engine: Engine) -> Verification:
    with reading(engine) as connection:
        return LOG.verify(connection)


def events(
    engine: Engine,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    newest_first: bool = False,
) -> list[Event | None]:
    with reading(engine) as connection:
        found = LOG.events(connection, since, until, newest_first=newest_first)
        return [logged.event for logged in found]


def test_an_event_comes_back_as_it_was_recorded(engine: Engine) -> None:
    event = an_event(text='Te llamo \0 \u2028 😀 “ñ” \\ "')
    [event_id] = append(engine, event)
    with reading(engine) as connection:
        [found] = LOG.events(connection)
    assert (found.event, found.event_id, found.at) == (event, event_id, NOON)
    assert (found.sequence, found.retention) == (1, "limitado")


def test_a_refused_entry_of_somebody_unknown_has_no_case(engine: Engine) -> None:
    event = Event("entry_refused", NOON, "console")
    append(engine, event)
    assert events(engine) == [event]


def test_events_and_decisions_are_links_of_one_chain(engine: Engine) -> None:
    decide(engine)
    append(engine, an_event("asked"), an_event("taken"))
    decide(engine)
    found = verify(engine)
    assert (found.entries, found.is_intact) == (4, True)
    with reading(engine) as connection:
        kinds = connection.execute(
            select(decision_log.c.kind).order_by(decision_log.c.sequence)
        ).scalars()
        assert list(kinds) == ["decision", "event", "event", "decision"]


def test_an_event_is_not_taken_for_a_decision(engine: Engine) -> None:
    [event_id] = append(engine, an_event())
    decision_id = decide(engine)
    with reading(engine) as connection:
        with pytest.raises(DecisionNotFound):
            LOG.get(connection, event_id)
        assert [found.decision_id for found in LOG.decisions(connection)] == [decision_id]
        assert len(list(LOG.events(connection))) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "invented"},
        {"text": "\ud800"},
        {"retention": "eterno"},
        {"at": datetime(2026, 1, 1)},  # no time zone
    ],
    ids=str,
)
def test_an_event_that_cannot_be_recorded_exactly_is_refused(
    engine: Engine, wrong: dict[str, object]
) -> None:
    with pytest.raises(ValueError), writing(engine) as connection:
        LOG.append_event(connection, replace(an_event(), **wrong))  # type: ignore[arg-type]
    assert verify(engine).entries == 0


def test_an_event_exists_only_if_the_caller_commits(engine: Engine) -> None:
    with pytest.raises(RuntimeError), writing(engine) as connection:
        LOG.append_event(connection, an_event())
        raise RuntimeError
    assert verify(engine).entries == 0


def test_a_changed_event_is_noticed_and_named(engine: Engine) -> None:
    append(engine, an_event("taken"), an_event("noted", text="No procede."), an_event("closed"))
    with pytest.raises(DBAPIError), engine.begin() as connection:
        _rewrite(connection.execute, "Sí procede.")
    assert verify(engine).is_intact
    drop_guards(engine)
    with engine.begin() as connection:
        _rewrite(connection.execute, "Sí procede.")
    assert [(p.kind, p.sequence) for p in verify(engine).problems] == [("changed", 2)]


def _rewrite(execute, words: str) -> None:  # type: ignore[no-untyped-def]
    content = an_event("noted", text=words).content(salt="0" * 32)
    execute(update(decision_log).where(decision_log.c.sequence == 2).values(content=content))


def test_an_event_turned_into_a_decision_is_noticed(engine: Engine) -> None:
    append(engine, an_event())
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(update(decision_log).values(kind="decision"))
    assert not verify(engine).is_intact


def test_one_purge_with_one_proof_erases_events_and_decisions(engine: Engine) -> None:
    decide(engine)
    append(engine, an_event("asked"), an_event("replied", at=NOON + YEAR))
    with writing(engine) as connection:
        proof = LOG.purge(connection, NOON + YEAR + HOUR)
    assert (proof.entries, proof.ranges) == (2, ((1, 2),))
    found = verify(engine)
    assert (found.entries, found.purged, found.is_intact) == (4, 2, True)
    assert [event and event.kind for event in events(engine)] == [None, "replied"]
    with reading(engine) as connection:
        assert [found.decision for found in LOG.decisions(connection)] == [None]
        assert list(LOG.turns(connection)) == []


def test_an_event_erased_without_a_purge_is_noticed(engine: Engine) -> None:
    append(engine, an_event())
    with engine.begin() as connection:  # the guards let content go: the chain is what tells
        connection.execute(update(decision_log).values(content=None))
    assert [(p.kind, p.sequence) for p in verify(engine).problems] == [("erased", 1)]


def test_events_are_exported_and_proved_with_no_database(engine: Engine) -> None:
    append(engine, an_event("asked"))
    decide(engine)
    append(engine, an_event("closed", text="Resuelto: ñ \0"))
    with reading(engine) as connection:
        lines = list(LOG.export(connection))
    assert verify_export(lines).is_intact
    spoilt = [line.replace("Resuelto", "Rechazado") for line in lines]
    assert [p.sequence for p in verify_export(spoilt).problems] == [3]


def test_events_come_in_order_and_between_two_moments(engine: Engine) -> None:
    kinds = ("asked", "taken", "replied", "closed", "reopened")
    append(engine, *(an_event(kind, at=NOON + n * DAY) for n, kind in enumerate(kinds)))  # type: ignore[arg-type]

    def kinds_of(found: list[Event | None]) -> list[str]:
        return [event.kind for event in found if event]

    assert kinds_of(events(engine)) == list(kinds)
    assert kinds_of(events(engine, NOON + DAY, NOON + 4 * DAY)) == ["taken", "replied", "closed"]
    assert kinds_of(events(engine, newest_first=True)) == list(reversed(kinds))


@pytest.mark.parametrize("newest_first", [False, True])
def test_no_event_is_lost_or_repeated_between_pages(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, newest_first: bool
) -> None:
    monkeypatch.setattr(log_entries, "PAGE", 3)
    for place in range(10):  # several of the same moment, decisions between them
        append(engine, an_event(case=place, at=NOON + (place // 4) * HOUR))
        decide(engine)
    found = [event.case for event in events(engine, newest_first=newest_first) if event]
    assert found == sorted(range(10), reverse=newest_first)


def test_turns_tell_what_decisions_do(engine: Engine) -> None:
    decide(engine, question="¿Cuánto? \0 \\u0000 ñ", outcome="answered_partially")
    decide(engine, conversation_id="c-2", at=NOON + DAY, audience="funcionarios")
    append(engine, an_event())
    with reading(engine) as connection:
        told = [logged.decision for logged in LOG.decisions(connection) if logged.decision]
        assert list(LOG.turns(connection)) == [
            (one.conversation_id, one.at, one.outcome, one.audience) for one in told
        ]
        assert [turn.conversation_id for turn in LOG.turns(connection, NOON + HOUR)] == ["c-2"]


def test_the_database_finds_events_without_reading_every_decision(engine: Engine) -> None:
    append(engine, an_event())
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    page = "SELECT * FROM decision_log WHERE kind = 'event' AND at >= '2026' ORDER BY at, sequence"
    with reading(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = str(connection.execute(text(f"{explain}{page} LIMIT 10")).all())
    assert "decision_log_by_kind" in plan


def test_an_entry_of_the_first_version_verifies_and_its_folio_is_not_shown(engine: Engine) -> None:
    now = json.loads(a_decision().content(salt="ab" * 16))
    del now["case"]
    old = json.dumps(now | {"folio": "NB-7K3M-9Q2X-04TZ-WEHN"}, ensure_ascii=False, sort_keys=True)
    decision_id = decide(engine)
    drop_guards(engine)
    with engine.begin() as connection:
        _write_as_it_was(connection.execute, old)
    assert verify(engine).is_intact
    with reading(engine) as connection:
        found = LOG.get(connection, decision_id).decision
        assert [turn.outcome for turn in LOG.turns(connection)] == ["answered"]
    assert found == a_decision(route_scores={"contest_question": 0.912346, "greeting": 0.01})
    assert "WEHN" not in str(found)


def _write_as_it_was(execute, content: str) -> None:  # type: ignore[no-untyped-def]
    from governance.canonical import sha256
    from governance.log.tables import decision_log_head

    entry = Entry(*execute(select(decision_log)).one())
    entry = entry._replace(schema=1, content=content, content_hash=sha256(content))
    entry = entry._replace(hash=link_hash(entry))
    execute(decision_log.delete())
    execute(insert(decision_log), entry._asdict())
    execute(update(decision_log_head).values(hash=entry.hash))


def test_the_salt_hides_what_was_written_once_it_is_erased() -> None:
    event = an_event()
    assert event.content(salt="a") != event.content(salt="b")
    assert read_event(event.content(salt="a"), NOON, "limitado") == event
    assert event.at == datetime(2026, 3, 2, 12, tzinfo=UTC)
