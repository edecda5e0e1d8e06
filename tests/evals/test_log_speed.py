"""The bench of the log measures a log as the program makes it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine

from assistant.database import reading, writing
from evals.benches.log_speed.appending import append_for
from evals.benches.log_speed.filling import DAYS, fill, ordinary
from governance.log.decision_log import DecisionLog
from governance.log.signing import new_private_pem, read_log_key
from governance.moments import utc_now
from tests.governance import stores
from tests.governance.stores import forks

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template


def a_log() -> DecisionLog:
    return DecisionLog(key=read_log_key(new_private_pem(), "GORE de prueba"))


def test_a_filled_log_verifies_takes_entries_and_one_day_of_it_is_purged(engine: Engine) -> None:
    log, now = a_log(), utc_now()
    due = fill(engine, log, 10 * DAYS, now - timedelta(seconds=1))
    with writing(engine) as connection:
        log.append(connection, ordinary(now))
        proof = log.purge(connection, now)
    assert due == 10 and due <= proof.entries <= due + 1
    with reading(engine) as connection:
        assert log.verify(connection).is_intact


@forks
def test_processes_that_append_tell_their_pace_and_fork_nothing(engine: Engine) -> None:
    log = a_log()
    with writing(engine) as connection:
        log.sign_first(connection, utc_now())
    url = engine.url.render_as_string(hide_password=False)
    engine.dispose()
    pace = append_for(url, log, 2, 0.3)
    assert pace.rate > 0 and pace.wait(0.5) <= pace.wait(1)
    with reading(engine) as connection:
        found = log.verify(connection)
    assert found.is_intact and found.entries >= len(pace.waits_ms)
