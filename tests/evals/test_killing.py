"""A small rehearsal of `python -m evals.benches.kill`: the thousand kills are run by hand."""

from __future__ import annotations

from sqlalchemy import Engine

from assistant.database import reading
from evals.benches.killing.proof import prove
from evals.benches.killing.rehearsal import make_ready, rehearse
from evals.benches.killing.writers import Shown, digest
from tests.conftest import BuildAssistant
from tests.governance import stores
from tests.governance.stores import forks

postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template


@forks
def test_what_a_killed_process_showed_is_there_and_nothing_is_half_written(
    build_assistant: BuildAssistant,
) -> None:
    whole = build_assistant()
    url = whole.engine.url.render_as_string(hide_password=False)
    result = rehearse(whole, url, kills=15, writers=3, seed=1)
    assert result.kills == 15 and result.proof.shown > 15
    assert result.proof.holds, result.proof


@forks
def test_the_same_on_a_server(build_assistant: BuildAssistant, postgres_engine: Engine) -> None:
    url = postgres_engine.url.render_as_string(hide_password=False)
    postgres_engine.dispose()
    whole = build_assistant()
    make_ready(url, whole.log)
    result = rehearse(whole, url, kills=10, writers=3, seed=2)
    assert result.proof.shown > 10 and result.proof.holds, result.proof


def test_the_proof_notices_what_was_lost_and_what_is_by_halves(
    build_assistant: BuildAssistant,
) -> None:
    whole = build_assistant()
    talk = whole.start("ciudadania", "web").id
    reply = whole.reply(talk, "derivar", "web")
    assert reply.decision_id is not None
    shown = Shown(talk, reply.decision_id, digest(reply.text))
    with reading(whole.engine) as connection:
        assert prove(connection, whole.log, [shown]).holds
        other = shown._replace(digest=digest("otra"))
        assert prove(connection, whole.log, [shown, other]).lost == 1
    for broken in ("DELETE FROM case_events", "DELETE FROM messages", "DELETE FROM cases"):
        with whole.engine.connect() as connection:
            connection.exec_driver_sql(broken)
            assert prove(connection, whole.log, ()).problems, broken
